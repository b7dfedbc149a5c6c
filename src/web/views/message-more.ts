/** What is rarely done with a message: the menu below it. */
import { Copy, CopyCheck, GitBranch, GitFork, MessageSquareText, Pencil, TextQuote, Trash } from 'lucide'
import type { CopyRange } from '../../shared/conversation.ts'
import type { Interface } from '../../shared/interface.ts'
import { api } from '../api.ts'
import { faultText } from '../i18n/fault.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { navigate } from '../route.ts'
import type { MenuGroup, MenuItem } from '../ui/menu.tsx'
import { toast } from '../ui/toast.tsx'
import { answerTo } from './bring.ts'
import { focusComposer } from './commands.ts'
import type { As } from './copy.ts'
import { note } from './feedback.ts'
import { quote } from './quote.ts'

export function more(
  message: MessageModel,
  conversation: ConversationModel,
  may: Pick<Interface, 'feedback'>,
  onEdit: (message: MessageModel) => void,
): MenuGroup[] {
  const fork = (extent: CopyRange['extent'], start: boolean) => () =>
    void forkAt(conversation, message, extent, start)
  const edit = { id: 'edit', label: t('message.edit'), icon: Pencil, run: () => onEdit(message) }
  return [
    ...(message.role === 'assistant' && message.text() !== '' ? [{ items: [edit] }] : []),
    ...(may.feedback && message.feedback.peek() ? [{ items: [opinion(message, conversation)] }] : []),
    ...words(message, conversation),
    ...bringing(message, conversation),
    {
      label: t('message.fork'),
      items: [
        { id: 'path', label: t('message.fork.path'), icon: GitFork, run: fork('path', false) },
        { id: 'branches', label: t('message.fork.branches'), icon: GitFork, run: fork('branches', false) },
        { id: 'all', label: t('message.fork.all'), icon: GitFork, run: fork('all', false) },
        { id: 'start', label: t('message.fork.start'), icon: GitFork, run: fork('all', true) },
      ],
    },
    {
      items: [
        {
          id: 'delete',
          label: t('message.delete'),
          icon: Trash,
          tone: 'danger',
          run: () => remove(conversation, message),
        },
      ],
    },
  ]
}

export async function forkAt(
  conversation: ConversationModel,
  message: MessageModel,
  extent: CopyRange['extent'],
  start: boolean,
): Promise<void> {
  const made = await api.fork(conversation.id.peek(), message.id, extent, start)
  if (!made.ok) {
    toast({ text: faultText(made.fault), tone: 'danger' })
    return
  }
  navigate(`/c/${made.value}`)
  toast({ text: t('message.forked') })
}

function remove(conversation: ConversationModel, message: MessageModel): void {
  conversation.remove(message)
  focusComposer()
  toast({
    text: t('message.deleted'),
    action: { label: t('action.undo'), run: () => conversation.restore(message.id) },
  })
}

/** Why one thinks so of the answer. */
function opinion(message: MessageModel, conversation: ConversationModel): MenuItem {
  return {
    id: 'opinion',
    label: t('feedback.own'),
    icon: MessageSquareText,
    run: () => note(conversation, message),
  }
}

/** What is read, to be used elsewhere. */
function words(message: MessageModel, conversation: ConversationModel): MenuGroup[] {
  const copying = import('./copy.ts')
  const copy = (as: As) => async () => void (await copying).copyMessage(message, as)
  const whole = async () =>
    void (await copying).copyConversation(conversation, (cursor) =>
      api.messages(conversation.id.peek(), cursor),
    )
  const items = [
    { id: 'quote', label: t('quote'), icon: TextQuote, run: () => quote(message.text()) },
    { id: 'copy-text', label: t('copy.text'), icon: Copy, run: copy('text') },
    { id: 'copy-markdown', label: t('copy.markdown'), icon: Copy, run: copy('markdown') },
    { id: 'copy-whole', label: t('copy.whole'), icon: CopyCheck, run: whole },
  ]
  return [{ items: message.text() === '' ? items.slice(-1) : items }]
}

/** To another branch, where there is one: the map opens to choose it. */
function bringing(message: MessageModel, conversation: ConversationModel): MenuGroup[] {
  const { any, shown } = conversation.branches
  if (!any.peek()) return []
  const carry =
    (...of: string[]) =>
    () => {
      shown.value = of
    }
  const answer = answerTo(conversation, message)
  if (!answer) {
    const label = t('message.bring')
    return [{ items: [{ id: 'bring', label, icon: GitBranch, run: carry(message.id) }] }]
  }
  return [
    {
      label: t('message.bring'),
      items: [
        { id: 'bring', label: t('message.bring.this'), icon: GitBranch, run: carry(message.id) },
        {
          id: 'bring-both',
          label: t('message.bring.both'),
          icon: GitBranch,
          run: carry(message.id, answer.id),
        },
      ],
    },
  ]
}
