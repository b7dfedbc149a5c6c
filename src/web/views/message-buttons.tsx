/** The few things that are often done with a message as buttons, the rest in a menu. */
import { useComputed, useSignal } from '@preact/signals'
import { Check, Columns2, Copy, Ellipsis, Pencil, RefreshCw, ThumbsDown, ThumbsUp } from 'lucide'
import { useApp } from '../context.ts'
import { exactTime } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { IconButton } from '../ui/button.tsx'
import { Menu } from '../ui/menu.tsx'
import { rate } from './feedback.ts'
import type { MessageProps } from './message.tsx'
import { reasons } from './message-judge.ts'
import { more } from './message-more.ts'

export function Buttons({ message, conversation, isLast, onEdit }: MessageProps) {
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

/** What the reader thinks of an answer. Pressing again takes it back. */
function Judgement({ message, conversation }: { message: MessageModel; conversation: ConversationModel }) {
  const now = message.feedback.value
  const down = now?.rating === 'down'
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
        groups={() => reasons(message, conversation)}
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
