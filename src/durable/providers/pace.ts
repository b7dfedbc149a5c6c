/**
 * How many bytes the next read of a stream should wait for: the fewer wake-ups, the cheaper a token, but a reader must
 * not notice. Measures a stream in events, because bytes of half an event are worth nothing.
 */

/** Ms of a stream that are merged into one read while few streams run, and at most. */
const ALONE_MS = 20
const BUSY_MS = 110

/** Streams up to which there is time for everything, and ms that each one beyond adds. 200 streams reach the maximum. */
const FEW_STREAMS = 8
const MS_PER_STREAM = 0.5

/** Events that may be held back when a stream stalls. More would save nothing: the wake-up is spread thin by then. */
const MAX_EVENTS = 24

/** Bytes of one read at least, at most: events can be large. */
const MAX_BYTES = 16_384

/** Ms over which the rate is measured. A rate that fell must not hold text for long. */
const WINDOW_MS = 60

export class Pace {
  #since: number
  #events = 0
  #bytes = 0
  /** Events per ms, and bytes per event; 0 until there was a window. */
  #rate = 0
  #size = 0

  /** `now`: Unix ms. */
  constructor(now: number) {
    this.#since = now
  }

  /** Bytes for the next read to wait for, when `live` streams run in this isolate. */
  atLeast(live: number): number {
    const interval = Math.min(BUSY_MS, ALONE_MS + Math.max(0, live - FEW_STREAMS) * MS_PER_STREAM)
    const events = Math.min(MAX_EVENTS, Math.round(this.#rate * interval))
    // Half an event less, so that events that are a little smaller than the last ones do not cost one more.
    return events <= 1 ? 1 : Math.max(1, Math.min(MAX_BYTES, Math.round((events - 0.5) * this.#size)))
  }

  /** A read brought `bytes` with the ends of `events`. */
  took(bytes: number, events: number, now: number): void {
    this.#bytes += bytes
    this.#events += events
    const elapsed = now - this.#since
    if (elapsed < WINDOW_MS) return
    const rate = this.#events / elapsed
    // Up by and by, down at once: a read that waits for the old rate is a pause that a reader sees.
    this.#rate = this.#rate === 0 || rate < this.#rate ? rate : (this.#rate + rate) / 2
    if (this.#events > 0) this.#size = this.#bytes / this.#events
    this.#events = 0
    this.#bytes = 0
    this.#since = now
  }
}
