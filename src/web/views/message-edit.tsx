/**
 * Rewriting a message in its place. Sending a message of one's own makes another version and the old one stays; saving
 * changes the words and asks nobody.
 */
import { useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { keepEdit, recallEdit } from '../models/edit-draft.ts'
import type { MessageModel } from '../models/message.ts'
import { Button } from '../ui/button.tsx'
import { isShortcut, shortcutLabel } from '../ui/shortcut.ts'
import { focusComposer } from './commands.ts'
import { fitHeight } from './grow.ts'

type Props = { message: MessageModel; conversation: ConversationModel; onDone: () => void }

export function Edit({ message, conversation, onDone }: Props) {
  const field = useRef<HTMLTextAreaElement>(null)
  const text = useSignal(recallEdit(message.id) ?? message.text())
  // Before the next key: who edits is already typing.
  useLayoutEffect(() => {
    const element = field.current!
    fitHeight(element)
    element.focus({ preventScroll: true })
    element.setSelectionRange(element.value.length, element.value.length)
    // A field as high as a long message may begin or end out of sight: the cursor and the buttons are in view.
    element.scrollTop = element.scrollHeight
    element.form?.scrollIntoView({ block: 'nearest' })
  }, [])
  const leave = () => {
    keepEdit(message.id, null)
    onDone()
    // Whoever wrote here goes on writing; under a finger that would bring the keyboard up again.
    if (!matchMedia('(pointer: coarse)').matches) requestAnimationFrame(focusComposer)
  }
  const isUser = message.role === 'user'
  const hasFiles = message.files().length > 0
  const send = () => {
    if (!isUser) save()
    else if (conversation.send(text.peek(), message)) leave()
  }
  const save = () => {
    if (isUser && !text.peek().trim()) return
    conversation.edit(message, text.peek())
    leave()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      leave()
    } else if (isShortcut(event, 'mod+enter')) {
      event.preventDefault()
      send()
    } else if (isShortcut(event, 'mod+s')) {
      event.preventDefault()
      save()
    }
  }
  return (
    <form
      class="edit"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <textarea
        ref={field}
        dir="auto"
        rows={1}
        value={text}
        aria-label={t('message.edit.field')}
        onInput={(event) => {
          text.value = event.currentTarget.value
          keepEdit(message.id, text.peek() === message.text() ? null : text.peek())
          fitHeight(event.currentTarget)
        }}
        onKeyDown={onKeyDown}
      />
      <div class="edit-ways">
        {isUser && (
          <small>
            {t('message.edit.hint')}{' '}
            <span class="for-keys">{t('message.edit.keys', { keys: shortcutLabel('mod+enter') })}</span>
          </small>
        )}
        <Button size="small" kind="quiet" onClick={leave}>
          {t('message.edit.cancel')}
        </Button>
        <Button
          size="small"
          kind={isUser ? 'outline' : 'primary'}
          onClick={save}
          aria-disabled={isUser && !text.value.trim()}
        >
          {t('message.edit.save')}
        </Button>
        {isUser && (
          <Button size="small" kind="primary" type="submit" aria-disabled={!text.value.trim() && !hasFiles}>
            {t('message.edit.send')}
          </Button>
        )}
      </div>
    </form>
  )
}
