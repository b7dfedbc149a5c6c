/** A conversation without a platform: real SQLite, a model that the test plays, and readers that keep what they are sent. */

import type { Call, Chunk } from '../../src/durable/providers/spec.ts'
import type { AnswersHost } from '../../src/durable/room/answers.ts'
import { targetOf } from '../../src/durable/room/draft.ts'
import type { Session } from '../../src/durable/room/fanout.ts'
import type { Limits } from '../../src/durable/room/limits.ts'
import type { NamingWay } from '../../src/durable/room/naming.ts'
import { recover } from '../../src/durable/room/recover.ts'
import { Room, type RoomHost } from '../../src/durable/room/room.ts'
import { Sockets } from '../../src/durable/room/sockets.ts'
import { Store } from '../../src/durable/room/store.ts'
import { TIMINGS, type Timings } from '../../src/durable/room/turn.ts'
import type { Caller, Guidance } from '../../src/durable/rpc.ts'
import { applyDelta, type DeltaTarget } from '../../src/shared/delta.ts'
import { newId } from '../../src/shared/ids.ts'
import type { Message, Pick } from '../../src/shared/message.ts'
import type { ClientFrame, ServerFrame } from '../../src/shared/protocol.ts'
import { nodeSql } from '../support/sql.ts'

export const PICK: Pick = { endpoint: 'test', model: 'played' }
export const ANN: Caller = { user: 'ann', sid: 'ann-1', role: 'USER' }
export const BOB: Caller = { user: 'bob', sid: 'bob-1', role: 'USER' }

/** A model whose answers the test speaks. One for every question it was asked. */
export class Played {
  readonly calls: { call: Call; signal: AbortSignal }[] = []
  #queues: { chunks: Chunk[][]; over: boolean; wake: () => void }[] = []

  async *ask(call: Call, signal: AbortSignal): AsyncGenerator<Chunk[]> {
    const queue = { chunks: [] as Chunk[][], over: false, wake: () => {} }
    this.calls.push({ call, signal })
    this.#queues.push(queue)
    signal.addEventListener('abort', () => queue.wake())
    for (;;) {
      while (queue.chunks.length > 0) yield queue.chunks.shift()!
      if (queue.over) return
      if (signal.aborted) throw signal.reason
      await new Promise<void>((resolve) => {
        queue.wake = resolve
      })
    }
  }

  /** Says something in the answer to question `n` (default: the last). */
  async say(chunks: Chunk[] | string, n = this.#queues.length - 1): Promise<void> {
    const queue = this.#queues[n]!
    queue.chunks.push(typeof chunks === 'string' ? [{ kind: 'text', text: chunks }] : chunks)
    queue.wake()
    await settle()
  }

  /** Ends the answer to question `n`. */
  async end(chunks: Chunk[] = [{ kind: 'end', why: 'stop' }], n = this.#queues.length - 1): Promise<void> {
    const queue = this.#queues[n]!
    queue.chunks.push(chunks)
    queue.over = true
    queue.wake()
    await settle()
  }
}

/** One reader: what a page holds of the conversation, built only from frames. */
export class Reader implements Session {
  readonly caller: Caller
  ready = false
  closed: { code: number; reason: string } | null = null
  readonly frames: ServerFrame[] = []
  readonly messages = new Map<string, Message>()
  clock = 0
  leaf: string | null = null
  gaps = 0
  readonly #targets = new Map<string, DeltaTarget>()

  constructor(caller: Caller) {
    this.caller = caller
  }

  send(text: string): void {
    const frame = JSON.parse(text) as ServerFrame
    this.frames.push(frame)
    if (frame.t === 'd') this.#deltas(frame)
    if ('clock' in frame) this.clock = Math.max(this.clock, frame.clock)
    if (frame.t === 'state') this.messages.clear()
    if (frame.t === 'state' || frame.t === 'page' || frame.t === 'branch')
      this.#take([...frame.window.path, ...(frame.window.beside ?? [])])
    if (frame.t === 'since' || frame.t === 'put') this.#take(frame.messages)
    if (frame.t === 'gone' || frame.t === 'since') {
      for (const id of frame.t === 'gone' ? frame.ids : frame.gone) this.#drop(id)
      this.leaf = frame.leaf
    }
    if (frame.t === 'since') for (const tail of frame.tails) this.#deltas(tail)
    if ('leaf' in frame && frame.leaf) this.leaf = frame.leaf
  }

