/** What is rarely done with a message: the menu below it. */
import { Copy, GitBranch, MessageSquareText, Pencil, TextQuote, Trash } from 'lucide'
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
import { note } from './feedback.ts'
import { openDialog } from './library-dialogs.tsx'
import { quote } from './quote.ts'

export function more(
  message: MessageModel,
  conversation: ConversationModel,
  may: Pick<Interface, 'feedback'>,
  onEdit: (message: MessageModel) => void,
): MenuGroup[] {
  const edit = { id: 'edit', label: t('message.edit'), icon: Pencil, run: () => onEdit(message) }
  return [
    ...(message.role === 'assistant' && message.text() !== '' ? [{ items: [edit] }] : []),
    ...(may.feedback && message.feedback.peek() ? [{ items: [opinion(message, conversation)] }] : []),
    ...words(message, conversation),
    ...bringing(message, conversation),
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
  const copy = {
    id: 'copy',
    label: t('copy.ways'),
    icon: Copy,
    run: () => openDialog({ what: 'copy', message, conversation }),
  }
  const cite = { id: 'quote', label: t('quote'), icon: TextQuote, run: () => quote(message.text()) }
  return [{ items: message.text() === '' ? [copy] : [cite, copy] }]
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
