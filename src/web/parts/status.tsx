/** How an answer stands, in words, in place, with a way on. */
import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import { fromHands } from '../hands-later.tsx'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { secondsSince } from './seconds.ts'

type Props = { message: MessageModel; conversation: ConversationModel; isLast: boolean }

const Fault = fromHands(({ Fault }) => Fault)
const Retrying = fromHands(({ Retrying }) => Retrying)

/** Below this a wait is no wait. */
const PATIENCE_S = 2

export function Status(props: Props) {
  return (
    <>
      {props.message.unsummarized.value && <Line words={t('message.unsummarized')} />}
      <State {...props} />
    </>
  )
}

function State(props: Props) {
  const { message, conversation, isLast } = props
  const state = message.state.value
  if (state === 'open') return <Open {...props} />
  if (state === 'failed') return <Fault message={message} conversation={conversation} isLast={isLast} />
  const words =
    state === 'stopped'
      ? t('message.stopped')
      : state === 'interrupted'
        ? t('message.interrupted')
        : message.why.value === 'length'
          ? t('message.length')
          : message.why.value === 'refused'
            ? t('message.declined')
            : null
  if (!words) return null
  const goesOn = isLast && message.why.value !== 'refused'
  return (
    <Line words={words}>
      {goesOn && <Way onClick={() => conversation.resume(message)}>{t('message.continue')}</Way>}
    </Line>
  )
}

function Open({ message, conversation }: Props) {
  const status = conversation.status.value
  const waiting = message.waiting.value
  const begun = message.parts.value.some((part) => part.type !== 'source')
  if (status !== 'open' && status !== 'connecting') {
    const words = message.delivery.value === 'sending' ? t('message.unsent') : t('message.lost')
    return <Line words={words} live />
  }
  if (waiting) return <Retrying {...waiting} />
  if (message.summarizing.value) return <Summarizing message={message} conversation={conversation} />
  return begun ? null : <Waiting message={message} conversation={conversation} />
}

/** Earlier messages are put into fewer words first. */
function Summarizing({ message, conversation }: Omit<Props, 'isLast'>) {
  return (
    <Line words={t('message.summarizing')} live>
      <Way onClick={() => conversation.stop(message)}>{t('message.waiting.stop')}</Way>
    </Line>
  )
}

function Waiting({ message, conversation }: Omit<Props, 'isLast'>) {
  const seconds = useMemo(() => secondsSince(message.since), [message.since])
  const count = seconds.value
  const words = count < PATIENCE_S ? t('message.waiting') : t('message.waiting.for', { count })
  return (
    <Line words={words} live>
      {count >= PATIENCE_S && (
        // The composer has the button for the keyboard; this one is for the pointer that is here.
        <button
          type="button"
          class="way"
          aria-hidden="true"
          tabIndex={-1}
          onClick={() => conversation.stop(message)}
        >
          {t('message.waiting.stop')}
        </button>
      )}
    </Line>
  )
}

type LineProps = { words: string; more?: string; live?: boolean; children?: ComponentChildren }

/** One quiet line: words, and what can be done. `live`: something is going on. */
export function Line({ words, more, live, children }: LineProps) {
  return (
    <p class="status">
      {live && <span class="status-dot" aria-hidden="true" />}
      <span dir="auto">{words}</span>
      {more && <span class="status-more">{more}</span>}
      {children}
    </p>
  )
}

export function Way({ onClick, children }: { onClick: () => void; children: ComponentChildren }) {
  return (
    <button type="button" class="way" onClick={onClick}>
      {children}
    </button>
  )
}
