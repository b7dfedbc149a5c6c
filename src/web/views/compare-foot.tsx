/** Below the columns: what can be said of all of them, and what a further message goes on from. */
import { Equal, ThumbsDown, X } from 'lucide'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { Button } from '../ui/button.tsx'

type Props = {
  conversation: ConversationModel
  question: MessageModel
  named: readonly { reply: MessageModel; name: string }[]
}

const VOTES = [
  { verdict: 'tie', icon: Equal, label: 'compare.tie' },
  { verdict: 'bad', icon: ThumbsDown, label: 'compare.bad' },
] as const

export function CompareFoot({ conversation, question, named }: Props) {
  const { compare } = conversation
  const comparison = question.comparison.value
  const decided = comparison?.chosen !== undefined
  const front = named.find(({ reply }) => reply === compare.front.value)
  const complete = named.every(({ reply }) => reply.state.value !== 'open')
  function close(): void {
    compare.look(null)
    const chosen = `article[data-message-id="${comparison?.chosen}"]`
    requestAnimationFrame(() => document.querySelector<HTMLElement>(chosen)?.focus({ preventScroll: true }))
  }

  return (
    <div class="compare-foot">
      <fieldset class="compare-votes" aria-label={t('compare.votes')}>
        {VOTES.map(({ verdict, icon, label }) => (
          <Button
            key={verdict}
            size="small"
            kind="quiet"
            icon={icon}
            aria-pressed={comparison?.verdict === verdict}
            aria-disabled={!complete}
            onClick={() => complete && compare.vote(question, verdict)}
          >
            {t(label)}
          </Button>
        ))}
      </fieldset>
      {decided ? (
        <Button size="small" icon={X} onClick={close}>
          {t('compare.close')}
        </Button>
      ) : (
        front && (
          <p class="compare-hint">
            {t('compare.goesOn', { model: front.name })}{' '}
            <span>{t('compare.keys', { count: named.length })}</span>
          </p>
        )
      )}
    </div>
  )
}
