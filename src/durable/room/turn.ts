/**
 * One answer being written: asks the model, feeds the draft, retries where nothing has been shown yet, watches for
 * silence, and ends exactly once. It knows neither sockets nor tables.
 */
import type { Delta } from '../../shared/delta.ts'
import type { ErrorCode, Fault } from '../../shared/errors.ts'
import type { Chunk } from '../providers/spec.ts'
import type { Draft, Outcome } from './draft.ts'

export type Timings = {
  /** Ms between snapshots of a growing draft: what a crash may cost. */
  snapshotMs: number
  /** Ms without a sign of life before the first byte: reasoning models think this long in silence. */
  firstMs: number
  /** Ms without a sign of life in mid-answer. */
  idleMs: number
}

export const TIMINGS: Timings = { snapshotMs: 1000, firstMs: 180_000, idleMs: 60_000 }

export type TurnEnd = Outcome & { state: 'settled' | 'stopped' | 'failed' }

export type TurnHost = {
  draft: Draft
  /** Ends whatever the turn waits for. */
  abort: AbortController
  /** Asks the model anew. */
  ask(signal: AbortSignal): AsyncIterable<Chunk[]>
  emit(deltas: Delta[]): void
  /** Writes the draft to disk. */
  save(): void
  /** Called once, in the tick in which the turn ends. */
  end(end: TurnEnd): void
  now(): number
  timings: Timings
}

/** Failures that are over by themselves, and only while nothing has been shown: a second answer would double the first. */
const PASSING: readonly ErrorCode[] = ['model_rate_limited', 'model_unavailable', 'model_unreachable']

const MAX_RETRIES = 2

/** Ms one waits at most for a vendor that says when to come back. Beyond, the user decides. */
const MAX_WAIT_MS = 30_000

/** Ms before the first retry when the vendor does not say; doubled each time. */
const BACKOFF_MS = 1000

export class Turn {
  readonly #host: TurnHost
  readonly #abort: AbortController
  #outcome: Outcome = {}
  #over = false
  #heard: boolean = false
  #lastSign: number
  #waiting = false
  #timer: ReturnType<typeof setInterval> | null = null

  constructor(host: TurnHost) {
    this.#host = host
    this.#abort = host.abort
    this.#lastSign = host.now()
  }

  /** Runs to the end. Never rejects: a bug becomes a failed reply. */
  async run(): Promise<void> {
    const host = this.#host
    this.#timer = setInterval(() => this.#tick(), host.timings.snapshotMs)
    try {
      for (let tries = 0; !this.#over; tries++) {
        await this.#attempt()
        if (this.#over) return
        const wait = waitBefore(this.#outcome.fault, tries, host.draft.empty)
        if (wait === null) {
          this.#end({ state: this.#outcome.fault ? 'failed' : 'settled' })
          return
        }
        await this.#pause(this.#outcome.fault as Fault, wait)
      }
    } catch (error) {
      // Ended from outside: what the provider makes of the aborted request is no news.
      if (this.#over) return
      console.error('turn failed', error)
      this.#end({ state: 'failed', fault: { code: 'internal' } })
    }
  }

  /** Ends the turn now and keeps its text. False when it was over already. */
  stop(): boolean {
    return this.#end({ state: 'stopped' })
  }

  async #attempt(): Promise<void> {
    const { draft, ask, now } = this.#host
    this.#outcome = {}
    this.#heard = false
    this.#lastSign = now()
    for await (const chunks of ask(this.#abort.signal)) {
      if (this.#over) return
      // An empty batch is a sign of life, but not yet an answer: a model may think for long before its first word.
      this.#heard ||= chunks.length > 0
      this.#lastSign = now()
      const deltas = draft.push(chunks, this.#outcome, now())
      this.#host.emit(deltas)
      if (draft.full) {
        this.#outcome.why = 'length'
        return
      }
    }
    // A provider ends with `end` or `fault`; one that just stops was cut.
    if (!this.#outcome.why && !this.#outcome.fault) this.#outcome.fault = { code: 'model_cut' }
  }

  #tick(): void {
    const { draft, now, save, timings } = this.#host
    if (draft.dirty) {
      draft.dirty = false
      save()
    }
    const limit = this.#heard ? timings.idleMs : timings.firstMs
    if (!this.#waiting && now() - this.#lastSign > limit) {
      this.#end({ state: 'failed', fault: { code: 'model_stalled', retryAfterMs: 0 } })
    }
  }

  async #pause(fault: Fault, ms: number): Promise<void> {
    this.#waiting = true
    this.#host.emit([{ k: 'wait', fault, retryAt: this.#host.now() + ms }])
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#abort.signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    })
    this.#waiting = false
  }

  #end(end: TurnEnd): boolean {
    if (this.#over) return false
    this.#over = true
    if (this.#timer !== null) clearInterval(this.#timer)
    const { draft, emit, now } = this.#host
    emit(draft.close(now()))
    const { fault: _, ...known } = this.#outcome
    this.#host.end(end.state === 'failed' ? { ...this.#outcome, ...end } : { ...known, ...end })
    this.#abort.abort()
    return true
  }
}

/** Ms to wait before asking again, or null when the failure is final. */
function waitBefore(fault: Fault | undefined, tries: number, nothingShown: boolean): number | null {
  if (!fault || !nothingShown || tries >= MAX_RETRIES || !PASSING.includes(fault.code)) return null
  // A server that is not there at all will not be there in a second either, but once is worth it: it may be starting.
  if (fault.code === 'model_unreachable' && tries >= 1) return null
  const wait = fault.retryAfterMs ?? BACKOFF_MS * 2 ** tries
  return wait > MAX_WAIT_MS ? null : wait
}
