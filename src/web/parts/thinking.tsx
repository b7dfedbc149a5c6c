/** A model's reasoning: one folded line that says how long it took, or is taking. */
import { computed, type ReadonlySignal, useSignal } from '@preact/signals'
import { ChevronRight } from 'lucide'
import { useId, useMemo } from 'preact/hooks'
import { t } from '../i18n/index.ts'
import { Markdown } from '../markdown/later.tsx'
import type { PartModel } from '../models/message.ts'
import { Icon } from '../ui/icon.tsx'
import { secondsSince } from './seconds.ts'

type Props = {
  part: Extract<PartModel, { type: 'thinking' }>
  /** It is being written now. */
  open: ReadonlySignal<boolean>
  whole: ReadonlySignal<boolean>
}

export function Thinking({ part, open, whole }: Props) {
  const id = useId()
  const unfolded = useSignal(false)
  return (
    <div class="thinking">
      <button
        type="button"
        class="fold"
        aria-expanded={unfolded}
        aria-controls={id}
        onClick={() => {
          unfolded.value = !unfolded.peek()
        }}
      >
        <Icon of={ChevronRight} size={14} class="fold-mark" />
        <Label part={part} open={open} />
      </button>
      <div id={id} class="thinking-text" hidden={!unfolded.value}>
        {unfolded.value && <Markdown text={part.text} open={open} whole={whole} />}
      </div>
    </div>
  )
}

function Label({ part, open }: Pick<Props, 'part' | 'open'>) {
  const label = useMemo(() => {
    const seconds = secondsSince(part.since)
    return computed(() => {
      if (open.value) {
        const count = seconds.value
        return count > 1 ? t('message.thinking.for', { count }) : t('message.thinking')
      }
      const ms = part.ms.value
      if (ms === null) return t('message.thought.plain')
      const count = Math.round(ms / 1000)
      return count > 1 ? t('message.thought', { count }) : t('message.thought.moment')
    })
  }, [part, open])
  return (
    <span class="thinking-label" data-live={open}>
      {label}
    </span>
  )
}
