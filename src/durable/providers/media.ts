/** Pictures, documents and sound in what a model is asked, held to what it takes. */
import { givesTo, mediaOf } from '../../shared/media.ts'
import type { TextPart } from '../../shared/parts.ts'
import type { Takes } from '../../shared/prices.ts'
import type { Call, Input, MediaInput } from './spec.ts'

const WHY: Record<Takes, string> = {
  image: 'this model cannot see pictures',
  file: 'this model cannot read documents of this kind',
  audio: 'this model cannot hear',
  video: 'this model cannot see films',
}

/** What a model is told in the place of a file. */
export function leftOut(name: string, why: string): TextPart {
  return { type: 'text', text: `[The file “${name}” is left out, because ${why}.]` }
}

/** The same, of what a vendor's language has no words for, or refuses together with all that is asked. */
export function unsayable({ mime, name = mime }: Pick<MediaInput, 'mime' | 'name'>): TextPart {
  const kind = mime === 'image/gif' ? undefined : mediaOf(mime)
  return leftOut(name, kind ? WHY[kind] : 'this model takes no files of this kind')
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
