/** Brings messages to the end of a branch, shows them there, and offers to take that back. */
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { toast } from '../ui/toast.tsx'

/** `of`: a message, or a question and its answer. */
export function bringTo(conversation: ConversationModel, parent: string, of: readonly string[]): void {
  const copies = conversation.branches.bring(parent, of)
  conversation.seek(copies.at(-1)!)
  const undo = () => {
    const first = conversation.path.peek().find(({ id }) => id === copies[0])
    if (first) conversation.remove(first)
  }
  toast({ text: t('map.brought'), action: { label: t('action.undo'), run: undo } })
}

/** The message that something brought here would follow; null while an answer is written there. */
export function endOf(conversation: ConversationModel): MessageModel | null {
  const end = conversation.compare.front.value ?? conversation.last.value
  return end && end.state.value !== 'open' && end.delivery.value === 'sent' ? end : null
}

/** The settled answer that stands below a question on the screen. */
export function answerTo(conversation: ConversationModel, message: MessageModel): MessageModel | null {
  const path = conversation.path.peek()
  const next = path[path.indexOf(message) + 1]
  return message.role === 'user' && next?.role === 'assistant' && next.state.peek() !== 'open' ? next : null
}
