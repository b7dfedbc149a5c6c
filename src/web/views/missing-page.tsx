/** An address that leads nowhere. */
import { t } from '../i18n/index.ts'
import { Button } from '../ui/button.tsx'
import { Problem } from '../ui/problem.tsx'
import { startNew } from './commands.ts'

export function MissingPage() {
  return (
    <Problem title={t('missing.page')} about={t('missing.page.about')}>
      <Button kind="primary" onClick={startNew}>
        {t('library.new')}
      </Button>
    </Problem>
  )
}
