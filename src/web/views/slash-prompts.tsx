/** A slash at the begin of a message calls the prompts. What opens is loaded by the first one. */
import { useComputed, useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import type { ConversationModel } from '../models/conversation.ts'
import { slashOf } from '../models/prompts-later.ts'
import { later } from '../ui/later.tsx'

const Popup = later(async () => (await import('./prompt-popup.tsx')).PromptPopup)

type Props = { conversation: ConversationModel; field: RefObject<HTMLTextAreaElement | null> }

export function SlashPrompts({ conversation: { composer }, field }: Props) {
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
  // What comes from another device, or was there before, was not typed here.
  if (words.value === null || away.value || document.activeElement !== field.current) return null
  return <Popup words={words} field={field.current!} onClose={() => (away.value = true)} />
}
