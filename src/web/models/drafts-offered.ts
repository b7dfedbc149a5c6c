/** What was written on another device, beside what is written here. */
import { batch } from '@preact/signals'
import type { ConversationModel } from './conversation.ts'

type Of = Pick<ConversationModel, 'composer' | 'attached'>

/** Goes on with the other draft, its text and its files. What was here is offered in its place: neither is lost. */
export function useOffered({ composer, attached }: Of): void {
  const there = composer.offered.peek()
  if (there === null) return
  const [text, files] = [composer.text.peek(), attached.files.peek()]
  batch(() => {
    attached.set(attached.offered.peek())
    attached.offered.value = files
    composer.text.value = there
    composer.offered.value = text.trim() || files.length > 0 ? text : null
  })
}

/** Waves the other draft away. */
export function dismissOffered({ composer, attached }: Of): void {
  batch(() => {
    composer.offered.value = null
    attached.offer([])
  })
}
