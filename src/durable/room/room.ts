/**
 * The conversation itself: who may do what, the tree of messages, and the turns that write into it. It takes a store, a
 * clock, a way to ask models and a fan-out, and knows no platform. The rules are in SPEC.md.
 */
import type { ConversationItem } from '../../shared/conversation.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { Message, Pick } from '../../shared/message.ts'
import { textOf } from '../../shared/parts.ts'
import type { ServerFrame } from '../../shared/protocol.ts'
import type { Setup } from '../../shared/setup.ts'
import type { Caller, Sending } from '../rpc.ts'
import { Answers, type AnswersHost } from './answers.ts'
import { Fanout, type Session } from './fanout.ts'
import { Queue } from './queue.ts'
import type { Store } from './store.ts'
import { provisionalTitle } from './title.ts'
import { Tree } from './tree.ts'
import { leafBelow, windowAt } from './window.ts'

/** Ms after a first message at which the library is told by an alarm, should everything else have failed. */
const FIRST_MS = 20_000

export type RoomHost = AnswersHost & {
  /** The conversation's id. */
  id: string
  store: Store
  /** Asks to be woken in `ms`. */
  wakeIn(ms: number): void
  /** A temporary conversation began: somebody must look after it. */
  began(): void
}

export class Room {
  readonly fanout = new Fanout()
  readonly #host: RoomHost
  readonly #store: Store
  readonly answers: Answers
  readonly tree: Tree
  readonly queue: Queue

  constructor(host: RoomHost) {
    this.#host = host
    this.#store = host.store
    this.queue = new Queue({
      ...host,
      fanout: this.fanout,
      send: (user, sending) => this.send({ user, sid: '', role: 'USER' }, sending),
    })
    this.answers = new Answers(host, host.store, this.fanout, this.queue)
    this.tree = new Tree({
      ...host,
      fanout: this.fanout,
      answers: this.answers,
      window: (leaf) => this.window(leaf),
    })
  }

  /** The one policy: a conversation belongs to who began it; to everybody else it does not exist. */
  may(caller: Caller): 'act' | 'begin' | 'nothing' {
    const head = this.#store.head
    if (!head) return 'begin'
    return head.owner === caller.user ? 'act' : 'nothing'
  }

