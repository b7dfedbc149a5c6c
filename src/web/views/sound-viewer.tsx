/** Sound that goes with a message: to be listened to, with what the browser has for that. */
import { X } from 'lucide'
import type { FilePart } from '../../shared/parts.ts'
import { fileSize } from '../i18n/amounts.ts'
import { t } from '../i18n/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { DownloadLink } from './download-link.tsx'
import { useSource } from './pictures.tsx'

type Props = { file: FilePart; address: string; onClose: () => void }

export function SoundViewer({ file, address, onClose }: Props) {
  const { url, failed, tries, onError, retry } = useSource(file, address)
  return (
    <Dialog onClose={onClose} class="sound-viewer">
      {(api) => (
        <>
          <header>
            <h2 {...api.getTitleProps()}>
              <bdi>{file.name}</bdi> <small>{fileSize(file.size)}</small>
            </h2>
            <DownloadLink href={url.value ?? address} name={file.name} />
            <IconButton icon={X} size={16} label={t('files.close')} onClick={onClose} />
          </header>
          {failed.value ? (
            <p class="file-failed" role="alert">
              {t('files.failed')}
              <Button size="small" onClick={retry}>
                {t('files.retry')}
              </Button>
            </p>
          ) : (
            // biome-ignore lint/a11y/useMediaCaption: somebody's own recording has none
            <audio key={tries.value} controls src={url.value ?? undefined} onError={onError} />
          )}
        </>
      )}
    </Dialog>
  )
}
