/** What a person wrote, exactly as they wrote it. A long one is folded, so that it does not push the answer away. */
import { useComputed, useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { t } from '../i18n/index.ts'
import type { MessageModel } from '../models/message.ts'

/** Characters that may be more than the folded height holds. Shorter text is not measured. */
const MAYBE_LONG = 600

export function UserText({ message }: { message: MessageModel }) {
  const text = useComputed(() =>
    message.parts.value.flatMap((part) => (part.type === 'text' ? [part.text.value] : [])).join('\n\n'),
  ).value
  const box = useRef<HTMLDivElement>(null)
  const folds = useSignal(false)
  const unfolded = useSignal(false)
  useLayoutEffect(() => {
    const lines = text.length > MAYBE_LONG || text.split('\n', 12).length > 11
    const element = box.current
    folds.value = lines && !!element && element.scrollHeight > element.clientHeight + 1
  }, [text])
  if (!text) return null
  return (
    <div class="bubble">
      <div ref={box} class="bubble-text" dir="auto" data-folded={!unfolded.value} data-folds={folds}>
        {text}
      </div>
      {folds.value && (
        <button
          type="button"
          class="way"
          aria-expanded={unfolded}
          onClick={() => {
            unfolded.value = !unfolded.peek()
          }}
        >
          {unfolded.value ? t('message.showLess') : t('message.showAll')}
        </button>
      )}
    </div>
  )
}