  /** As the library lists this conversation; null when it does not exist. */
  item(): ConversationItem | null {
    const head = this.#store.head
    if (!head) return null
    const { title, pick, created, updated } = head
    return { id: this.#host.id, title, pick, created, updated, running: this.answers.count > 0 }
  }

  /** [SD1] [SD2] Stores a message and begins its reply. `from` is told by an `ack`, everybody else by a `put`. */
  send(caller: Caller, sending: Sending, from?: Session): Result<{ id: string; reply: string }> {
    const store = this.#store
    const { id, reply, parts, pick } = sending
    const known = store.message(id)
    if (from && !known && this.queue.has(id)) {
      this.fanout.to(from, { t: 'ack', id, clock: store.clock })
      return ok({ id, reply })
    }
    if (known) {
      if (known.role !== 'user') return fail('conflict', 'this id belongs to another message')
      if (from) this.fanout.to(from, { t: 'ack', id, clock: known.clock })
      return ok({ id, reply: store.firstChild(id) ?? reply })
    }
    const parent = sending.parent === undefined ? store.leaf(caller.user) : sending.parent
    if (id === reply || store.has(id) || store.has(reply))
      return fail('conflict', 'the reply needs an id of its own')
    if (textOf(parts).trim() === '') return fail('bad_request', 'the message is empty')
    const above = parent === null ? null : store.message(parent)
    if (above === undefined)
      return fail('bad_request', 'the message this one follows is not in this conversation')
    if (above?.state === 'open') {
      const { when } = sending
      if (when === undefined) return fail('busy', 'the answer before this is still being written')
      if (when !== 'interrupt') return this.#wait(caller, sending, above.id, when, from)
      this.answers.stop(above.id)
    }
    if (this.answers.full) return fail('busy', 'too many answers are being written at once')

    const now = this.#host.now()
    const first = store.head === null
    // The library does not know it yet: if the process dies now, somebody must come and tell.
    if (first) this.#host.wakeIn(FIRST_MS)
    const messages = store.write(caller.user, now, (clock) => {
      const user: Message = { id, parent, role: 'user', state: 'settled', parts, created: now, clock }
      const answer = replyTo(id, reply, pick, now, clock)
      const forks = !first && store.firstChild(parent) !== undefined
      store.insert(user)
      store.insert(answer)
      if (forks) store.choose(caller.user, parent, id)
      store.setLeaf(caller.user, reply)
      if (first && sending.temporary) store.amend({ temporary: true })
      else if (first) store.amend({ title: provisionalTitle(textOf(parts)) })
      else this.queue.taken(id, reply)
      if (first && sending.setup) store.amend({ setup: sending.setup })
      store.touch(now, pick)
      return [user, answer]
    })
    // [HS2] Whoever waited at an empty conversation that is now somebody else's.
    if (first && sending.temporary) this.#host.began()
    if (first) this.fanout.expel('not_found', (session) => this.may(session.caller) === 'nothing')
    this.#put(messages, caller, from && { session: from, ack: id })
    this.answers.begin(messages[1]!, pick, messages[0])
    return ok({ id, reply })
  }

  /** [QU1] Lets a message wait for the answer `after`. */
  #wait(caller: Caller, sending: Sending, after: string, mode: 'queue' | 'steer', from?: Session) {
    const waits = this.queue.add(caller, sending, after, mode)
    if (waits.ok && from) this.fanout.to(from, { t: 'ack', id: sending.id, clock: this.#store.clock })
    return waits
  }

  /** Another reply to the user message `of`. */
  regenerate(caller: Caller, of: string, reply: string, pick: Pick): Result<null> {
    const store = this.#store
    const question = store.message(of)
    if (question?.role !== 'user') return fail('bad_request', 'that message is not in this conversation')
    const known = store.message(reply)
    if (!known && store.has(reply)) return fail('conflict', 'this answer was deleted')
    if (known) return known.parent === of ? ok(null) : fail('conflict', 'this id belongs to another message')
    if (this.answers.full) return fail('busy', 'too many answers are being written at once')
    const now = this.#host.now()
    const answer = store.write(caller.user, now, (clock) => {
      const message = replyTo(of, reply, pick, now, clock)
      store.insert(message)
      store.choose(caller.user, of, reply)
      store.setLeaf(caller.user, reply)
      store.touch(now, pick)
      return message
    })
    this.#put([answer], caller)
    this.answers.begin(answer, pick)
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
    if (this.answers.full) return fail('busy', 'too many answers are being written at once')
    const now = this.#host.now()
    const open = store.write(caller.user, now, (clock) => {
      const { why: _w, fault: _f, usage: _u, ...rest } = message
      const again: Message = { ...rest, state: 'open', pick, clock }
      store.update(again)
      store.touch(now, pick)
      return again
    })
    this.#put([open], caller)
    this.answers.begin(open, pick)
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
    return { path: path.map((message) => this.answers.current(message)), kids }
  }

  /** [TE3] A temporary conversation becomes one like any other. */
  keep(caller: Caller): Result<null> {
    const store = this.#store
    if (!store.head?.temporary) return ok(null)
    const root = store.firstChild(null)
    const title = provisionalTitle(textOf((root && store.message(root)?.parts) || []))
    store.write(caller.user, this.#host.now(), () => store.keep(title))
    this.fanout.frame({ t: 'kept', title })
    this.#host.tell(false)
    return ok(null)
  }

  /** [ST1] Every answer from now on is asked for like this. */
  setUp(caller: Caller, setup: Setup): Result<null> {
    this.#store.write(caller.user, this.#host.now(), () => this.#store.amend({ setup }))
    this.fanout.frame({ t: 'setup', setup })
    return ok(null)
  }

  /** A name given by a person stays. */
  rename(caller: Caller, title: string): Result<ConversationItem> {
    const store = this.#store
    store.write(caller.user, this.#host.now(), () => store.entitle(title, 'person'))
    this.fanout.frame({ t: 'title', title })
    this.#host.tell(false)
    return ok(this.item() as ConversationItem)
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
