/** Pictures, documents and sound in what a model is asked, held to what it takes. */
import { mediaOf } from '../../shared/media.ts'
import type { Takes } from '../../shared/prices.ts'
import type { Call, Input } from './spec.ts'

const WHY: Record<Takes, string> = {
  image: 'this model cannot see pictures',
  file: 'this model cannot read documents of this kind',
  audio: 'this model cannot hear',
  video: 'this model cannot see films',
}

/** What a model is told in the place of a file. */
export function leftOut(name: string, why: string): Input {
  return { type: 'text', text: `[The file “${name}” is left out, because ${why}.]` }
}

/** The call without what its model is known not to take; where nothing is known of it, everything stays. */
export function takenBy(call: Call, takenKinds: () => readonly Takes[] | undefined): Call {
  if (!call.turns.some(({ parts }) => parts.some(({ type }) => type === 'media'))) return call
  const takes = takenKinds()
  if (!takes) return call
  const lost = (part: Input) => {
    const kind = part.type === 'media' ? mediaOf(part.mime) : undefined
    return kind !== undefined && !takes.includes(kind) ? kind : undefined
  }
  const turns = call.turns.map((turn) => ({
    ...turn,
    parts: turn.parts.map((part) => {
      const kind = lost(part)
      return kind && part.type === 'media' ? leftOut(part.name ?? part.mime, WHY[kind]) : part
    }),
  }))
  return { ...call, turns }
}
