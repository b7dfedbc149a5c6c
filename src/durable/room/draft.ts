/**
 * The half-written reply. It gives each chunk a place and so makes it a delta; the same delta is applied here, sent, and
 * applied by every reader. The draft is the log: what a reader misses is its tail.
 */

import { applyDelta, type Delta, type DeltaTarget } from '../../shared/delta.ts'
import type { Fault } from '../../shared/errors.ts'
import type { By, EndReason, Message, Usage } from '../../shared/message.ts'
import { never } from '../../shared/never.ts'
import type { Part } from '../../shared/parts.ts'
import { soundUsage } from '../../shared/prices.ts'
import type { Chunk } from '../providers/spec.ts'

/**
 * UTF-16 units of one reply, reasoning included. As JSON in a row of SQLite (2 MB) a unit takes up to three bytes, more
 * only where it is escaped; a model that writes this much has lost its way.
 */
export const MAX_REPLY = 500_000

/** Parts of one reply. A model that alternates forever must not grow the row without bound. */
const MAX_PARTS = 500

/** What a turn learnt besides text. */
export type Outcome = { why?: EndReason; by?: By; usage?: Usage; fault?: Fault }

export class Draft {
  readonly message: Message
  /** There is text that no snapshot holds. */
  dirty = false
  #size: number
  #thinkingSince: number | null = null
  /** [CO1] It goes on: until it does, thoughts about that would tear its text apart. */
  #goesOn: boolean
  readonly #target: DeltaTarget

  constructor(message: Message) {
    this.message = message
    this.#size = message.parts.reduce((sum, part) => sum + ('text' in part ? part.text.length : 0), 0)
    this.#target = targetOf(message.parts)
    this.#goesOn = message.parts.some(({ type }) => type === 'text')
  }

  /** Whether the model has said anything that a reader would miss. */
  get empty(): boolean {
    return this.message.parts.length === 0
  }

  /**
   * Takes what one read of the wire brought. Returns the deltas it made, neighbouring text as one; `outcome` collects
   * what is no text. `now`: Unix ms.
   */
  push(chunks: readonly Chunk[], outcome: Outcome, now: number): Delta[] {
    const deltas: Delta[] = []
    for (const chunk of chunks) {
      switch (chunk.kind) {
        case 'text':
        case 'thinking':
          if (chunk.kind === 'text' && chunk.text !== '') this.#goesOn = false
          if (this.#goesOn) break
          this.#text(chunk.kind, chunk.text, deltas, now)
          break
        case 'seal':
          if (this.#goesOn) break
          this.#seal(chunk.signature, deltas, now)
          break
        case 'source': {
          const { kind: _, ...source } = chunk
          this.#closeThinking(deltas, now)
          this.#open({ type: 'source', ...source }, deltas)
          break
        }
        case 'usage':
          outcome.usage = { ...outcome.usage, ...soundUsage(chunk.usage) }
          break
        case 'call':
          // A conversation offers no tools: whatever the model calls is not there.
          break
        case 'by':
          outcome.by = chunk.by
          break
        case 'end':
          outcome.why ??= chunk.why
          break
        case 'fault':
          outcome.fault ??= chunk.fault
          break
        default:
          never(chunk)
      }
    }
    if (deltas.length > 0) this.dirty = true
    return deltas
  }

  /** The turn is over: what was open is closed. */
  close(now: number): Delta[] {
    const deltas: Delta[] = []
    this.#closeThinking(deltas, now)
    return deltas
  }

  /** Whether this reply may not grow any further. */
  get full(): boolean {
    return this.#size >= MAX_REPLY || this.message.parts.length >= MAX_PARTS
  }

  #text(type: 'text' | 'thinking', text: string, deltas: Delta[], now: number): void {
    if (text === '' || this.full) return
    const s = text.slice(0, MAX_REPLY - this.#size)
    this.#size += s.length
    const { parts } = this.message
    const last = parts.at(-1)
    // A sealed thought is whole: what follows is another one.
    const continues = last?.type === type && !(last.type === 'thinking' && last.signature !== undefined)
    if (!continues) {
      if (type === 'thinking') this.#thinkingSince = now
      else this.#closeThinking(deltas, now)
      this.#open({ type, text: s }, deltas)
      return
    }
    const n = parts.length - 1
    const at = last.text.length
    const before = deltas.at(-1)
    applyDelta(this.#target, { k: 'text', n, at, s })
    if (before?.k === 'text' && before.n === n) before.s += s
    else deltas.push({ k: 'text', n, at, s })
  }

  #open(part: Part, deltas: Delta[]): void {
    const n = this.message.parts.length
    if (n >= MAX_PARTS) return
    // The reader's copy must not be ours, which goes on growing before the frame is written.
    deltas.push({ k: 'open', n, part: { ...part } })
    applyDelta(this.#target, { k: 'open', n, part })
  }

  #seal(signature: string, deltas: Delta[], now: number): void {
    const last = this.message.parts.at(-1)
    // A thought has one seal; a second one belongs to a thought that the vendor does not show.
    const open = last?.type === 'thinking' && last.signature === undefined
    if (!open) this.#open({ type: 'thinking', text: '' }, deltas)
    const delta: Delta = { k: 'sealed', n: this.message.parts.length - 1, signature, ...this.#thought(now) }
    deltas.push(delta)
    applyDelta(this.#target, delta)
  }

  #closeThinking(deltas: Delta[], now: number): void {
    const n = this.message.parts.length - 1
    const last = this.message.parts[n]
    if (last?.type !== 'thinking' || last.ms !== undefined) return
    const delta: Delta = { k: 'sealed', n, ...this.#thought(now) }
    deltas.push(delta)
    applyDelta(this.#target, delta)
  }

  #thought(now: number): { ms: number } {
    const ms = this.#thinkingSince === null ? 0 : Math.max(0, now - this.#thinkingSince)
    this.#thinkingSince = null
    return { ms }
  }
}

/** Plain parts as the target of deltas. Endings are the room's business, waits are not stored. */
export function targetOf(parts: Part[]): DeltaTarget {
  return {
    size: () => parts.length,
    length: (n) => {
      const part = parts[n]
      return part && 'text' in part ? part.text.length : 0
    },
    open: (_, part) => {
      parts.push({ ...part })
    },
    append: (n, text) => {
      const part = parts[n]
      if (part && 'text' in part) part.text += text
    },
    seal: (n, ms, signature) => {
      const part = parts[n]
      if (part?.type !== 'thinking') return
      if (ms !== undefined) part.ms = ms
      if (signature !== undefined) part.signature = signature
    },
    wait: () => {},
    doing: () => {},
    end: () => {},
  }
}
