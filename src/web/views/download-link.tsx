/** Saves a file, from wherever it is. */
import { Download } from 'lucide'
import { t } from '../i18n/index.ts'
import { Icon } from '../ui/icon.tsx'

export function DownloadLink({ href, name }: { href: string; name: string }) {
  return (
    <a
      class="icon-button"
      data-kind="quiet"
      href={href}
      download={name}
      aria-label={t('files.download')}
      data-tip={t('files.download')}
    >
      <Icon of={Download} size={16} />
    </a>
  )
}
