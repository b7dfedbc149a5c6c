/** What can be done with a message: the few things done often as buttons, the rest in a menu. */
import { useComputed, useSignal } from '@preact/signals'
import {
  Check,
  ChevronLeft,
  ChevronRight,
  Columns2,
  Copy,
  Ellipsis,
  Pencil,
  RefreshCw,
  ThumbsDown,
  ThumbsUp,
} from 'lucide'
import { useApp } from '../context.ts'
import { exactTime } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { IconButton } from '../ui/button.tsx'
import { useCalm } from '../ui/calm.ts'
import { Menu, type MenuGroup } from '../ui/menu.tsx'
import { note, rate } from './feedback.ts'
import type { MessageProps } from './message.tsx'
import { more } from './message-more.ts'

export function Actions(props: MessageProps) {
  const { message, conversation, isLast, onSelect } = props
  const calm = useCalm()
  const state = message.state.value
  const delivery = message.delivery.value
  if (state === 'open' || delivery === 'refused') return <div class="actions" />
  return (
    <div class="actions" data-always={isLast}>
      <Versions message={message} conversation={conversation} isLast={isLast} onSelect={onSelect} />
      {/* Most of what a message is made of, and out of sight until somebody comes near. */}
      {(isLast || calm.value) && <Buttons {...props} />}
    </div>
  )
}

function Buttons({ message, conversation, isLast, onEdit }: MessageProps) {
  const { keys, config } = useApp()
  const isUser = message.role === 'user'
  const isLastQuestion = useComputed(
    () => isUser && conversation.path.value.findLast(({ role }) => role === 'user') === message,
  ).value
  const delivery = message.delivery.value
  const usage = message.usage.value
  return (
    <>
      <CopyButton message={message} shortcut={isLast && !isUser ? keys.of('answer.copy') : undefined} />
      {isUser && (
        <IconButton
          icon={Pencil}
          size={16}
          label={t('message.edit')}
          shortcut={isLastQuestion ? keys.of('question.edit') : undefined}
          onClick={() => onEdit(message)}
        />
      )}
      {/* A message of the reader's own stands last when its answer was deleted. */}
      {(!isUser || (isLast && delivery === 'sent')) && (
        <IconButton
          icon={RefreshCw}
          size={16}
          label={t('message.regenerate')}
          shortcut={isLast ? keys.of('answer.regenerate') : undefined}
          aria-disabled={conversation.running.value && isLast}
          onClick={() => conversation.regenerate(message)}
        />
      )}
      {!isUser && <CompareAgain message={message} conversation={conversation} />}
      {!isUser && config.interface.feedback && <Judgement message={message} conversation={conversation} />}
      {delivery === 'sent' && (
        <Menu
          groups={() => more(message, conversation, config.interface, onEdit)}
          trigger={(props) => <IconButton {...props} icon={Ellipsis} size={16} label={t('message.more')} />}
        />
      )}
      <span class="actions-about" data-tip={exactTime(message.created)}>
        {message.edited.value ? t('message.edited') : null}
        {usage ? t('message.tokens', { count: usage.output }) : null}
      </span>
    </>
  )
}

/** What may be wrong with an answer. */
const REASONS = [
  { tag: 'not_matched', label: 'message.feedback.not_matched' },
  { tag: 'inaccurate', label: 'message.feedback.inaccurate' },
  { tag: 'bad_style', label: 'message.feedback.bad_style' },
  { tag: 'unjustified_refusal', label: 'message.feedback.unjustified_refusal' },
  { tag: 'not_helpful', label: 'message.feedback.not_helpful' },
  { tag: 'other', label: 'message.feedback.else' },
] as const

/** What the reader thinks of an answer. Pressing again takes it back. */
function Judgement({ message, conversation }: { message: MessageModel; conversation: ConversationModel }) {
  const now = message.feedback.value
  const down = now?.rating === 'down'
  const bad = (): MenuGroup[] => [
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
  return (
    <>
      <IconButton
        icon={ThumbsUp}
        size={16}
        label={t('message.feedback.up')}
        aria-pressed={now?.rating === 'up'}
        onClick={() =>
          now?.rating === 'up'
            ? conversation.judge(message, null)
            : rate(conversation, message, { rating: 'up' })
        }
      />
      <Menu
        groups={bad}
        trigger={(props) => (
          <IconButton
            {...props}
            icon={ThumbsDown}
            size={16}
            label={t('message.feedback.down')}
            data-pressed={down}
          />
        )}
      />
    </>
  )
}

/** Of an answer that was chosen among several: how they stood beside each other. */
function CompareAgain({ message, conversation }: { message: MessageModel; conversation: ConversationModel }) {
  const question = conversation.compare.decidedBy(message)
  if (!question) return null
  return (
    <IconButton
      icon={Columns2}
      size={16}
      label={t('compare.again')}
      onClick={() => conversation.compare.look(question)}
    />
  )
}

type VersionsProps = Pick<MessageProps, 'message' | 'conversation' | 'isLast' | 'onSelect'>

function Versions({ message, conversation, isLast, onSelect }: VersionsProps) {
  const { keys } = useApp()
  const versions = useComputed(() => conversation.versions(message)).value
  if (versions.length < 2) return null
  const at = versions.indexOf(message.id)
  const go = (to: number) => {
    const version = versions[to]
    if (version) onSelect(message, version)
  }
  return (
    <div class="versions">
      <IconButton
        icon={ChevronLeft}
        size={16}
        class="mirrored"
        label={t('message.previous')}
        shortcut={isLast ? keys.of('answer.previous') : undefined}
        aria-disabled={at <= 0}
        onClick={() => go(at - 1)}
      />
      <span>
        <span class="hidden-text">{t('message.version', { n: at + 1, count: versions.length })}</span>
        <span aria-hidden="true">
          {at + 1} / {versions.length}
        </span>
      </span>
      <IconButton
        icon={ChevronRight}
        size={16}
        class="mirrored"
        label={t('message.next')}
        shortcut={isLast ? keys.of('answer.next') : undefined}
        aria-disabled={at >= versions.length - 1}
        onClick={() => go(at + 1)}
      />
    </div>
  )
}

const loadCopy = () => import('./copy.ts')
/** A browser that lets only a press copy does not wait for a file. */
const preload = () => void loadCopy().catch(() => {})

/** How long the button shows that it worked. */
const DONE_MS = 1500

export function CopyButton({ message, shortcut }: { message: MessageModel; shortcut?: string | undefined }) {
  const done = useSignal(false)
  async function copy(): Promise<void> {
    const { copyMessage } = await loadCopy()
    if (!(await copyMessage(message, 'both'))) return
    done.value = true
    setTimeout(() => {
      done.value = false
    }, DONE_MS)
  }
  return (
    <IconButton
      icon={done.value ? Check : Copy}
      size={16}
      label={t('message.copy')}
      shortcut={shortcut}
      onClick={copy}
      onPointerEnter={preload}
      onFocus={preload}
    />
  )
}
