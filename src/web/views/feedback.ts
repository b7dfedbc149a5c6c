/** What a reader thinks of an answer, in their own words. */
import { signal } from '@preact/signals'
import type { Feedback } from '../../shared/message.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'

/** The answer that somebody is writing about. */
export const noting = signal<string | null>(null)

/** A new opinion keeps the words that were written. */
export function rate(
  conversation: ConversationModel,
  message: MessageModel,
  next: Omit<Feedback, 'text'>,
): void {
  const text = message.feedback.peek()?.text
  conversation.judge(message, { ...next, ...(text && { text }) })
}

/** Begins to write about an answer, which is a bad one unless something else was said. */
export function note(conversation: ConversationModel, message: MessageModel): void {
  if (!message.feedback.peek()) conversation.judge(message, { rating: 'down' })
  noting.value = message.id
}
