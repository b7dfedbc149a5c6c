/** What stands for the messages above when the model is asked: folded to a line, to be read, rewritten and taken away. */
import { useComputed, useSignal } from '@preact/signals'
import { ChevronRight, FoldVertical } from 'lucide'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { MAX_SUMMARY as MOST, type Summary } from '../../shared/message.ts'
import { exactTime } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import { Markdown } from '../markdown/later.tsx'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { isShortcut } from '../ui/shortcut.ts'
import { toast } from '../ui/toast.tsx'
import { fitHeight } from './grow.ts'

type Props = { message: MessageModel; conversation: ConversationModel; summary: Summary }

export function SummaryCard({ message, conversation, summary }: Props) {
  const id = useId()
  const unfolded = useSignal(false)
  const editing = useSignal(false)
  const text = useComputed(() => message.summary.value?.text ?? '')
  const whole = useSignal(true)
  const open = useSignal(false)
  const remove = () => {
    conversation.summarizeAs(message, null)
    toast({ text: t('summary.removed') })
  }
  return (
    <section class="summary" aria-label={t('summary.title')}>
      <button
        type="button"
        class="fold"
        aria-expanded={unfolded}
        aria-controls={id}
        onClick={() => {
          unfolded.value = !unfolded.peek()
        }}
      >
        <Icon of={FoldVertical} size={14} />
        <span>{t('summary.title')}</span>
        <small title={exactTime(summary.edited ?? summary.made)}>
          {summary.edited ? t('summary.edited') : t('summary.about')}
        </small>
        <Icon of={ChevronRight} size={14} class="fold-mark" />
      </button>
      <div id={id} hidden={!unfolded.value}>
        {unfolded.value &&
          (editing.value ? (
            <Rewrite
              text={text.peek()}
              onDone={(words) => {
                editing.value = false
                if (words !== null) conversation.summarizeAs(message, words)
              }}
            />
          ) : (
            <>
              <Markdown text={text} open={open} whole={whole} />
              <div class="edit-ways">
                <Button size="small" kind="quiet" onClick={remove}>
                  {t('summary.remove')}
                </Button>
                <Button
                  size="small"
                  onClick={() => {
                    editing.value = true
                  }}
                >
                  {t('summary.edit')}
                </Button>
              </div>
            </>
          ))}
      </div>
    </section>
  )
}

/** `onDone(null)`: it stays as it is. */
function Rewrite({ text, onDone }: { text: string; onDone: (text: string | null) => void }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const now = useSignal(text)
  useLayoutEffect(() => {
    fitHeight(field.current!)
    field.current!.focus()
  }, [])
  const save = () => {
    const words = now.peek().trim()
    if (words) onDone(words === text ? null : words)
  }
  return (
    <form
      class="edit"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <textarea
        ref={field}
        dir="auto"
        maxLength={MOST}
        value={now}
        aria-label={t('summary.field')}
        onInput={(event) => {
          now.value = event.currentTarget.value
          fitHeight(event.currentTarget)
        }}
        onKeyDown={(event) => {
          if (event.isComposing) return
          if (event.key === 'Escape') {
            event.stopPropagation()
            onDone(null)
          } else if (isShortcut(event, 'mod+enter') || isShortcut(event, 'mod+s')) {
            event.preventDefault()
            save()
          }
        }}
      />
      <div class="edit-ways">
        <small />
        <Button size="small" kind="quiet" onClick={() => onDone(null)}>
          {t('message.edit.cancel')}
        </Button>
        <Button size="small" kind="primary" type="submit" aria-disabled={!now.value.trim()}>
          {t('message.edit.save')}
        </Button>
      </div>
    </form>
  )
}
