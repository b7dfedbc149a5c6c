/** A slash at the begin of a message calls the prompts. What opens is loaded by the first one. */
import { useComputed, useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import { useApp } from '../context.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { slashOf } from '../models/slash.ts'
import { later } from '../ui/later.tsx'

const Popup = later(async () => (await import('./prompt-popup.tsx')).PromptPopup)

type Props = { conversation: ConversationModel; field: RefObject<HTMLTextAreaElement | null> }

export function SlashPrompts({ conversation: { composer }, field }: Props) {
  const { config } = useApp()
  const words = useComputed(() => slashOf(composer.text.value))
  /** Sent away with Escape: until the next slash. */
  const away = useSignal(false)
  // At once, and not with the next picture: by then there may be another slash.
  useEffect(
    () =>
      words.subscribe((now) => {
        if (now === null) away.value = false
      }),
    [],
  )
  /** Counts how often the cursor came to the field, or left it. */
  const moved = useSignal(0)
  useEffect(() => {
    const count = () => moved.value++
    field.current?.addEventListener('focus', count)
    field.current?.addEventListener('blur', count)
    return () => {
      field.current?.removeEventListener('focus', count)
      field.current?.removeEventListener('blur', count)
    }
  }, [])
  moved.value
  if (!config.interface.prompts.use || words.value === null || away.value || !isTyped(field.current))
    return null
  return <Popup words={words} field={field.current!} onClose={() => (away.value = true)} />
}

/** What comes from another device, or was there before, was not typed here. */
function isTyped(field: HTMLTextAreaElement | null): boolean {
  return document.hasFocus() && document.activeElement === field
}
