/**
 * Sends frames to everybody who looks at this conversation. Deltas of one reply are merged; any other frame pushes them
 * out first, so that order holds. With few readers a batch leaves in the tick it came; the more there are, the longer a
 * frame is filled.
 */
import type { Delta } from '../../shared/delta.ts'
import { ERRORS, type ErrorCode } from '../../shared/errors.ts'
import type { ServerFrame } from '../../shared/protocol.ts'
import type { Caller } from '../rpc.ts'

/** One connection. `ready`: it said hello and was told where things stand; before that it gets nothing. */
export type Session = {
  readonly caller: Caller
  ready: boolean
  /** We closed it. */
  over?: boolean
  send(text: string): void
  close(code: number, reason: string): void
}

/** Readers that one tick can serve: a send costs 35 to 50 µs. */
const READERS_PER_TICK = 16

/** Ms a frame is filled per reader beyond, and the most it is held. At 1,000 readers a round of sends takes ~40 ms. */
const MS_PER_READER = 0.1
const MAX_HOLD_MS = 150

/** Follows one reply outside a socket: the SSE of the HTTP API. */
export type Listener = (deltas: readonly Delta[]) => void

export class Fanout {
  readonly sessions = new Set<Session>()
  readonly #pending = new Map<string, Delta[]>()
  readonly #listeners = new Map<string, Set<Listener>>()
  /** Replies whose first delta has left. */
  readonly #begun = new Set<string>()
  #timer: ReturnType<typeof setTimeout> | null = null

  /** Deltas of an open reply. The first of a turn leave in the same tick [FO1]. */
  deltas(reply: string, deltas: readonly Delta[]): void {
    if (deltas.length === 0) return
    for (const listener of this.#listeners.get(reply) ?? []) listener(deltas)
    merge(this.#pending, reply, deltas)
    const hold = this.#hold()
    if (hold === 0 || !this.#begun.has(reply)) {
      this.#begun.add(reply)
      this.flush()
    } else this.#timer ??= setTimeout(() => this.flush(), hold)
  }

  /** A frame for everybody, or for those `whom` names. */
  frame(frame: ServerFrame, whom: (session: Session) => boolean = () => true): void {
    this.flush()
    this.#broadcast(frame, whom)
  }

  /** A frame for one. */
  to(session: Session, frame: ServerFrame): void {
    this.flush()
    send(session, JSON.stringify(frame))
  }

  /** Everything held leaves now [FO2]. */
  flush(): void {
    if (this.#timer !== null) {
      clearTimeout(this.#timer)
      this.#timer = null
    }
    if (this.#pending.size === 0) return
    const pending = [...this.#pending]
    this.#pending.clear()
    for (const [r, d] of pending) this.#broadcast({ t: 'd', r, d }, () => true)
  }

  /** Closes connections for a reason of `ERRORS`. They get nothing more. */
  expel(code: ErrorCode, whom: (session: Session) => boolean = () => true): void {
    for (const session of this.sessions) {
      if (!whom(session)) continue
      this.sessions.delete(session)
      refuse(session, code)
    }
  }

  /** The turn of `reply` is over: nothing is remembered of it. */
  forget(reply: string): void {
    this.#begun.delete(reply)
  }

  /** Calls `listener` with each batch of deltas of `reply` until the returned function is called. */
  listen(reply: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(reply) ?? new Set()
    this.#listeners.set(reply, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) this.#listeners.delete(reply)
    }
  }

  #broadcast(frame: ServerFrame, whom: (session: Session) => boolean): void {
    if (this.sessions.size === 0) return
    const text = JSON.stringify(frame)
    for (const session of this.sessions) if (session.ready && whom(session)) send(session, text)
  }

  #hold(): number {
    const readers = this.sessions.size
    return readers <= READERS_PER_TICK ? 0 : Math.min(MAX_HOLD_MS, readers * MS_PER_READER)
  }
}

/** Closes a connection with the code that belongs to the reason. */
export function refuse(session: Session, code: ErrorCode): void {
  const row = ERRORS[code]
  session.ready = false
  session.over = true
  session.close('close' in row ? row.close : ERRORS.internal.close, code)
}

/** A socket that is closing throws; its close event follows, so nothing is to be done here. */
function send(session: Session, text: string): void {
  try {
    session.send(text)
  } catch {
    session.ready = false
  }
}

function merge(pending: Map<string, Delta[]>, reply: string, deltas: readonly Delta[]): void {
  const held = pending.get(reply)
  if (!held) {
    pending.set(
      reply,
      deltas.map((delta) => ({ ...delta })),
    )
    return
  }
  for (const delta of deltas) {
    const last = held.at(-1)
    if (delta.k === 'text' && last?.k === 'text' && last.n === delta.n) last.s += delta.s
    else held.push({ ...delta })
  }
}
