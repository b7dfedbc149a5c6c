/** What can be done with a message, below it: its versions, and the buttons (message-buttons.tsx). */
import { useComputed } from '@preact/signals'
import { ChevronLeft, ChevronRight } from 'lucide'
import { useApp } from '../context.ts'
import { fromHands } from '../hands-later.tsx'
import { t } from '../i18n/index.ts'
import { IconButton } from '../ui/button.tsx'
import { useCalm } from '../ui/calm.ts'
import type { MessageProps } from './message.tsx'

const Buttons = fromHands(({ Buttons }) => Buttons)

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
