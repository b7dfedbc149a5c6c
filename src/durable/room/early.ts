/**
 * [EA1] A model that is asked just before its question is written. Writing holds up the process until the disk has it, and
 * the platform holds back whatever leaves after a write; a request that left before waits for neither. What comes back is
 * told only when the question is safe, like everything else.
 */
import type { Chunk } from '../providers/spec.ts'

/** Asks; calls `left` when the request has been made. */
export type Ask = (signal: AbortSignal, left: () => void) => AsyncIterable<Chunk[]>

/** Steps of the microtask queue that a vendor's package may take to make its request. It takes a dozen. */
const MAX_STEPS = 100

export class Early implements AsyncIterableIterator<Chunk[]> {
  readonly abort = new AbortController()
  #taken = false
  readonly #chunks: AsyncIterator<Chunk[]>
  #first: Promise<IteratorResult<Chunk[]>> | null
  #made = false

  constructor(ask: Ask) {
    const made = () => {
      this.#made = true
    }
    this.#chunks = ask(this.abort.signal, made)[Symbol.asyncIterator]()
    this.#first = this.#chunks.next()
    // Whoever takes it hears of a failure; if nobody does, it concerns nobody.
    this.#first.catch(made)
  }

  /** Resolves when the request is out of this process, or as good as. */
  async leave(): Promise<this> {
    for (let step = 0; step < MAX_STEPS && !this.#made; step++) await null
    // Timers come after everything that is ready to be done, and the request is.
    await new Promise((resolve) => setTimeout(resolve, 0))
    return this
  }

  /** The answer, for the turn that reads it; null when that was done before. */
  take(): this | null {
    if (this.#taken) return null
    this.#taken = true
    return this
  }

  /** Ends the request, unless a turn has taken the answer. */
  drop(): void {
    if (!this.#taken) this.abort.abort()
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
