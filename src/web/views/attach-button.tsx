/** Ways for files into a message: a button, dropping them on the page, and pasting. */
import { signal } from '@preact/signals'
import { Paperclip } from 'lucide'
import { useMemo, useRef } from 'preact/hooks'
import type { FileLimits } from '../../shared/file-limits.ts'
import { type App, useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { IconButton } from '../ui/button.tsx'
import { isShortcut } from '../ui/shortcut.ts'

const load = () => import('./attach.ts')

/** Characters of a paste that becomes a file. Ctrl/⌘ + Shift + V pastes them as text. */
const LONG = 8000

export function AttachButton({ conversation }: { conversation: ConversationModel }) {
  const field = useRef<HTMLInputElement>(null)
  const limits = limitsOf(useApp(), conversation)
  if (limits.off) return null
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
        onChange={() =>
          void load().then(({ attachChosen }) => attachChosen(conversation, field.current, limits))
        }
      />
    </>
  )
}

/** What the operator says of files for the model that is asked. */
export function limitsOf({ catalog }: App, conversation: ConversationModel): FileLimits {
  const endpoint = conversation.pick.value?.endpoint
  return catalog.endpoints.value.find(({ id }) => id === endpoint)?.files ?? {}
}

/** Files are held above the page: they may be dropped anywhere on it (attach-drop.ts). */
export const filesHeld = signal(false)

/** What the field listens to, for what is pasted. */
export function usePasting(conversation: ConversationModel) {
  const app = useApp()
  return useMemo(() => {
    let plain = Number.NEGATIVE_INFINITY
    return {
      onKeyDownCapture(event: KeyboardEvent) {
        if (isShortcut(event, 'mod+shift+v')) plain = performance.now()
      },
      onPaste(event: ClipboardEvent) {
        const data = event.clipboardData!
        const words = data.getData('text/plain')
        const files = [...data.files]
        const limits = limitsOf(app, conversation)
        const long = words.length > LONG && performance.now() - plain > 1000 && !limits.off
        // A table or a paragraph brings its picture along and stays text; what files are called is no text.
        const named = words === files.map(({ name }) => name).join('\n')
        if (!long && !(files.length > 0 && (!words || named))) return
        event.preventDefault()
        void load().then(({ attachPasted }) => attachPasted(conversation, long ? words : files, limits))
      },
    }
  }, [conversation])
}
