/** Ways for files of text into a message: a button, dropping them on the composer, and pasting. */
import { useSignal } from '@preact/signals'
import { Paperclip } from 'lucide'
import { useMemo, useRef } from 'preact/hooks'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { IconButton } from '../ui/button.tsx'
import { isShortcut } from '../ui/shortcut.ts'

const load = () => import('./attach.ts')

/** Characters of a paste that becomes a file. Ctrl/⌘ + Shift + V pastes them as text. */
const LONG = 8000

export function AttachButton({ conversation }: { conversation: ConversationModel }) {
  const field = useRef<HTMLInputElement>(null)
  return (
    <>
      <IconButton
        icon={Paperclip}
        size={16}
        label={t('files.attach')}
        onClick={() => field.current?.click()}
      />
      <input
        ref={field}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-hidden="true"
        onChange={async (event) => {
          const { files } = event.currentTarget
          const { attachFiles } = await load()
          await attachFiles(conversation, files ?? [])
          // The same file can be chosen again.
          if (field.current) field.current.value = ''
        }}
      />
    </>
  )
}

/** What the form and its field listen to. */
export function useAttaching(conversation: ConversationModel) {
  const over = useSignal(false)
  const handlers = useMemo(() => {
    let plain = Number.NEGATIVE_INFINITY
    return {
      paste: {
        onKeyDownCapture(event: KeyboardEvent) {
          if (isShortcut(event, 'mod+shift+v')) plain = performance.now()
        },
        onPaste(event: ClipboardEvent) {
          const words = event.clipboardData?.getData('text/plain') ?? ''
          const files = [...(event.clipboardData?.files ?? [])]
          if (words.length > LONG && performance.now() - plain > 1000) {
            event.preventDefault()
            void load().then(({ attachText }) => attachText(conversation, words))
          } else if (!words && files.length > 0) {
            event.preventDefault()
            void load().then(({ attachFiles }) => attachFiles(conversation, files))
          }
        },
      },
      drop: {
        onDragOver(event: DragEvent) {
          if (!event.dataTransfer?.types.includes('Files')) return
          event.preventDefault()
          over.value = true
        },
        onDragLeave() {
          over.value = false
        },
        onDrop(event: DragEvent) {
          over.value = false
          const files = [...(event.dataTransfer?.files ?? [])]
          if (files.length === 0) return
          event.preventDefault()
          void load().then(({ attachFiles }) => attachFiles(conversation, files))
        },
      },
    }
  }, [conversation])
  return { paste: handlers.paste, drop: { ...handlers.drop, 'data-drop': over } }
}
