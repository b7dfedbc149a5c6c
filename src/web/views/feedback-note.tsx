/** What a reader wrote about an answer, below it, and the field to write it. */
import { useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { Button } from '../ui/button.tsx'
import { isShortcut } from '../ui/shortcut.ts'
import { noting } from './feedback.ts'
import { fitHeight } from './grow.ts'

type Props = { message: MessageModel; conversation: ConversationModel }

/** As much as the server takes. */
const MAX = 1024

export function FeedbackNote({ message, conversation }: Props) {
  const text = message.feedback.value?.text
  if (noting.value === message.id) return <Writing message={message} conversation={conversation} />
  if (!text) return null
  return (
    <div class="feedback-note">
      <p dir="auto">{text}</p>
      <Button
        size="small"
        kind="quiet"
        onClick={() => {
          noting.value = message.id
        }}
      >
        {t('feedback.edit')}
      </Button>
    </div>
  )
}

function Writing({ message, conversation }: Props) {
  const field = useRef<HTMLTextAreaElement>(null)
  const text = useSignal(message.feedback.peek()?.text ?? '')
  useLayoutEffect(() => {
    const element = field.current!
    fitHeight(element)
    element.focus({ preventScroll: true })
    element.setSelectionRange(element.value.length, element.value.length)
    element.form?.scrollIntoView({ block: 'nearest' })
  }, [])
  const leave = () => {
    noting.value = null
    document.querySelector<HTMLElement>(`[data-message-id="${message.id}"]`)?.focus({ preventScroll: true })
  }
  const save = () => {
    const { text: _, ...rest } = message.feedback.peek() ?? { rating: 'down' as const }
    const words = text.peek().trim()
    conversation.judge(message, words ? { ...rest, text: words } : rest)
    leave()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (event.key === 'Escape') leave()
    else if (isShortcut(event, 'mod+enter')) save()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <form
      class="feedback-note"
      data-writing="true"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <textarea
        ref={field}
        dir="auto"
        rows={2}
        maxLength={MAX}
        value={text}
        aria-label={t('feedback.field')}
        placeholder={t('feedback.placeholder')}
        onInput={(event) => {
          text.value = event.currentTarget.value
          fitHeight(event.currentTarget)
        }}
        onKeyDown={onKeyDown}
      />
      <div class="edit-ways">
        <Button size="small" kind="quiet" onClick={leave}>
          {t('message.edit.cancel')}
        </Button>
        <Button size="small" kind="primary" type="submit">
          {t('message.edit.save')}
        </Button>
      </div>
    </form>
  )
}
