/**
 * How an open reply grows. The draft of the server and the message model of the browser apply the same deltas with
 * the same function, so they cannot drift. Text carries the offset it belongs at: overlap is trimmed, a gap is told.
 */
import type { Fault } from './errors.ts'
import type { By, EndReason, MessageState, Usage } from './message.ts'
import { never } from './never.ts'
import type { Part } from './parts.ts'

/** Offsets and lengths are UTF-16 code units; `n` is the index of the part. */
export type Delta =
  /** Opens part `n`, as it is so far. */
  | { k: 'open'; n: number; part: Part }
  /** `s` belongs at offset `at` of the text of part `n`. */
  | { k: 'text'; n: number; at: number; s: string }
  /** The reasoning of part `n` is complete: how long it took, and the vendor's seal. */
  | { k: 'sealed'; n: number; ms?: number; signature?: string }
  /** The turn waits before it asks again (`retryAt`: Unix time in ms). Not stored; the next delta ends it. */
  | { k: 'wait'; fault: Fault; retryAt: number }
  /**
   * What is done before the model is asked: earlier messages are summarised, or could not be and are left out (which is
   * stored with the reply). The next delta ends it.
   */
  | { k: 'doing'; what: Doing }
  /** The reply is over: a fact, hence the clock. */
  | {
      k: 'end'
      state: Exclude<MessageState, 'open'>
      clock: number
      why?: EndReason
      by?: By
      usage?: Usage
      fault?: Fault
    }

export type Doing = 'summary' | 'unsummarized' | 'asking'

/** What a delta is applied to. `size` is the number of parts; `length` of a part without text is 0. */
export type DeltaTarget = {
  size(): number
  length(n: number): number
  open(n: number, part: Part): void
  append(n: number, text: string): void
  seal(n: number, ms: number | undefined, signature: string | undefined): void
  wait(fault: Fault, retryAt: number): void
  doing(what: Doing): void
  end(delta: Extract<Delta, { k: 'end' }>): void
}

/** Applies one delta. False when something before it is missing: the reader must ask for its tail again. */
export function applyDelta(target: DeltaTarget, delta: Delta): boolean {
  switch (delta.k) {
    case 'open':
      if (delta.n > target.size()) return false
      if (delta.n === target.size()) target.open(delta.n, delta.part)
      return true
    case 'text': {
      if (delta.n >= target.size()) return false
      const have = target.length(delta.n)
      if (delta.at > have) return false
      if (delta.at + delta.s.length > have) target.append(delta.n, delta.s.slice(have - delta.at))
      return true
    }
    case 'sealed':
      if (delta.n >= target.size()) return false
      target.seal(delta.n, delta.ms, delta.signature)
      return true
    case 'wait':
      target.wait(delta.fault, delta.retryAt)
      return true
    case 'doing':
      target.doing(delta.what)
      return true
    case 'end':
      target.end(delta)
      return true
    default:
      return never(delta)
  }
}

/**
 * The deltas that bring a reader who holds `have` (text length by part) up to `parts`. Parts the reader knows are
 * continued, the others opened whole.
 */
export function tailOf(parts: readonly Part[], have: readonly number[]): Delta[] {
  const deltas: Delta[] = []
  parts.forEach((part, n) => {
    const known = have[n]
    if (known === undefined) {
      deltas.push({ k: 'open', n, part })
      return
    }
    if (!('text' in part)) return
    if (part.text.length > known) deltas.push({ k: 'text', n, at: known, s: part.text.slice(known) })
    if (part.type === 'thinking' && (part.ms !== undefined || part.signature !== undefined)) {
      deltas.push({
        k: 'sealed',
        n,
        ...(part.ms !== undefined && { ms: part.ms }),
        ...(part.signature !== undefined && { signature: part.signature }),
      })
    }
  })
  return deltas
}

/** Lengths of the text of each part, as `tailOf` takes them. */
export function lengthsOf(parts: readonly Part[]): number[] {
  return parts.map((part) => ('text' in part ? part.text.length : 0))
}
