/** Says that the page is cut off, once that has lasted long enough to matter, and offers to try again. */
import { useSignal } from '@preact/signals'
import { RefreshCw, WifiOff } from 'lucide'
import { useEffect } from 'preact/hooks'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'

/** Most breaks are a restart of the server or a change of network, and over before anybody reads a sentence. */
const PATIENCE_MS = 1500

export function Connection() {
  const { link } = useApp()
  const status = link.status.value
  const cut = status !== 'open'
  const shown = useSignal(false)
  useEffect(() => {
    const timer = setTimeout(
      () => {
        shown.value = cut
      },
      cut ? PATIENCE_MS : 0,
    )
    return () => clearTimeout(timer)
  }, [cut])
  return (
    <div class="connection" role="status">
      {shown.value && cut && (
        <div class="pill">
          <Icon of={status === 'offline' ? WifiOff : RefreshCw} size={16} />
          <span>{status === 'offline' ? t('banner.offline') : t('banner.reconnecting')}</span>
          <Button kind="quiet" size="small" onClick={link.retryNow}>
            {t('banner.retryNow')}
          </Button>
        </div>
      )}
    </div>
  )
}
