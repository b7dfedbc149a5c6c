/**
 * [EA1] A model that is asked just before its question is written. The platform holds back what leaves after a write until
 * the write is on disk, and a request to a model would wait with it. What leaves before does not wait; what comes back is
 * told only when the question is safe, like everything else.
 */
import type { Chunk } from '../providers/spec.ts'

/** Asks; calls `left` when the request is on its way. */
export type Ask = (signal: AbortSignal, left: () => void) => AsyncIterable<Chunk[]>

/** Steps of the microtask queue that a request may take to leave. A vendor's package takes a dozen. */
const MAX_STEPS = 100

export class Early implements AsyncIterableIterator<Chunk[]> {
  /** The answer it is for. */
  readonly reply: string
  readonly abort = new AbortController()
  readonly #chunks: AsyncIterator<Chunk[]>
  #first: Promise<IteratorResult<Chunk[]>> | null
  #left = false

  constructor(reply: string, ask: Ask) {
    this.reply = reply
    const left = () => {
      this.#left = true
    }
    this.#chunks = ask(this.abort.signal, left)[Symbol.asyncIterator]()
    this.#first = this.#chunks.next()
    // Whoever takes it hears of a failure; if nobody does, it concerns nobody.
    this.#first.catch(left)
  }

  /** Resolves when the request has left, in microtasks alone: nothing else happens to the conversation in between. */
  async leave(): Promise<void> {
    for (let step = 0; step < MAX_STEPS && !this.#left; step++) await null
  }

  /** Nobody wants the answer. */
  drop(): void {
    this.abort.abort()
  }

  next(): Promise<IteratorResult<Chunk[]>> {
    const first = this.#first
    this.#first = null
    return first ?? this.#chunks.next()
  }

  async return(): Promise<IteratorResult<Chunk[]>> {
    await this.#chunks.return?.()
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