  close(code: number, reason: string): void {
    this.closed = { code, reason }
  }

  have(): Record<string, number[]> {
    const open = [...this.messages.values()].filter((message) => message.state === 'open')
    return Object.fromEntries(
      open.map(({ id, parts }) => [id, parts.map((p) => ('text' in p ? p.text.length : 0))]),
    )
  }

  /** A deleted message takes what hangs on it along. */
  #drop(id: string): void {
    this.messages.delete(id)
    for (const message of this.messages.values()) if (message.parent === id) this.#drop(message.id)
  }

  #take(messages: readonly Message[]): void {
    for (const message of messages) {
      this.messages.set(message.id, message)
      this.#targets.set(message.id, {
        ...targetOf(message.parts),
        end: ({ k: _, ...end }) => Object.assign(message, end),
      })
    }
  }

  #deltas(frame: { r: string; d: Parameters<typeof applyDelta>[1][] }): void {
    const target = this.#targets.get(frame.r)
    if (!target) return
    for (const delta of frame.d) {
      if (!applyDelta(target, delta)) this.gaps++
      if (delta.k === 'end') this.clock = Math.max(this.clock, delta.clock)
    }
  }
}

export type World = ReturnType<typeof world>

/** A conversation over `sql`, which may hold one already: that is a restart. */
export function world(
  options: {
    sql?: ReturnType<typeof nodeSql>
    timings?: Partial<Timings>
    titles?: boolean | Omit<NamingWay, 'pick'>
    gated?: boolean
    /** In the place of the model that the test plays. */
    ask?: AnswersHost['ask']
    facts?: AnswersHost['facts']
    /** Where calls are counted. */
    purse?: AnswersHost['purse']
    guidance?: (project: string) => Promise<Guidance | null>
    bars?: RoomHost['bars']
    barsFiles?: RoomHost['barsFiles']
    limits?: Limits
    fileTokens?: RoomHost['fileTokens']
    summarizing?: RoomHost['summarizing']
  } = {},
) {
  const sql = options.sql ?? nodeSql()
  const store = new Store(sql)
  const model = new Played()
  const told: boolean[] = []
  const room = new Room({
    id: 'c',
    store,
    now: Date.now,
    ask: options.ask ?? ((_, call, signal) => model.ask(call, signal)),
    gated: options.gated ?? false,
    ...(options.bars && { bars: options.bars }),
    fileTokens: options.fileTokens,
    ...(options.barsFiles && { barsFiles: options.barsFiles }),
    ...(options.summarizing && { summarizing: options.summarizing }),
    facts: options.facts ?? (() => ({})),
    purse: options.purse ?? null,
    guidance: options.guidance ?? (async () => null),
    naming: (pick) => (options.titles ? { pick, ...(options.titles === true ? {} : options.titles) } : null),
    background: (work) => {
      work.catch(() => {})
    },
    wakeIn: () => {},
    began: () => {},
    tell: (soon) => told.push(soon),
    live: () => {},
    timings: { ...TIMINGS, ...options.timings },
  })
  const sockets = new Sockets(room, store, options.limits)
  recover(store, new Set(), Date.now())
  return {
    sql,
    store,
    model,
    room,
    sockets,
    told,
    /** A socket that is open and has said hello. */
    join(caller: Caller = ANN, since = 0, before?: Reader): Reader {
      const reader = before ?? new Reader(caller)
      reader.ready = false
      if (sockets.open(reader))
        sockets.message(reader, JSON.stringify({ t: 'hello', since, have: reader.have() }))
      return reader
    },
    leave(reader: Reader): void {
      sockets.closed(reader)
      reader.ready = false
    },
    frame(reader: Reader, frame: ClientFrame | Record<string, unknown>): void {
      sockets.message(reader, JSON.stringify(frame))
    },
    /** Sends `text` after `parent` and returns the ids. */
    say(reader: Reader, text: string, parent: string | null = null) {
      const id = newId()
      const reply = newId()
      sockets.message(
        reader,
        JSON.stringify({ t: 'send', id, reply, parent, parts: [{ type: 'text', text }], pick: PICK }),
      )
      return { id, reply }
    },
  }
}

/** Lets everything that is due happen. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}

/** All messages as the disk has them. */
export function stored(store: Store): Message[] {
  return store.sql
    .all<{ id: string }>('SELECT id FROM message WHERE gone IS NULL ORDER BY seq')
    .map(({ id }) => store.message(id)!)
}
