/** The whole page, when neither the server nor this browser has anything to show. It goes away by itself. */
import { WifiOff } from 'lucide'
import { useEffect } from 'preact/hooks'
import { t } from '../i18n/index.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Problem } from '../ui/problem.tsx'

const ASK_MS = 3000

export function Unreachable() {
  useEffect(() => {
    const ask = () =>
      fetch('/health').then(
        ({ ok }) => ok && location.reload(),
        // still no connection
        () => {},
      )
    const timer = setInterval(ask, ASK_MS)
    addEventListener('online', ask)
    return () => {
      clearInterval(timer)
      removeEventListener('online', ask)
    }
  }, [])
  return (
    <main class="unreachable">
      <Icon of={WifiOff} size={24} />
      <Problem title={t('offline.nobody')} about={t('offline.nobody.about')}>
        <Button kind="primary" onClick={() => location.reload()}>
          {t('offline.retry')}
        </Button>
      </Problem>
    </main>
  )
}
