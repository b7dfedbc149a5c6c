/** The parts of an answer in their order; sources come together at its end. One component for each kind. */
import { computed, type ReadonlySignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { never } from '../../shared/never.ts'
import { Markdown } from '../markdown/markdown.tsx'
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
  const open: ReadonlySignal<boolean> = useMemo(
    () =>
      computed(
        () => message.state.value === 'open' && n === message.parts.value.length - 1 && !isSealed(part),
      ),
    [message, part, n],
  )
  switch (part.type) {
    case 'text':
      return <Markdown text={part.text} open={open} />
    case 'thinking':
      return <Thinking part={part} open={open} />
    case 'source':
      return null
    default:
      return never(part)
  }
}

function isSealed(part: PartModel): boolean {
  return part.type === 'thinking' && part.ms.value !== null
}
