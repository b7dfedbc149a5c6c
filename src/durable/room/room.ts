/**
 * The conversation itself: who may do what, the tree of messages, and the turns that write into it. It takes a store, a
 * clock, a way to ask models and a fan-out, and knows no platform. The rules are in SPEC.md.
 */
import type { ConversationItem } from '../../shared/conversation.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { Message, Pick } from '../../shared/message.ts'
import { textOf } from '../../shared/parts.ts'
import type { ServerFrame } from '../../shared/protocol.ts'
import type { Call, Chunk } from '../providers/spec.ts'
import type { Caller, Sending } from '../rpc.ts'
import { callFor } from './context.ts'
import { Draft } from './draft.ts'
import { Fanout, type Session } from './fanout.ts'
import type { Store } from './store.ts'
import { provisionalTitle, titleCall, titleFrom } from './title.ts'
import { type Timings, Turn, type TurnEnd } from './turn.ts'
import { leafBelow, windowAt } from './window.ts'

export type RoomHost = {
  /** The conversation's id. */
  id: string
  store: Store
  now(): number
  /** Streams the model's answer. `pick` that no endpoint offers ends in a fault. */
  ask(pick: Pick, call: Call, signal: AbortSignal): AsyncIterable<Chunk[]>
  /** Whether `pick` can write titles: the guide cannot. */
  canTitle(pick: Pick): boolean
  /** Keeps the object alive until this is done. */
  background(work: Promise<void>): void
  /** The library has something to hear (`soon`: within a moment is enough). */
  tell(soon: boolean): void
  /** A turn began (true) or the last one ended. */
  live(live: boolean): void
  timings: Timings
}

/** Answers one conversation writes at a time. An object has six outgoing connections; titles and tools need some. */
const MAX_TURNS = 4

type Running = { draft: Draft; turn: Turn }

export class Room {
  readonly fanout = new Fanout()
  readonly #host: RoomHost
  readonly #store: Store
  readonly #running = new Map<string, Running>()

  constructor(host: RoomHost) {
    this.#host = host
    this.#store = host.store
  }

  /** The one policy: a conversation belongs to who began it; to everybody else it does not exist. */
  may(caller: Caller): 'act' | 'begin' | 'nothing' {
    const head = this.#store.head
    if (!head) return 'begin'
    return head.owner === caller.user ? 'act' : 'nothing'
  }

  /** The reply as it is this moment, ahead of the disk while it is written. */
  current(message: Message): Message {
    return this.#running.get(message.id)?.draft.message ?? message
  }

