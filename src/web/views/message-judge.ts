/** What was wrong with an answer: the menu behind the thumb that points down. */
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import type { MenuGroup } from '../ui/menu.tsx'
import { note, rate } from './feedback.ts'

const REASONS = [
  { tag: 'not_matched', label: 'message.feedback.not_matched' },
  { tag: 'inaccurate', label: 'message.feedback.inaccurate' },
  { tag: 'bad_style', label: 'message.feedback.bad_style' },
  { tag: 'unjustified_refusal', label: 'message.feedback.unjustified_refusal' },
  { tag: 'not_helpful', label: 'message.feedback.not_helpful' },
  { tag: 'other', label: 'message.feedback.else' },
] as const

export function reasons(message: MessageModel, conversation: ConversationModel): MenuGroup[] {
  const now = message.feedback.peek()
  const down = now?.rating === 'down'
  return [
    {
      label: t('message.feedback.why'),
      items: REASONS.map(({ tag, label }) => ({
        id: tag,
        label: t(label),
        checked: now?.tag === tag,
        run: () => rate(conversation, message, { rating: 'down', tag }),
      })),
    },
    {
      items: [
        { id: 'own', label: t('feedback.own'), run: () => note(conversation, message) },
        ...(down
          ? [{ id: 'none', label: t('message.feedback.none'), run: () => conversation.judge(message, null) }]
          : []),
      ],
    },
  ]
}
