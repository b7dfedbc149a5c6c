/**
 * The connections of one conversation: parses what they send, answers `hello`, hands the rest to the room, and keeps
 * everybody out who may not be here. A bad frame harms nobody but its sender, and not even them.
 */
import * as v from 'valibot'
import { tailOf } from '../../shared/delta.ts'
import { type Fault, fail, ok, type Result } from '../../shared/errors.ts'
import { never } from '../../shared/never.ts'
import { ClientFrame, MAX_FRAME_BYTES, type ServerFrame, type Tail } from '../../shared/protocol.ts'
import type { Caller, FileContent, Sending } from '../rpc.ts'
import type { Early } from './early.ts'
import { refuse, type Session } from './fanout.ts'
import { counted, type Limits, takenBy, takenBySending } from './limits.ts'
import { forks, glanceOf, mapOf } from './map.ts'
import type { Room } from './room.ts'
import type { Store } from './store.ts'
import { changedSince, leafBelow } from './window.ts'

/** Connections to one conversation. Spectators come by the hundred, not by the ten thousand. */
const MAX_SESSIONS = 2000

/** What asks a model. */
const ASKING: ReadonlySet<string> = new Set<ClientFrame['t']>([
  'send',
  'regenerate',
  'continue',
  'summarize',
  'queue-run',
])

export class Sockets {
  readonly #room: Room
  readonly #store: Store
  readonly #limits: Limits | null
  /** What sessions said while their message waits. */
  readonly #lines = new Map<Session, ClientFrame[]>()

  constructor(room: Room, store: Store, limits: Limits | null = null) {
    this.#room = room
    this.#store = store
    this.#limits = limits
  }

  /** Takes a connection in, or closes it. Nothing is sent before its `hello`. */
  open(session: Session): boolean {
    const { fanout } = this.#room
    const stranger = this.#room.may(session.caller) === 'nothing'
    const why = stranger ? 'not_found' : fanout.sessions.size >= MAX_SESSIONS ? 'unavailable' : null
    if (why) refuse(session, why)
    else fanout.sessions.add(session)
    return why === null
  }

  closed(session: Session): void {
    this.#room.fanout.sessions.delete(session)
    const { sid } = session.caller
    const { sessions } = this.#room.fanout
    if (![...sessions].some(({ caller }) => caller.sid === sid)) this.#room.files.forget(sid)
  }

  /** One frame of a client. Resolves when it was taken: a message waits until its model has been asked [EA1]. */
  message(session: Session, data: string | ArrayBuffer): Promise<void> | void {
    if (!this.#room.fanout.sessions.has(session)) return
    const frame = parse(data)
    if (!frame.ok) return this.#error(session, frame.fault)
    const line = this.#lines.get(session)
    if (line) {
      line.push(frame.value)
      return
    }
    if (this.#limits && takenBy(this.#store, frame.value)) return this.#line(session, [frame.value])
    const early = frame.value.t === 'send' ? this.#room.hasten(session.caller, frame.value) : null
    return early ? this.#wait(session, frame.value, early) : this.#take(session, frame.value)
  }

  /** A message that came by a request, with what is in its files. */
  async send(caller: Caller, message: Sending, contents: readonly FileContent[]) {
    const room = this.#room
    if (room.may(caller) === 'nothing') return fail('not_found')
    const taken = this.#store.has(message.id) ? null : takenBySending(message)
    const may = taken ? await counted(this.#limits, caller, taken) : ok(null)
    if (!may.ok) return may
    return room.files.carrying(caller, contents, async () =>
      room.send(caller, message, undefined, await room.hasten(caller, message)?.leave()),
    )
  }

  /** Takes frames in their order, and what this session says meanwhile. */
  async #line(session: Session, line: ClientFrame[]): Promise<void> {
    this.#lines.set(session, line)
    for (let one = line.shift(); one && !session.over; one = line.shift()) {
      const taken = this.#limits && takenBy(this.#store, one)
      const may = taken ? await counted(this.#limits, session.caller, taken) : ok(null)
      if (!may.ok) this.#refuse(session, may.fault, one)
      else if (!session.over) this.#take(session, one)
    }
    this.#lines.delete(session)
  }

  /** Takes `frame` once its model has been asked, and then whatever this session said meanwhile, in its order. */
  async #wait(session: Session, frame: ClientFrame, early: Early): Promise<void> {
    const line: ClientFrame[] = []
    this.#lines.set(session, line)
    await early.leave()
    // A socket that its client closed was closed after what it said; one that we closed has nothing to say.
    if (session.over) early.drop()
    else this.#take(session, frame, early)
    await this.#line(session, line)
  }

  #take(session: Session, frame: ClientFrame, early?: Early): void {
    const done = this.#dispatch(session, frame, early)
    if (!done.ok) this.#refuse(session, done.fault, frame)
  }

  /** [FI1] Whoever sends a refused message again brings its files again: those of others need the room. */
  #refuse(session: Session, fault: Fault, frame: ClientFrame): void {
    if (frame.t === 'send') this.#room.files.drop(frame.parts)
    this.#error(session, fault, aboutOf(frame))
  }