  /** Replies that are being written now. */
  drafts(): Message[] {
    return [...this.#running.values()].map(({ draft }) => draft.message)
  }

  /** As the library lists this conversation; null when it does not exist. */
  item(): ConversationItem | null {
    const head = this.#store.head
    if (!head) return null
    const { title, pick, created, updated } = head
    return { id: this.#host.id, title, pick, created, updated, running: this.#running.size > 0 }
  }

  /** [SD1] [SD2] Stores a message and begins its reply. `from` is told by an `ack`, everybody else by a `put`. */
  send(caller: Caller, sending: Sending, from?: Session): Result<{ id: string; reply: string }> {
    const store = this.#store
    const { id, reply, parts, pick } = sending
    const known = store.message(id)
    if (known) {
      if (known.role !== 'user') return fail('conflict', 'this id belongs to another message')
      if (from) this.fanout.to(from, { t: 'ack', id, clock: known.clock })
      return ok({ id, reply: store.firstChild(id) ?? reply })
    }
    const parent = sending.parent === undefined ? store.leaf(caller.user) : sending.parent
    if (id === reply || store.message(reply)) return fail('conflict', 'the reply needs an id of its own')
    if (textOf(parts).trim() === '') return fail('bad_request', 'the message is empty')
    const above = parent === null ? null : store.message(parent)
    if (above === undefined)
      return fail('bad_request', 'the message this one follows is not in this conversation')
    if (above?.role === 'user') return fail('bad_request', 'a message follows an answer, not another message')
    if (above?.state === 'open') return fail('busy', 'the answer before this is still being written')
    if (this.#running.size >= MAX_TURNS) return fail('busy', 'too many answers are being written at once')

    const now = this.#host.now()
    const first = store.head === null
    const messages = store.write(caller.user, now, (clock) => {
      const user: Message = { id, parent, role: 'user', state: 'settled', parts, created: now, clock }
      const answer = replyTo(id, reply, pick, now, clock)
      const forks = !first && store.firstChild(parent) !== undefined
      store.insert(user)
      store.insert(answer)
      if (forks) store.choose(caller.user, parent, id)
      store.setLeaf(caller.user, reply)
      if (first) store.amend({ title: provisionalTitle(textOf(parts)) })
      this.#touch(now, pick)
      return [user, answer]
    })
    // [HS2] Whoever waited at an empty conversation that is now somebody else's.
    if (first) this.fanout.expel('not_found', (session) => this.may(session.caller) === 'nothing')
    this.#put(messages, caller, from && { session: from, ack: id })
    this.#begin(messages[1]!, pick)
    return ok({ id, reply })
  }

  /** Another reply to the user message `of`. */
  regenerate(caller: Caller, of: string, reply: string, pick: Pick): Result<null> {
    const store = this.#store
    const question = store.message(of)
    if (question?.role !== 'user') return fail('bad_request', 'that message is not in this conversation')
    const known = store.message(reply)
    if (known) return known.parent === of ? ok(null) : fail('conflict', 'this id belongs to another message')
    if (this.#running.size >= MAX_TURNS) return fail('busy', 'too many answers are being written at once')
    const now = this.#host.now()
    const answer = store.write(caller.user, now, (clock) => {
      const message = replyTo(of, reply, pick, now, clock)
      store.insert(message)
      store.choose(caller.user, of, reply)
      store.setLeaf(caller.user, reply)
      this.#touch(now, pick)
      return message
    })
    this.#put([answer], caller)
    this.#begin(answer, pick)
    return ok(null)
  }

  /** [CO1] Goes on writing a reply that ended before its time. */
  resume(caller: Caller, reply: string, picked: Pick | undefined): Result<null> {
    const store = this.#store
    const message = store.message(reply)
    if (message?.role !== 'assistant') return fail('bad_request', 'that answer is not in this conversation')
    if (message.state === 'open') return ok(null)
    if (message.state === 'settled' && message.why !== 'length')
      return fail('conflict', 'that answer is complete')
    if (store.firstChild(reply) !== undefined)
      return fail('conflict', 'the conversation has gone on after that answer')
    const pick = picked ?? message.pick
    if (!pick) return fail('no_model', 'choose a model')
    if (this.#running.size >= MAX_TURNS) return fail('busy', 'too many answers are being written at once')
    const now = this.#host.now()
    const open = store.write(caller.user, now, (clock) => {
      const { why: _w, fault: _f, usage: _u, ...rest } = message
      const again: Message = { ...rest, state: 'open', pick, clock }
      store.update(again)
      this.#touch(now, pick)
      return again
    })
    this.#put([open], caller)
    this.#begin(open, pick)
    return ok(null)
  }

  /** [TU2] Ends the reply now and keeps its text. Stopping what is over already is no error. */
  stop(reply: string): Result<null> {
    this.#running.get(reply)?.turn.stop()
    return ok(null)
  }

  /** [BR1] This person looks at the branch through `id`, on every device. */
  select(caller: Caller, id: string): Result<null> {
    const store = this.#store
    const message = store.message(id)
    if (!message) return fail('bad_request', 'that message is not in this conversation')
    const leaf = store.write(caller.user, this.#host.now(), () => {
      store.choose(caller.user, message.parent, id)
      const below = leafBelow(store, caller.user, id)
      store.setLeaf(caller.user, below)
      return below
    })
    this.fanout.frame({ t: 'branch', leaf, window: this.window(leaf) }, (session) => isOf(session, caller))
    return ok(null)
  }

  /** The window that ends with `from`, open replies as they are this moment. */
  window(from: string | null): ReturnType<typeof windowAt> {
    const { path, kids } = windowAt(this.#store, from)
    return { path: path.map((message) => this.current(message)), kids }
  }

  /** A name given by a person stays. */
  rename(caller: Caller, title: string): Result<ConversationItem> {
    this.#entitle(caller.user, title, 'person')
    return ok(this.item() as ConversationItem)
  }

  /** Writes what open drafts hold. */
  flush(): void {
    for (const { draft } of this.#running.values()) this.#save(draft)
  }

  /** Ends all turns without a trace: the conversation is being erased. */
  abandon(): void {
    for (const { turn } of this.#running.values()) turn.stop()
  }

  #begin(reply: Message, pick: Pick): void {
    const host = this.#host
    const draft = new Draft(reply)
    const call = callFor(this.#store, reply, pick)
    const turn = new Turn({
      draft,
      ask: (signal) => host.ask(pick, call, signal),
      emit: (deltas) => this.fanout.deltas(reply.id, deltas),
      save: () => this.#save(draft),
      end: (end) => this.#end(draft, end),
      now: host.now,
      timings: host.timings,
    })
    this.#running.set(reply.id, { draft, turn })
    host.live(true)
    host.background(turn.run())
    host.tell(true)
  }

  #save(draft: Draft): void {
    this.#store.snapshot(draft.message.id, draft.message.parts)
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
      this.#touch(now)
    })
    this.fanout.deltas(message.id, [{ k: 'end', clock: message.clock, ...end }])
    this.fanout.flush()
    this.fanout.forget(message.id)
    if (this.#running.size === 0) this.#host.live(false)
    if (end.state === 'settled') this.#title(message)
    this.#host.tell(false)
  }

  /** [TI1] After the first answer the model names the conversation, unless a person has. */
  #title(answer: Message): void {
    const { head } = this.#store
    const pick = answer.pick
    if (!head || head.titled !== 'no' || !pick || !this.#host.canTitle(pick)) return
    const question = answer.parent === null ? undefined : this.#store.message(answer.parent)
    if (!question) return
    const call = titleCall(pick.model, textOf(question.parts), textOf(answer.parts))
    const signal = AbortSignal.timeout(this.#host.timings.idleMs)
    const work = async () => {
      const title = await titleFrom(this.#host.ask(pick, call, signal)).catch(() => null)
      if (title !== null && this.#store.head?.titled === 'no') this.#entitle(head.owner, title, 'model')
    }
    this.#host.background(work())
  }

  #entitle(owner: string, title: string, titled: 'model' | 'person'): void {
    const store = this.#store
    store.write(owner, this.#host.now(), () =>
      store.amend({ title, titled, version: (store.head?.version ?? 0) + 1 }),
    )
    this.fanout.frame({ t: 'title', title })
    this.#host.tell(false)
  }

  #touch(now: number, pick?: Pick): void {
    const version = (this.#store.head?.version ?? 0) + 1
    this.#store.amend({ updated: now, version, ...(pick && { pick }) })
  }

  #put(messages: Message[], caller: Caller, by?: { session: Session; ack: string }): void {
    const clock = this.#store.clock
    const last = messages.at(-1) as Message
    if (by) this.fanout.to(by.session, { t: 'ack', id: by.ack, clock })
    const put: ServerFrame = { t: 'put', clock, messages }
    const follows = this.#store.leaf(caller.user) === last.id
    this.fanout.frame(follows ? { ...put, leaf: last.id } : put, (s) => isOf(s, caller) && s !== by?.session)
    this.fanout.frame(put, (session) => !isOf(session, caller))
  }
}

function replyTo(parent: string, id: string, pick: Pick, created: number, clock: number): Message {
  return { id, parent, role: 'assistant', state: 'open', parts: [], created, clock, pick }
}

function isOf(session: Session, caller: Caller): boolean {
  return session.caller.user === caller.user
}
