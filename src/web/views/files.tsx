/** Files that go with the next message, and those of a message that was sent: text, pictures, PDF and sound. */
import { useSignal } from '@preact/signals'
import { FileHeadphone, FileText, FileType, TextCursorInput, X } from 'lucide'
import type { ComponentChildren } from 'preact'
import { givesTo, mediaOf } from '../../shared/media.ts'
import { type FilePart, MAX_TEXT } from '../../shared/parts.ts'
import { useApp } from '../context.ts'
import { fileSize } from '../i18n/amounts.ts'
import { type Key, t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { heldText } from '../models/file-texts.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { later } from '../ui/later.tsx'
import { near } from '../ui/near.ts'
import { focusComposer } from './commands.ts'
import { nearViewer, Pictures, pixelsOf, Thumb, useSource, useViewer } from './pictures.tsx'

const load = () => import('./file-viewer.tsx')
const Viewer = later(async () => (await load()).FileViewer)
const loadSound = () => import('./sound-viewer.tsx')
const SoundViewer = later(async () => (await loadSound()).SoundViewer)

/** What is said of models that a file tells nothing: of the one or all that are asked, and of some. */
const CANNOT: Readonly<Record<string, readonly [all: Key, some: Key]>> = {
  image: ['files.cannot.image', 'files.cannot.image.some'],
  file: ['files.cannot.file', 'files.cannot.file.some'],
  audio: ['files.cannot.audio', 'files.cannot.audio.some'],
}

const isPicture = ({ mime }: FilePart) => mediaOf(mime) === 'image'

/** Above the field of the composer. */
export function AttachedFiles({ conversation }: { conversation: ConversationModel }) {
  const { attached, composer, compare, pick } = conversation
  const { link, catalog } = useApp()
  const files = attached.files.value
  const pictures = files.filter(isPicture)
  const addressOf = ({ id }: FilePart) => `/api/drafts/${composer.key.value}/files/${id}`
  const { open, viewer } = useViewer({ pictures, addressOf })
  const standing = ({ id }: FilePart) => {
    if (attached.alone.value.has(id)) return t('files.alone')
    if (heldText(id) !== undefined) return
    if (attached.coming.value.has(id)) return t('files.coming')
    return link.online.value ? undefined : t('files.elsewhere')
  }
  const lacking = ({ mime }: FilePart) => {
    const kind = mediaOf(mime)
    const says = kind && CANNOT[kind]
    if (!says) return
    const asked = compare.picks.value.length > 0 ? compare.picks.value : [pick.value]
    const cannot = asked.filter((one) => one && !givesTo(one.endpoint, catalog.find(one)?.takes, kind))
    if (cannot.length > 0) return t(says[cannot.length < asked.length ? 1 : 0])
  }
  const noteOf = (file: FilePart) => [lacking(file), standing(file)].filter(Boolean).join(' · ') || undefined
  return (
    <>
      <ul class="files" aria-label={t('files.region')}>
        {files.map((file) => {
          const text = heldText(file.id)
          return (
            <li key={file.id}>
              <FileChip
                // What was not here is looked for anew when it is.
                key={text === undefined ? 'away' : 'here'}
                file={file}
                address={addressOf(file)}
                note={noteOf(file)}
                away={text === undefined && attached.coming.value.has(file.id)}
                onPicture={() => open(file)}
              />
              {text !== undefined && text.length <= MAX_TEXT && !mediaOf(file.mime) && (
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
        {attached.preparing.value > 0 && (
          <li class="file-preparing">
            <span class="file-thumb skeleton" aria-hidden="true" />
            <span role="status">{t('files.preparing')}</span>
          </li>
        )}
      </ul>
      {viewer}
    </>
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
  const addressOf = ({ id }: FilePart) => `/api/convos/${conversation.id.value}/files/${id}`
  const pictures = files.filter(isPicture)
  const others = files.filter((file) => !isPicture(file))
  return (
    <>
      {pictures.length > 0 && <Pictures pictures={pictures} addressOf={addressOf} />}
      {others.length > 0 && (
        <ul class="files" aria-label={t('files.region')}>
          {others.map((file) => (
            <li key={file.id}>
              <FileChip file={file} address={addressOf(file)} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

type ChipProps = {
  file: FilePart
  address: string
  note?: string | undefined
  /** What is in it cannot be shown: it is neither here nor at the server. */
  away?: boolean
  onPicture?: () => void
}

function FileChip({ file, address, note, away, onPicture }: ChipProps) {
  const { mime } = file
  switch (mediaOf(mime)) {
    case 'image':
      return (
        <button type="button" class="file" aria-haspopup="dialog" {...nearViewer} onClick={onPicture}>
          {away ? <Icon of={FileType} size={16} /> : <Thumb file={file} address={address} />}
          <Words file={file}>{note ?? pixelsOf(file)}</Words>
        </button>
      )
    case 'audio':
      return <SoundChip {...{ file, address, note }} />
    case undefined:
      return <TextChip {...{ file, address, note }} />
    default:
      return <Download {...{ file, address, note }} />
  }
}

function Words({ file, children }: { file: FilePart; children: ComponentChildren }) {
  return (
    <span class="file-words">
      <span class="file-name">
        <bdi>{file.name}</bdi>
        <small>{fileSize(file.size)}</small>
      </span>
      <span class="file-note">{children}</span>
    </span>
  )
}

/** What no page shows is taken to what does. */
function Download({ file, address, note }: ChipProps) {
  const { url } = useSource(file, address)
  return (
    <a class="file" href={url.value ?? address} download={file.name} data-tip={t('files.download')}>
      <Icon of={FileType} size={16} />
      <Words file={file}>{note ?? 'PDF'}</Words>
    </a>
  )
}

function SoundChip({ file, address, note }: ChipProps) {
  const open = useSignal(false)
  return (
    <>
      <button
        type="button"
        class="file"
        data-tip={t('files.open', { name: file.name })}
        aria-haspopup="dialog"
        {...near(loadSound)}
        onClick={() => {
          open.value = true
        }}
      >
        <Icon of={FileHeadphone} size={16} />
        <Words file={file}>{note ?? (file.mime === 'audio/wav' ? 'WAV' : 'MP3')}</Words>
      </button>
      {open.value && (
        <SoundViewer
          file={file}
          address={address}
          onClose={() => {
            open.value = false
          }}
        />
      )}
    </>
  )
}

function TextChip({ file, address, note }: ChipProps) {
  const open = useSignal(false)
  const { name, size, preview } = file
  return (
    <>
      <button
        type="button"
        class="file"
        data-tip={t('files.open', { name })}
        aria-haspopup="dialog"
        {...near(load)}
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