  /** [AC1] Closes the sockets of a person: of one session, or of all. */
  revoke(user: string, sid: string | null): void {
    this.#room.fanout.expel(
      'unauthorized',
      ({ caller }) => caller.user === user && (sid === null || caller.sid === sid),
    )
  }

  /** Closes everybody's socket: the conversation is gone. */
  closeAll(): void {
    this.#room.fanout.expel('not_found')
  }

  #dispatch(session: Session, frame: ClientFrame, early?: Early): Result<unknown> {
    const room = this.#room
    const { caller } = session
    if (frame.t === 'hello') {
      this.#hello(session, frame.since, frame.have)
      return { ok: true, value: null }
    }
    if (frame.t === 'file') return this.#file(session, frame)
    // [UI2] Whatever asks a model, by whichever frame.
    if (caller.barred && ASKING.has(frame.t)) return { ok: false, fault: { code: caller.barred } }
    if (frame.t === 'send') return room.send(caller, frame, session, early)
    // Everything else is about a conversation that exists.
    if (room.may(caller) !== 'act') return { ok: false, fault: { code: 'not_found' } }
    switch (frame.t) {
      case 'regenerate':
        return room.regenerate(caller, frame.of, frame.reply, frame.pick, frame)
      case 'choose':
        return room.compare.choose(caller, frame.of, frame.reply)
      case 'vote':
        return room.compare.vote(caller, frame.of, frame.verdict)
      case 'continue':
        return room.resume(caller, frame.reply, frame.pick)
      case 'stop':
        room.answers.stop(frame.reply)
        return { ok: true, value: null }
      case 'select':
        return room.select(caller, frame.id)
      case 'edit':
        return room.tree.edit(frame.id, frame.texts)
      case 'feedback':
        return room.tree.judge(frame.id, frame.feedback)
      case 'delete':
        return room.tree.remove(caller, frame.id)
      case 'restore':
        return room.tree.restore(caller, frame.id)
      case 'queue-edit':
        return room.queue.edit(frame.id, frame.parts)
      case 'queue-move':
        return room.queue.move(frame.id, frame.before)
      case 'queue-drop':
        return room.queue.drop(frame.id)
      case 'queue-run':
        return room.queue.run(frame.after)
      case 'keep':
        return room.keep(caller)
      case 'setup':
        return room.setUp(caller, frame.setup)
      case 'summarize':
        return room.answers.summaries.now(frame.leaf, frame.pick)
      case 'summarize-stop':
        room.answers.summaries.stop()
        return { ok: true, value: null }
      case 'summary':
        return room.answers.summaries.edit(frame.id, frame.text)
      case 'context':
        room.fanout.to(session, { t: 'context', leaf: frame.leaf, use: room.use(frame.leaf, frame.pick) })
        return { ok: true, value: null }
      case 'bring':
        return room.bring(caller, frame.parent, frame.items)
      case 'map':
        room.fanout.to(session, { t: 'map', ...mapOf(this.#store, room.answers, caller.user) })
        return { ok: true, value: null }
      case 'glance':
        return this.#glance(session, frame.id)
      case 'page':
        room.fanout.to(session, this.#page(caller, frame))
        return { ok: true, value: null }
      default:
        return never(frame)
    }
  }

  /** [FI1] A piece of a file whose message is to follow, perhaps the first of a conversation. */
  #file({ caller }: Session, { id, at, text }: Extract<ClientFrame, { t: 'file' }>): Result<null> {
    if (this.#room.may(caller) === 'nothing') return { ok: false, fault: { code: 'not_found' } }
    return this.#room.files.take(caller, id, at, text)
  }

  #glance(session: Session, id: string): Result<null> {
    const text = glanceOf(this.#store, this.#room.answers, id)
    if (text === undefined) return { ok: false, fault: { code: 'bad_request' } }
    this.#room.fanout.to(session, { t: 'glance', id, text })
    return { ok: true, value: null }
  }

  #page({ user }: Caller, { from, count, below }: Extract<ClientFrame, { t: 'page' }>): ServerFrame {
    if (!below) return { t: 'page', window: this.#room.window(from, count) }
    const around = this.#room.window(leafBelow(this.#store, user, from, below))
    // Where messages are so long that the window ends before it comes to this one, it ends with this one.
    const window = around.path.some(({ id }) => id === from) ? around : this.#room.window(from)
    return { t: 'page', window, of: from }
  }

  /** [HS1] Everything after `since`, in one frame; from nothing, or from too far, the window at the leaf. */
  #hello(session: Session, since: number, have: Record<string, number[]>): void {
    const { fanout } = this.#room
    const store = this.#store
    const { clock } = store
    const leaf = store.leaf(session.caller.user)
    const { title = null, temporary = false, setup = {} } = store.head ?? {}
    const about = { clock, title, leaf, temporary, setup, ...(forks(store) && { forks: true as const }) }
    const changed = since > 0 && since <= clock ? changedSince(store, since) : null
    // What is held for others is contained in what this session is told now.
    fanout.flush()
    if (changed) {
      const messages = changed.messages.map((message) => this.#room.answers.current(message))
      fanout.to(session, {
        t: 'since',
        ...about,
        messages,
        gone: changed.gone,
        tails: this.#tails(have, messages),
      })
    } else fanout.to(session, { t: 'state', ...about, window: this.#room.window(leaf), tails: [] })
    session.ready = true
    this.#room.queue.tell(session)
  }

  #tails(have: Record<string, number[]>, told: readonly { id: string }[]): Tail[] {
    const known = new Set(told.map(({ id }) => id))
    return this.#room.answers
      .drafts()
      .filter(({ id }) => !known.has(id))
      .map(({ id, parts }) => ({ r: id, d: tailOf(parts, have[id] ?? []) }))
      .filter(({ d }) => d.length > 0)
  }

  #error(session: Session, fault: Fault, re?: string): void {
    const { code, message } = fault
    this.#room.fanout.to(session, { t: 'error', code, ...(message && { message }), ...(re && { re }) })
  }
}

function parse(data: string | ArrayBuffer): Result<ClientFrame> {
  const bad = (message: string): Result<never> => ({ ok: false, fault: { code: 'bad_request', message } })
  if (typeof data !== 'string') return bad('a frame is JSON text')
  if (data.length > MAX_FRAME_BYTES)
    return { ok: false, fault: { code: 'too_large', message: 'the frame is too large' } }
  let value: unknown
  try {
    value = JSON.parse(data)
  } catch {
    return bad('a frame is JSON text')
  }
  const parsed = v.safeParse(ClientFrame, value)
  if (parsed.success) return { ok: true, value: parsed.output }
  const [issue] = parsed.issues
  return bad(`${v.getDotPath(issue) ?? 'frame'}: ${issue.message}`)
}

/** The id a refused frame was about, so that its sender knows what to take back. */
function aboutOf(frame: ClientFrame): string | undefined {
  switch (frame.t) {
    case 'send':
    case 'select':
    case 'edit':
    case 'feedback':
    case 'delete':
    case 'restore':
    case 'glance':
    case 'queue-edit':
    case 'queue-move':
    case 'queue-drop':
      return frame.id
    case 'regenerate':
    case 'choose':
    case 'continue':
    case 'stop':
      return frame.reply
    case 'vote':
      return frame.of
    case 'summary':
      return frame.id
    case 'summarize':
      return frame.leaf
    case 'page':
      return frame.from
    case 'bring':
      return frame.items[0]?.id
    case 'hello':
    case 'map':
    case 'queue-run':
    case 'keep':
    case 'setup':
    case 'summarize-stop':
    case 'context':
    case 'file':
      return undefined
    default:
      return never(frame)
  }
}
