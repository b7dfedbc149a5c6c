/** Everything a message can be copied to: the clipboard, in three ways, or a new chat, in four. Loaded when it is wanted. */
import {
  ClipboardType,
  FileText,
  GitBranch,
  GitFork,
  type IconNode,
  MessagesSquare,
  Split,
  Waypoints,
} from 'lucide'
import type { TargetedKeyboardEvent } from 'preact'
import { useId } from 'preact/hooks'
import { api } from '../api.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { type As, copyConversation, copyMessage } from './copy.ts'
import { closeDialog } from './library-dialogs.tsx'
import { forkAt } from './message-more.ts'

type Way = { icon: IconNode; label: string; about: string; run: () => void }

export function CopyDialog({
  message,
  conversation,
}: {
  message: MessageModel
  conversation: ConversationModel
}) {
  const id = useId()
  const copy = (as: As) => () => void copyMessage(message, as)
  const whole = () =>
    void copyConversation(conversation, (cursor) => api.messages(conversation.id.peek(), cursor))
  const fork = (...[extent, start]: [Parameters<typeof forkAt>[2], boolean]) => {
    return () => void forkAt(conversation, message, extent, start)
  }
  const one: Way[] = [
    { icon: ClipboardType, label: t('copy.text'), about: t('copy.text.about'), run: copy('text') },
    { icon: FileText, label: t('copy.markdown'), about: t('copy.markdown.about'), run: copy('markdown') },
  ]
  const all = { icon: MessagesSquare, label: t('copy.whole'), about: t('copy.whole.about'), run: whole }
  const forks: Way[] = [
    {
      icon: GitFork,
      label: t('message.fork.path'),
      about: t('message.fork.path.about'),
      run: fork('path', false),
    },
    {
      icon: GitBranch,
      label: t('message.fork.branches'),
      about: t('message.fork.branches.about'),
      run: fork('branches', false),
    },
    {
      icon: Waypoints,
      label: t('message.fork.all'),
      about: t('message.fork.all.about'),
      run: fork('all', false),
    },
    {
      icon: Split,
      label: t('message.fork.start'),
      about: t('message.fork.start.about'),
      run: fork('all', true),
    },
  ]
  return (
    <Dialog class="ways-dialog" focus={`${id}-0`} onClose={closeDialog}>
      {(api) => (
        <div class="ways-body">
          <h2 {...api.getTitleProps()}>{t('copy.ways')}</h2>
          <Ways id={id} title={t('copy.clipboard')} ways={[...(message.text() === '' ? [] : one), all]} />
          <Ways title={t('message.fork')} ways={forks} />
          <div class="confirm-actions">
            <Button onClick={closeDialog}>{t('action.cancel')}</Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}

function Ways({ id, title, ways }: { id?: string; title: string; ways: Way[] }) {
  return (
    <section class="ways" aria-label={title}>
      <h3>{title}</h3>
      {ways.map(({ icon, label, about, run }, n) => (
        <button
          key={label}
          type="button"
          id={id && `${id}-${n}`}
          aria-label={label}
          aria-description={about}
          onKeyDown={byArrows}
          onClick={() => {
            closeDialog()
            run()
          }}
        >
          <Icon of={icon} />
          <span>{label}</span>
          <small>{about}</small>
        </button>
      ))}
    </section>
  )
}

/** The ways are one list to whoever uses arrows. */
function byArrows(event: TargetedKeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step) return
  const all = [
    ...(event.currentTarget.closest('.ways-body')?.querySelectorAll<HTMLElement>('.ways button') ?? []),
  ]
  const at = all.indexOf(event.currentTarget)
  all.at((at + step) % all.length)?.focus()
  event.preventDefault()
}
