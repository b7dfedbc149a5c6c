/** The parts of an answer in their order; sources come together at its end. One component for each kind. */
import { computed, type ReadonlySignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { never } from '../../shared/never.ts'
import { Markdown } from '../markdown/later.tsx'
import type { MessageModel, PartModel } from '../models/message.ts'
import { Sources } from './sources.tsx'
import { Thinking } from './thinking.tsx'

export function Parts({ message }: { message: MessageModel }) {
  const parts = message.parts.value
  const sources = parts.flatMap((part) => (part.type === 'source' ? [part.source] : []))
  return (
    <>
      {parts.map((part, n) => (
        <Part key={n} part={part} n={n} message={message} />
      ))}
      {sources.length > 0 && <Sources sources={sources} />}
    </>
  )
}

function Part({ part, n, message }: { part: PartModel; n: number; message: MessageModel }) {
  const [open, whole] = useMemo((): ReadonlySignal<boolean>[] => {
    const isLast = computed(() => n === message.parts.value.length - 1 && !isSealed(part))
    return [
      computed(() => isLast.value && message.state.value === 'open'),
      computed(() => !isLast.value || (message.state.value === 'settled' && message.why.value !== 'length')),
    ]
  }, [message, part, n]) as [ReadonlySignal<boolean>, ReadonlySignal<boolean>]
  switch (part.type) {
    case 'text':
      return <Markdown text={part.text} open={open} whole={whole} />
    case 'thinking':
      return <Thinking part={part} open={open} whole={whole} />
    case 'source':
    // Only a message of one's own has files, and shows them itself.
    case 'file':
      return null
    default:
      return never(part)
  }
}

function isSealed(part: PartModel): boolean {
  return part.type === 'thinking' && part.ms.value !== null
}
