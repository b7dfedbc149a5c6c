/** One answer of a comparison: who writes it, how it stands, its text, and what can be done with it. */
import { Check, RefreshCw, Square } from 'lucide'
import { useId } from 'preact/hooks'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { Parts } from '../parts/parts.tsx'
import { Status } from '../parts/status.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { CopyButton } from './message-buttons.tsx'

type Props = {
  conversation: ConversationModel
  question: MessageModel
  reply: MessageModel
  name: string
  /** Its place, from 1: the key that chooses it. */
  n: number
  count: number
  onChoose: () => void
}

export function Column({ conversation, question, reply, name, n, count, onChoose }: Props) {
  const heading = useId()
  const chosen = question.comparison.value?.chosen
  const front = conversation.compare.front.value === reply
  const enter = () => conversation.compare.focus(reply)
  return (
    <article
      class="message column"
      data-message-id={reply.id}
      data-role="assistant"
      data-state={reply.state}
      data-front={front}
      data-chosen={chosen === reply.id}
      aria-labelledby={heading}
      tabIndex={-1}
      onFocusIn={enter}
      onPointerDown={enter}
    >
      <header class="column-head">
        <h2 id={heading} class="column-by">
          <span class="hidden-text">{t('compare.column', { n, count })}</span>
          <span class="column-n" aria-hidden="true">
            {n}
          </span>
          <Mark size={16} />
          <span dir="auto">{name}</span>
        </h2>
        <State reply={reply} />
        {reply.state.value === 'open' && (
          <IconButton
            icon={Square}
            size={12}
            class="column-stop"
            label={t('compare.stop', { model: name })}
            onClick={(event) => {
              conversation.stop(reply)
              stay(event.currentTarget)
            }}
          />
        )}
      </header>
      <div class="column-text">
        <Parts message={reply} />
        <Status message={reply} conversation={conversation} isLast={chosen === undefined} />
      </div>
      <Ways {...{ conversation, question, reply, name, n, count, onChoose }} />
    </article>
  )
}

function Ways({ conversation, question, reply, name, n, onChoose }: Props) {
  const comparison = question.comparison.value
  const open = reply.state.value === 'open'
  const empty = reply.parts.value.length === 0
  const isChosen = comparison?.chosen === reply.id
  return (
    <div class="column-ways">
      {isChosen ? (
        <span class="column-chosen">
          <Icon of={Check} size={16} />
          {t('compare.continued')}
        </span>
      ) : (
        <Button
          size="small"
          aria-label={t('compare.continue.label', { model: name })}
          aria-keyshortcuts={String(n)}
          aria-disabled={empty}
          onClick={onChoose}
        >
          {t('compare.continue')}
        </Button>
      )}
      <span class="column-more">
        {!open && !empty && <CopyButton message={reply} />}
        {!open && comparison?.chosen === undefined && (
          <IconButton
            icon={RefreshCw}
            size={16}
            label={t('message.regenerate')}
            onClick={(event) => {
              stay(event.currentTarget)
              conversation.regenerate(reply)
            }}
          />
        )}
      </span>
    </div>
  )
}

/** A button goes away under the finger: whoever pressed it stays in the comparison. */
function stay(button: Element): void {
  button.closest<HTMLElement>('.compare')?.focus({ preventScroll: true })
}

/** In a word. A screen reader is told of it when it changes, and reads it in the status below the text. */
function State({ reply }: { reply: MessageModel }) {
  return (
    <span class="column-state" data-state={reply.state} aria-hidden="true">
      {stateWords(reply)}
    </span>
  )
}

export function stateWords(reply: MessageModel): string {
  switch (reply.state.value) {
    case 'open': {
      const kind = reply.parts.value.at(-1)?.type
      if (kind === undefined) return t('compare.state.waiting')
      return kind === 'thinking' ? t('compare.state.thinking') : t('compare.state.writing')
    }
    case 'failed':
      return t('compare.state.failed')
    case 'stopped':
      return t('compare.state.stopped')
    case 'interrupted':
      return t('compare.state.interrupted')
    case 'settled': {
      const usage = reply.usage.value
      return usage ? t('message.tokens', { count: usage.output }) : t('compare.state.done')
    }
  }
}
