/** One message of the thread, with what can be done with it. */
import { useComputed } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { FilePart } from '../../shared/parts.ts'
import { useApp } from '../context.ts'
import { fromHands } from '../hands-later.tsx'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { Parts } from '../parts/parts.tsx'
import { Status } from '../parts/status.tsx'
import { later } from '../ui/later.tsx'
import { Mark } from '../ui/mark.tsx'
import { noting } from './feedback.ts'
import { Actions } from './message-actions.tsx'
import { UserText } from './message-user.tsx'

const Refusal = fromHands(({ Refusal }) => Refusal)
const Instead = fromHands(({ Instead }) => Instead)
const Edit = fromHands(({ Edit }) => Edit)
const SummaryCard = later(async () => (await import('./summary-card.tsx')).SummaryCard)
const SentFiles = later(async () => (await import('./files.tsx')).SentFiles, Places)

const FeedbackNote = later(async () => (await import('./feedback-note.tsx')).FeedbackNote)

export type MessageProps = {
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

export function MessageView(props: MessageProps) {
  const { message, conversation, editing } = props
  const may = useApp().config.interface
  const heading = useId()
  const summary = message.summary.value
  const edge = useComputed(() => conversation.context.value?.use.first === message.id).value
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
      {edge && <p class="context-edge">{t('gauge.edge')}</p>}
      {message.role === 'user' ? (
        <User {...props} heading={heading} />
      ) : (
        <Answer {...props} heading={heading} />
      )}
      {!editing && <Actions {...props} />}
      {may.feedback && (message.feedback.value?.text || noting.value === message.id) && (
        <FeedbackNote {...props} />
      )}
      {summary && <SummaryCard message={message} conversation={conversation} summary={summary} />}
    </article>
  )
}

/** Where pictures will be. */
function Places({ files }: { files: readonly FilePart[] }) {
  return (
    <ul class="pictures">
      {files.map(
        ({ id, width: w, height: h }) => w && <li key={id} class="picture" style={{ '--w': w, '--h': h }} />,
      )}
    </ul>
  )
}

function User({ message, conversation, editing, onEdit, heading }: MessageProps & { heading: string }) {
  const delivery = message.delivery.value
  message.parts.value
  const files = message.files()
  return (
    <>
      <h2 id={heading} class="hidden-text">
        {t('message.user')}
      </h2>
      {files.length > 0 && <SentFiles conversation={conversation} files={files} />}
      {editing ? (
        <Edit message={message} conversation={conversation} onDone={() => onEdit(null)} />
      ) : (
        <UserText message={message} />
      )}
      {delivery === 'refused' && (
        <Refusal message={message} conversation={conversation} onEdit={() => onEdit(message)} />
      )}
    </>
  )
}

function Answer({
  message,
  conversation,
  isLast,
  editing,
  onEdit,
  heading,
}: MessageProps & { heading: string }) {
  const { catalog } = useApp()
  const pick = message.pick.value
  const by = message.by.value
  const chosen = catalog.find(pick)
  const picked = chosen?.speaker ?? chosen?.label ?? pick?.model ?? t('message.assistant')
  const name = by ? (catalog.find(by.pick)?.label ?? by.pick.model) : picked
  return (
    <>
      <h2 id={heading} class="message-by">
        <Mark size={16} />
        <bdi>{name}</bdi>

        {by && <Instead picked={picked} because={by.because} />}
      </h2>
      {editing ? (
        <Edit message={message} conversation={conversation} onDone={() => onEdit(null)} />
      ) : (
        <Parts message={message} />
      )}
      <Status message={message} conversation={conversation} isLast={isLast} />
    </>
  )
}
