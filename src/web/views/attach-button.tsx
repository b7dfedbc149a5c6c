/** Ways for files of text into a message: a button, dropping them on the page, and pasting. */
import { useSignal } from '@preact/signals'
import { Paperclip } from 'lucide'
import { useEffect, useMemo, useRef } from 'preact/hooks'
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

/** What the field listens to, and whether files are held above the page: they may be dropped anywhere on it. */
export function useAttaching(conversation: ConversationModel) {
  const over = useSignal(false)
  useEffect(() => {
    const page = new AbortController()
    const { signal } = page
    const holds = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const leave = () => {
      over.value = false
    }
    addEventListener(
      'dragover',
      (event) => {
        if (!holds(event) || event.defaultPrevented) return
        event.preventDefault()
        over.value = true
      },
      { signal },
    )
    addEventListener('dragleave', (event) => event.relatedTarget === null && leave(), { signal })
    addEventListener('dragend', leave, { signal })
    addEventListener(
      'drop',
      (event) => {
        leave()
        const files = [...(event.dataTransfer?.files ?? [])]
        if (files.length === 0 || event.defaultPrevented) return
        event.preventDefault()
        void load().then(({ attachFiles }) => attachFiles(conversation, files))
      },
      { signal },
    )
    return () => page.abort()
  }, [conversation])

  const paste = useMemo(() => {
    let plain = Number.NEGATIVE_INFINITY
    return {
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
    }
  }, [conversation])
  return { paste, over }
}
