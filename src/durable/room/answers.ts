/**
 * The answers of one conversation that are being written: begins a turn, keeps its draft on disk,and makes a fact of its
 * end.
 */
import { MAX_COMPARED } from '../../shared/comparison.ts'
import type { Delta, Doing } from '../../shared/delta.ts'
import type { Message, Pick } from '../../shared/message.ts'
import type { FileRules, ModelFacts } from '../../shared/prices.ts'
import type { Setup } from '../../shared/setup.ts'
import type { Call, Chunk } from '../providers/spec.ts'
import type { Guidance } from '../rpc.ts'
import { callFor } from './context.ts'
import { Draft } from './draft.ts'
import { Early } from './early.ts'
import type { Fanout } from './fanout.ts'
import type { Files } from './files.ts'
import { askFromHome } from './home.ts'
import { Meter, type Purse } from './meter.ts'
import { Naming, type NamingWay } from './naming.ts'
import type { Queue } from './queue.ts'
import type { Store } from './store.ts'
import { Summaries, type SummaryRules, type Wish } from './summary.ts'
import { type Timings, Turn, type TurnEnd } from './turn.ts'

export type AnswersHost = {
  now(): number
  /** Streams the model's answer. `pick` that no endpoint offers ends in a fault. `made`: called when it has been asked. */
  ask(pick: Pick, call: Call, signal: AbortSignal, made?: () => void): AsyncIterable<Chunk[]>
  /** What leaves waits for what was written before it: models are better asked first [EA1]. */
  gated: boolean
  /** [PR1] What a project says to a conversation in it; null where there is nobody to ask. */
  guidance(project: string): Promise<Guidance | null>
  /** What is known of a model. */
  facts(pick: Pick): ModelFacts & FileRules
  /** Where calls are counted; null: nowhere. */
  purse: Purse | null
  /** Who names conversations that `pick` answers; null: nobody. */
  naming(pick: Pick): NamingWay | null
  /** Keeps the object alive until this is done. */
  background(work: Promise<void>): void
  /** The library has something to hear (`soon`: within a moment is enough). */
  tell(soon: boolean): void
  /** A turn began (true) or the last one ended. */
  live(live: boolean): void
  timings: Timings
  /** What the operator says of summaries; null: nothing. */
  summarizing?: SummaryRules | null
}

/** Answers one conversation writes at a time. An object has six outgoing connections; titles and tools need some. */
const MAX_TURNS = MAX_COMPARED

export class Answers {
  readonly #host: AnswersHost
  readonly #store: Store
  readonly #files: Files
  readonly #fanout: Fanout
  readonly #running = new Map<string, { draft: Draft; turn: Turn }>()

  readonly #queue: Queue
  readonly #naming: Naming
  readonly summaries: Summaries
  readonly #meter: Meter
  /** The process is about to end: every piece is written before it is told. */
  #ending = false

  constructor(host: AnswersHost, store: Store, files: Files, fanout: Fanout, queue: Queue) {
    this.#host = host
    this.#store = store
    this.#files = files
    this.#fanout = fanout
    this.#queue = queue
    const meter = new Meter(host, store)
    this.#meter = meter
    this.#naming = new Naming({ ...host, meter }, store, fanout)
    this.summaries = new Summaries({ ...host, meter }, store, files, fanout)
  }

  get count(): number {
    return this.#running.size
  }

  get full(): boolean {
    return !this.room()
  }

  /** [TU1] Whether `count` further answers can begin once those of `ending` are over. */
  room(count = 1, ending: readonly string[] = []): boolean {
    const going = this.#running.size - ending.filter((reply) => this.#running.has(reply)).length
    return going + count <= MAX_TURNS
  }

  /** The reply as it is this moment, ahead of the disk while it is written. */
  current(message: Message): Message {
    return this.#running.get(message.id)?.draft.message ?? message
  }

