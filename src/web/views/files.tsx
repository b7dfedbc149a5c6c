/** Files of text: those that go with the next message, and those of a message that was sent. */
import { useSignal } from '@preact/signals'
import { FileText, TextCursorInput, X } from 'lucide'
import { type FilePart, MAX_TEXT } from '../../shared/parts.ts'
import { useApp } from '../context.ts'
import { fileSize } from '../i18n/amounts.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { heldText } from '../models/file-texts.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { later } from '../ui/later.tsx'
import { focusComposer } from './commands.ts'

const load = () => import('./file-viewer.tsx')
const Viewer = later(async () => (await load()).FileViewer)

/** Above the field of the composer. */
export function AttachedFiles({ conversation }: { conversation: ConversationModel }) {
  const { attached, composer } = conversation
  const { link } = useApp()
  const noteOf = ({ id }: FilePart) => {
    if (attached.alone.value.has(id)) return t('files.alone')
    if (heldText(id) !== undefined) return
    if (attached.coming.value.has(id)) return t('files.coming')
    return link.online.value ? undefined : t('files.elsewhere')
  }
  return (
    <ul class="files" aria-label={t('files.region')}>
      {attached.files.value.map((file) => {
        const text = heldText(file.id)
        return (
          <li key={file.id}>
            <FileChip
              file={file}
              address={`/api/drafts/${composer.key.value}/files/${file.id}`}
              note={noteOf(file)}
            />
            {text !== undefined && text.length <= MAX_TEXT && (
              <IconButton
                icon={TextCursorInput}
                size={14}
                label={t('files.inline', { name: file.name })}
                onClick={() => {
                  const now = composer.text.peek()
                  attached.remove(file.id)
                  composer.text.value = now.trim() ? `${now}\n\n${text}` : text
                  focusComposer()
                }}
              />
            )}
            <IconButton
              icon={X}
              size={14}
              label={t('files.remove', { name: file.name })}
              onClick={() => {
                attached.remove(file.id)
                focusComposer()
              }}
            />
          </li>
        )
      })}
    </ul>
  )
}

/** Above the words of a message. */
export function SentFiles({
  conversation,
  files,
}: {
  conversation: ConversationModel
  files: readonly FilePart[]
}) {
  return (
    <ul class="files" aria-label={t('files.region')}>
      {files.map((file) => (
        <li key={file.id}>
          <FileChip file={file} address={`/api/convos/${conversation.id.value}/files/${file.id}`} />
        </li>
      ))}
    </ul>
  )
}

function FileChip({ file, address, note }: { file: FilePart; address: string; note?: string | undefined }) {
  const open = useSignal(false)
  const { name, size, preview } = file
  return (
    <>
      <button
        type="button"
        class="file"
        data-tip={t('files.open', { name })}
        aria-haspopup="dialog"
        onPointerEnter={load}
        onFocus={load}
        onClick={() => {
          open.value = true
        }}
      >
        <Icon of={FileText} size={16} />
        <span class="file-words">
          <span class="file-name">
            <bdi>{name}</bdi>
            <small>{fileSize(size)}</small>
          </span>
          {/* The preview is drawn by style: it is no part of the button's name. */}
          {note ? (
            <span class="file-note">{note}</span>
          ) : (
            <span class="file-preview" dir="auto" data-text={preview} />
          )}
        </span>
      </button>
      {open.value && (
        <Viewer
          address={address}
          file={file}
          onClose={() => {
            open.value = false
          }}
        />
      )}
    </>
  )
}
