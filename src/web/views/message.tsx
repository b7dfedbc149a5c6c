/** One message of the thread, with what can be done with it. */
import { useComputed, useSignal } from '@preact/signals'
import { Check, ChevronLeft, ChevronRight, Copy, Pencil, RefreshCw } from 'lucide'
import { useId } from 'preact/hooks'
import { useApp } from '../context.ts'
import { exactTime } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { Refusal } from '../parts/fault.tsx'
import { Parts } from '../parts/parts.tsx'
import { Line, Status } from '../parts/status.tsx'
import { announce } from '../ui/announce.tsx'
import { IconButton } from '../ui/button.tsx'
import { Mark } from '../ui/mark.tsx'
import { Edit } from './message-edit.tsx'
import { UserText } from './message-user.tsx'

type Props = {
  message: MessageModel
  conversation: ConversationModel
  /** Where it stands in the path. */
  isLast: boolean
  /** It is being rewritten. */
  editing: boolean
  onEdit: (message: MessageModel | null) => void
  /** Another version takes its place: the reader should not notice more than that. */
  onSelect: (message: MessageModel, version: string) => void
}

export function MessageView(props: Props) {
  const { message, editing } = props
  const heading = useId()
  return (
    <article
      class="message"
      data-message-id={message.id}
      data-role={message.role}
      data-state={message.state}
      data-last={props.isLast}
      aria-labelledby={heading}
      tabIndex={-1}
    >
      {message.role === 'user' ? (
        <User {...props} heading={heading} />
      ) : (
        <Answer {...props} heading={heading} />
      )}
      {!editing && <Actions {...props} />}
    </article>
  )
}

function User({ message, conversation, editing, onEdit, heading }: Props & { heading: string }) {
  const delivery = message.delivery.value
  const cut = conversation.status.value !== 'open' && conversation.status.value !== 'connecting'
  return (
    <>
      <h2 id={heading} class="hidden-text">
        {t('message.user')}
      </h2>
      {editing ? (
        <Edit message={message} conversation={conversation} onDone={() => onEdit(null)} />
      ) : (
        <UserText message={message} />
      )}
      {delivery === 'refused' && (
        <Refusal message={message} conversation={conversation} onEdit={() => onEdit(message)} />
      )}
      {delivery === 'sending' && cut && <Line words={t('message.sending')} live />}
    </>
  )
}

function Answer({ message, conversation, isLast, heading }: Props & { heading: string }) {
  const { catalog } = useApp()
  const pick = message.pick.value
  const name = catalog.find(pick)?.label ?? pick?.model ?? t('message.assistant')
  return (
    <>
      <h2 id={heading} class="message-by" dir="auto">
        <Mark size={16} />
        {name}
      </h2>
      <Parts message={message} />
      <Status message={message} conversation={conversation} isLast={isLast} />
    </>
  )
}

function Actions({ message, conversation, isLast, onEdit, onSelect }: Props) {
  const isUser = message.role === 'user'
  const state = message.state.value
  if (state === 'open' || message.delivery.value === 'refused') return <div class="actions" />
  const usage = message.usage.value
  const when = exactTime(message.created)
  return (
    <div class="actions" data-always={isLast}>
      <Versions message={message} conversation={conversation} onSelect={onSelect} />
      {message.parts.value.some((part) => part.type === 'text') && <CopyButton message={message} />}
      {isUser ? (
        <IconButton icon={Pencil} size={16} label={t('message.edit')} onClick={() => onEdit(message)} />
      ) : (
        <IconButton
          icon={RefreshCw}
          size={16}
          label={t('message.regenerate')}
          aria-disabled={conversation.running.value && isLast}
          onClick={() => conversation.regenerate(message)}
        />
      )}
      <span class="actions-about" data-tip={when}>
        {usage ? t('message.tokens', { count: usage.output }) : null}
      </span>
    </div>
  )
}

function Versions({ message, conversation, onSelect }: Pick<Props, 'message' | 'conversation' | 'onSelect'>) {
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
        aria-disabled={at >= versions.length - 1}
        onClick={() => go(at + 1)}
      />
    </div>
  )
}

/** How long the button shows that it worked. */
const DONE_MS = 1500

function CopyButton({ message }: { message: MessageModel }) {
  const done = useSignal(false)
  async function copy(): Promise<void> {
    const worked = await navigator.clipboard?.writeText(message.text()).then(
      () => true,
      () => false,
    )
    announce(worked ? t('message.copied') : t('message.copyFailed'))
    if (!worked) return
    done.value = true
    setTimeout(() => {
      done.value = false
    }, DONE_MS)
  }
  return <IconButton icon={done.value ? Check : Copy} size={16} label={t('message.copy')} onClick={copy} />
}