  /** Replies that are being written now. */
  drafts(): Message[] {
    return [...this.#running.values()].map(({ draft }) => draft.message)
  }

  /** [EA1] Asks for `reply`, which is about to be stored and begun. */
  early(reply: Message, pick: Pick, question: Message, user: string, setup?: Setup): Early {
    const about = aboutOf(reply, user)
    const call = { ...this.#callFor(reply, pick, question, setup), about }
    const what = { kind: 'answer', message: reply.id } as const
    return new Early((signal, made) => this.#meter.ask(what, pick, call, signal, made))
  }

  /** Begins to write `reply`, which is stored and open, and may have been asked for already. */
  begin(reply: Message, pick: Pick, question?: Message, early: Early | null = null): void {
    const host = this.#host
    const draft = new Draft(reply)
    let attempts = 0
    const turn = new Turn({
      draft,
      abort: early?.abort ?? new AbortController(),
      ask: (signal) => {
        const attempt = attempts++
        return early?.take() ?? this.#ask(reply, pick, question, attempt, signal)
      },
      emit: (deltas) => {
        if (this.#ending) this.#save(draft)
        this.#fanout.deltas(reply.id, deltas)
        if (atBoundary(deltas) && this.#queue.steers(reply.id)) turn.stop()
      },
      save: () => this.#save(draft),
      end: (end) => this.#end(draft, end),
      now: host.now,
      timings: host.timings,
    })
    this.#running.set(reply.id, { draft, turn })
    host.live(true)
    host.background(turn.run())
    this.#naming.began(reply, question)
    host.tell(true)
  }

  #ask(reply: Message, pick: Pick, question: Message | undefined, attempt: number, signal: AbortSignal) {
    const { guidance } = this.#host
    const store = this.#store
    const about = aboutOf(reply, store.head?.owner ?? '')
    const plain = (setup?: Setup) =>
      this.#meter.ask(
        { kind: 'answer', message: reply.id },
        pick,
        { ...this.#callFor(reply, pick, question, setup), about, attempt },
        signal,
      )
    const asked = (setup: Setup = store.head?.setup ?? {}) => {
      const wish = { from: reply.parent, pick, setup, question }
      return !reply.unsummarized && this.summaries.due(wish)
        ? this.#afterSummary(reply, wish, () => plain(setup), signal)
        : plain(setup)
    }
    return store.head?.home.project ? askFromHome(store, guidance, asked, signal) : asked()
  }

  #callFor(reply: Message, pick: Pick, question?: Message, setup?: Setup): Call {
    return callFor(this.#store, this.#files, reply, pick, question, setup, this.#host.facts(pick))
  }

  /** [SU1] Summarises what is too long, says so, and asks with what came of it. */
  async *#afterSummary(
    reply: Message,
    wish: Wish,
    asked: () => AsyncIterable<Chunk[]>,
    signal: AbortSignal,
  ): AsyncGenerator<Chunk[]> {
    const say = (what: Doing) => this.#fanout.deltas(reply.id, [{ k: 'doing', what }])
    say('summary')
    const made = yield* this.summaries.before(wish, signal)
    if (signal.aborted) return
    if (!made) reply.unsummarized = true
    say(made ? 'asking' : 'unsummarized')
    yield* asked()
  }

  /** [TU2] Ends the reply now and keeps its text. Harmless when it is over. */
  stop(reply: string): void {
    this.#running.get(reply)?.turn.stop()
  }

  stopAll(): void {
    for (const { turn } of this.#running.values()) turn.stop()
  }

  /**
   * Writes what open drafts hold. The process ends right after, so that from here on nothing is told that is not written:
   * the platform holds what is sent until earlier writes are safe.
   */
  flush(): void {
    this.#ending = true
    for (const { draft } of this.#running.values()) this.#save(draft)
  }

  #save(draft: Draft): void {
    this.#store.snapshot(draft.message.id, draft.message.parts)
    this.#meter.save(draft.message.id)
  }

  /** The last fact of a turn: written, then told. */
  #end(draft: Draft, end: TurnEnd): void {
    const { message } = draft
    const store = this.#store
    const owner = store.head?.owner
    this.#running.delete(message.id)
    if (owner === undefined) return
    const now = this.#host.now()
    store.write(owner, now, (clock) => {
      Object.assign(message, end, { clock })
      store.update(message)
      this.#meter.settle(message.id)
      store.touch(now)
    })
    this.#fanout.deltas(message.id, [{ k: 'end', clock: message.clock, ...end }])
    this.#fanout.flush()
    this.#fanout.forget(message.id)
    if (this.#running.size === 0) this.#host.live(false)
    if (end.state === 'settled') this.#naming.ended(message)
    this.#host.tell(false)
    this.#queue.ended(message.id, end.state)
  }
}

/** Whose call it is, for headers that name it. */
function aboutOf({ id, parent }: Message, user: string): NonNullable<Call['about']> {
  return { user, message: id, parent: parent ?? '' }
}

/** [QU2] A paragraph ended: where a message that steers may go in. */
function atBoundary(deltas: readonly Delta[]): boolean {
  return deltas.some(
    (delta) =>
      (delta.k === 'text' && delta.s.includes('\n\n')) ||
      (delta.k === 'open' && delta.part.type === 'text' && delta.part.text.includes('\n\n')),
  )
}
