/**
 * The conversation itself: who may do what, the tree of messages, and the turns that write into it. It takes a store, a
 * clock, a way to ask models and a fan-out, and knows no platform. The rules are in SPEC.md.
 */
import { type Also, comparisonOf } from '../../shared/comparison.ts'
import type { ContextUse } from '../../shared/context.ts'
import type { ConversationItem } from '../../shared/conversation.ts'
import { type Fault, fail, ok, type Result } from '../../shared/errors.ts'
import type { Feedback, Message, Pick } from '../../shared/message.ts'
import { filesOf, goingOn, namingOf, textOf } from '../../shared/parts.ts'
import type { ServerFrame } from '../../shared/protocol.ts'
import type { Setup } from '../../shared/setup.ts'
import type { Caller, Sending } from '../rpc.ts'
import { Answers, type AnswersHost } from './answers.ts'
import { type Brought, bring } from './bring.ts'
import { Compare } from './compare.ts'
import { planOf, useOf } from './context.ts'
import type { Early } from './early.ts'
import { Fanout, type Session } from './fanout.ts'
import { Files } from './files.ts'
import { NO_HOME, setupAtHome } from './home.ts'
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
  /** The operator has switched this off. */
  bars?(asked: Barred): boolean
  /** Why the operator wants no such files there; null where there is nothing against them. */
  barsFiles?(sending: Sending): Fault | null
  fileTokens?: number | undefined
  /** A temporary conversation began: somebody must look after it. */
  began(): void
}

export class Room {
  readonly fanout = new Fanout()
  readonly #host: RoomHost
  readonly #store: Store
  readonly files: Files
  readonly answers: Answers
  readonly tree: Tree
  readonly queue: Queue
  readonly compare: Compare

