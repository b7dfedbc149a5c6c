/** Pictures, documents and sound in what a model is asked, held to what it takes. */
import { givesTo, mediaOf } from '../../shared/media.ts'
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

/** The call without what its model is not given. `takenKinds` is asked for only where it matters. */
export function takenBy(call: Call, endpoint: string, takenKinds: () => readonly Takes[] | undefined): Call {
  if (!call.turns.some(({ parts }) => parts.some(({ type }) => type === 'media'))) return call
  const takes = takenKinds()
  const lost = (part: Input) => {
    const kind = part.type === 'media' ? mediaOf(part.mime) : undefined
    return kind !== undefined && !givesTo(endpoint, takes, kind) ? kind : undefined
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