  constructor(host: RoomHost) {
    this.#host = host
    this.#store = host.store
    this.files = new Files(host.store, host.fileTokens)
    this.queue = new Queue({
      ...host,
      fanout: this.fanout,
      files: this.files,
      send: (user, sending) => this.send({ user, sid: '', role: 'USER' }, sending),
    })
    this.answers = new Answers(host, host.store, this.files, this.fanout, this.queue)
    this.tree = new Tree({
      ...host,
      fanout: this.fanout,
      answers: this.answers,
      window: (leaf) => this.window(leaf),
    })
    this.compare = new Compare({
      ...host,
      fanout: this.fanout,
      answers: this.answers,
      queue: this.queue,
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
    const { title, pick, created, updated, temporary, home } = head
    const running = this.answers.count > 0
    const item = { id: this.#host.id, title, pick, created, updated, running, home: home.project }
    return temporary ? { ...item, temporary } : item
  }

  /** [EA1] Asks the model for the reply to a message that `send` is about to store; null where that is of no use. */
  hasten(caller: Caller, sending: Sending): Early | null {
    const { id, reply, parts, pick, setup, also = [] } = sending
    if (caller.barred || !this.#host.gated || !this.answers.room(1 + also.length) || this.queue.has(id))
      return null
    if (this.#host.bars?.(sending) || this.#host.barsFiles?.(sending)) return null
    // [PR1] Its instructions are asked for first.
    if (sending.project || this.#store.head?.home.project) return null
    const follows = this.#place(caller, sending)
    if (!follows.ok || follows.value?.state === 'open') return null
    const [now, clock, parent] = [this.#host.now(), this.#store.clock, follows.value?.id ?? null]
    const question: Message = { id, parent, role: 'user', state: 'settled', parts, created: now, clock }
    const first = this.#store.head === null
    const answer = replyTo(id, reply, pick, now, clock)
    const asks = this.#store.head?.setup ?? setup ?? {}
    // [SU1] What is too long is summarised first.
    if (this.answers.summaries.due({ from: id, pick, setup: asks, question })) return null
    return this.answers.early(answer, pick, question, caller.user, first ? setup : undefined)
  }

  /**
   * [SD1] [SD2] Stores a message and begins its reply, which may have been asked for already. `from` is told by an `ack`,
   * everybody else by a `put`, and by both where it was to wait and need not.
   */
  send(
    caller: Caller,
    sending: Sending,
    from?: Session,
    early: Early | null = null,
  ): Result<{ id: string; reply: string }> {
    try {
      // [UI2] Who has not accepted the terms.
      if (caller.barred) return fail('terms', 'accept the terms first: POST /api/user/terms/accept')
      // [UI1] What the operator has switched off.
      if (this.#host.bars?.(sending)) return fail('forbidden')
      const unfit = this.#host.barsFiles?.(sending)
      if (unfit) return { ok: false, fault: unfit }
      return this.#send(caller, sending, from, early)
    } finally {
      early?.drop()
    }
  }

  #send(
    caller: Caller,
    sending: Sending,
    from: Session | undefined,
    early: Early | null,
  ): Result<{ id: string; reply: string }> {
    const store = this.#store
    // Somebody else may have begun it while the model was asked.
    if (this.may(caller) === 'nothing') return fail('not_found')
    const { id, reply, parts, pick, also } = sending
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
    const follows = this.#place(caller, sending)
    if (!follows.ok) return follows
    const above = follows.value
    const parent = above?.id ?? null
    if (above?.state === 'open') {
      const { when } = sending
      if (when === undefined) return fail('busy', 'the answer before this is still being written')
      if (when !== 'interrupt') return this.#wait(caller, sending, above.id, when, from)
      // [QU3] What waits for it waits for this one, also what would have followed as soon as it stops.
      this.queue.follow([above.id], reply)
      this.answers.stop(above.id)
    }
    // [CM4] To go on from one of several answers ends the others.
    const rivals = this.compare.rivals(above)
    const picks = [{ reply, pick }, ...(also ?? [])]
    if (!this.answers.room(picks.length, rivals))
      return fail('busy', 'too many answers are being written at once')

    const [now, first] = [this.#host.now(), store.head === null]
    const away = !from && this.queue.isElsewhere(id, parent, rivals, caller.user)
    // The library does not know it yet: if the process dies now, somebody must come and tell.
    if (first) this.#host.wakeIn(FIRST_MS)
    const { decided, user, answers } = store.write(caller.user, now, (clock) => {
      const comparison = comparisonOf(reply, also)
      const asked: Message = { id, parent, role: 'user', state: 'settled', parts, created: now, clock }
      const user = comparison ? { ...asked, comparison } : asked
      const answers = picks.map((one) => replyTo(id, one.reply, one.pick, now, clock))
      const decided = this.compare.goOn(above, clock)
      const forks = !first && store.firstChild(parent) !== undefined
      store.insert(user)
      this.files.write(id, parts, now)
      for (const answer of answers) store.insert(answer)
      if (forks && !away) store.choose(caller.user, parent, id)
      if (!away) store.setLeaf(caller.user, reply)
      if (first && sending.temporary) store.amend({ temporary: true })
      else if (first) store.amend({ title: provisionalTitle(namingOf(parts)) })
      else this.queue.taken(id, reply)
      this.queue.follow(rivals, reply)
      if (first && sending.setup) store.amend({ setup: sending.setup })
      if (first && sending.project) store.amend({ home: { ...NO_HOME, project: sending.project } })
      store.touch(now, pick)
      return { decided, user, answers }
    })
    this.files.written(parts)
    // [HS2] Whoever waited at an empty conversation that is now somebody else's.
    if (first && sending.temporary) this.#host.began()
    if (first) this.fanout.expel('not_found', (session) => this.may(session.caller) === 'nothing')
    this.#put([...decided, user, ...answers], caller, from && { session: from, ack: id })
    if (from && decided.length > 0) this.fanout.to(from, { t: 'put', clock: store.clock, messages: decided })
    // Its sender drew it among those that wait: the answer before it ended a moment ago.
    if (from && (sending.when === 'queue' || sending.when === 'steer'))
      this.fanout.to(from, { t: 'put', clock: store.clock, messages: [user, ...answers], leaf: reply })
    for (const rival of rivals) this.answers.stop(rival)
    for (const answer of answers)
      this.answers.begin(answer, answer.pick as Pick, user, answer.id === reply ? early : null)
    if (rivals.length > 0 || above?.state === 'open') this.queue.goesOn(reply)
    return ok({ id, reply })
  }

  /** [SD2] The message that this one follows (null: it begins a tree), unless it may not be stored at all. */
  #place(caller: Caller, { id, reply, parent: named, parts, also = [] }: Sending): Result<Message | null> {
    const store = this.#store
    const parent = named === undefined ? store.leaf(caller.user) : named
    if (!store.areNew([id, reply, ...also.map((one) => one.reply)]))
      return fail('conflict', 'the reply needs an id of its own')
    if (textOf(parts).trim() === '' && filesOf(parts).length === 0)
      return fail('bad_request', 'the message is empty')
    const claimed = this.files.claim(parts)
    if (!claimed.ok) return claimed
    const above = parent === null ? null : store.message(parent)
    return above === undefined
      ? fail('bad_request', 'the message this one follows is not in this conversation')
      : ok(above)
  }

  /** [QU1] Lets a message wait for the answer `after`. */
  #wait(caller: Caller, sending: Sending, after: string, mode: 'queue' | 'steer', from?: Session) {
    const waits = this.queue.add(caller, sending, after, mode)
    if (waits.ok && from) this.fanout.to(from, { t: 'ack', id: sending.id, clock: this.#store.clock })
    return waits
  }

  /** Another reply to the user message `of`, or several [CM1]; one may take the place of a compared one [CM2]. */
  regenerate(caller: Caller, of: string, reply: string, pick: Pick, more: More = {}): Result<null> {
    const { also, instead } = more
    if (this.#host.bars?.({ also })) return fail('forbidden')
    const store = this.#store
    const question = store.message(of)
    if (question?.role !== 'user') return fail('bad_request', 'that message is not in this conversation')
    const known = store.message(reply)
    if (!known && store.has(reply)) return fail('conflict', 'this answer was deleted')
    if (known) return known.parent === of ? ok(null) : fail('conflict', 'this id belongs to another message')
    const picks = [{ reply, pick }, ...(also ?? [])]
    if (!store.areNew(picks.map((one) => one.reply)))
      return fail('conflict', 'every reply needs an id of its own')
    if (!this.answers.room(picks.length)) return fail('busy', 'too many answers are being written at once')
    const now = this.#host.now()
    const { asked, answers } = store.write(caller.user, now, (clock) => {
      const answers = picks.map((one) => replyTo(of, one.reply, one.pick, now, clock))
      for (const answer of answers) store.insert(answer)
      this.queue.again(of, reply)
      const asked = this.compare.asked(question, reply, also, instead, clock)
      store.choose(caller.user, of, reply)
      store.setLeaf(caller.user, reply)
      store.touch(now, pick)
      return { asked, answers }
    })
    this.#put([...asked, ...answers], caller)
    this.queue.goesOn(reply)
    for (const answer of answers) this.answers.begin(answer, answer.pick as Pick)
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
      const { why: _w, by: _b, fault: _f, usage: _u, ...rest } = message
      const parts = goingOn(rest.parts, (part) => part.type === 'text' && part.text === '')
      const again: Message = { ...rest, parts, state: 'open', pick, clock }
      store.update(again)
      store.touch(now, pick)
      return again
    })
    this.#put([open], caller)
    this.queue.goesOn(reply)
    this.answers.begin(open, pick)
    return ok(null)
  }

  /** [BG1] Copies messages to the end of another branch. */
  bring(caller: Caller, parent: string, items: readonly Brought[]): Result<null> {
    const { fanout, answers, compare, queue, files } = this
    return bring({ ...this.#host, fanout, answers, compare, queue, files }, caller, parent, items)
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
  window(from: string | null, count?: number): ReturnType<typeof windowAt> {
    const { path, kids, beside } = windowAt(this.#store, from, count)
    const now = (messages: Message[]) => messages.map((message) => this.answers.current(message))
    return { path: now(path), kids, ...(beside && { beside: now(beside) }) }
  }

  /** [TE3] A temporary conversation becomes one like any other. */
  keep(caller: Caller): Result<null> {
    const store = this.#store
    if (!store.head?.temporary) return ok(null)
    const root = store.firstChild(null)
    const title = provisionalTitle(namingOf((root && store.message(root)?.parts) || []))
    store.write(caller.user, this.#host.now(), () => store.keep(title))
    this.fanout.frame({ t: 'kept', title })
    this.#host.tell(false)
    return ok(null)
  }

  /** [ST1] Every answer from now on is asked for like this. */
  setUp(caller: Caller, setup: Setup): Result<null> {
    if (this.#host.bars?.({ setup })) return fail('forbidden')
    this.#store.write(caller.user, this.#host.now(), () => this.#store.amend({ setup }))
    this.fanout.frame({ t: 'setup', setup })
    return ok(null)
  }

  /** [CX1] What would go along with a message after `leaf`, as it would be planned. */
  use(leaf: string | null, pick: Pick): ContextUse {
    const setup = setupAtHome(this.#store)
    const facts = this.#host.facts(pick)
    const plan = planOf(this.#store, this.files, leaf, { pick, setup, facts })
    return useOf(this.#store, plan, leaf === null ? undefined : this.#store.message(leaf), pick)
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
    const leaf = this.#store.leaf(caller.user)
    if (by) this.fanout.to(by.session, { t: 'ack', id: by.ack, clock })
    const put: ServerFrame = { t: 'put', clock, messages }
    const follows = leaf !== null && messages.some(({ id }) => id === leaf)
    this.fanout.frame(follows ? { ...put, leaf } : put, (s) => isOf(s, caller) && s !== by?.session)
    this.fanout.frame(put, (session) => !isOf(session, caller))
  }
}

/** What of a request may be switched off. */
type Barred = Partial<Omit<Sending, 'id' | 'reply' | 'parent' | 'parts' | 'pick' | 'when' | 'project'>> & {
  feedback?: Feedback
}

/** What another reply may be besides one of its own: several, or one in the column of another. */
type More = { also?: Also | undefined; instead?: string | undefined }

function replyTo(parent: string, id: string, pick: Pick, created: number, clock: number): Message {
  return { id, parent, role: 'assistant', state: 'open', parts: [], created, clock, pick }
}

function isOf(session: Session, caller: Caller): boolean {
  return session.caller.user === caller.user
}
