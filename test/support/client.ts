/**
 * A client of the real server, as small as one can be that keeps a faithful copy of a conversation: it draws nothing
 * and applies every frame as the page does. Shared by the tests that kill the server, those on real sockets, and the
 * bench. `drop` cuts the connection without a word, as a lost network does.
 */
import WebSocket from 'ws'
import { applyDelta, type Delta, type DeltaTarget, lengthsOf } from '../../src/shared/delta.ts'
import { newId } from '../../src/shared/ids.ts'
import type { Message, Pick } from '../../src/shared/message.ts'
import type { ClientFrame, ServerFrame, Tail } from '../../src/shared/protocol.ts'
import type { Person } from './person.ts'

type Sent = Extract<ClientFrame, { t: 'send' }>

/** Ms to wait for anything before the test fails. Generous: continuous integration has slow neighbours. */
const PATIENCE_MS = 20_000

export class Client {
  readonly conversation: string
  readonly messages = new Map<string, Message>()
  leaf: string | null = null
  title: string | null = null
  clock = 0
  /** Refusals, in order. */
  readonly errors: Extract<ServerFrame, { t: 'error' }>[] = []
  /** What must never happen: the clock ran backwards, a message was told without its parent. */
  readonly violations: string[] = []
  /** Why the server closed the last connection; null while it is open or after `drop`. */
  closed: { code: number; reason: string } | null = null
  /** Times a gap in the deltas made the client say hello again. */
  resyncs = 0
  readonly acked = new Set<string>()
  readonly #person: Person
  readonly #unacked = new Map<string, Sent>()
  readonly #waiting = new Set<() => void>()
  #socket: WebSocket | null = null
  #ready = false
  /** All messages are held, not only those of a window: then none is ever unknown. */
  #whole = false
  #asked: string | null = null

  constructor(person: Person, conversation: string = newId()) {
    this.#person = person
    this.conversation = conversation
  }

  /** Connects, says hello with what it holds, repeats what was never acknowledged. Resolves when the answer is in. */
  async connect(): Promise<void> {
    const { url, token } = this.#person
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/convos/${this.conversation}/ws`, {
      headers: { authorization: `Bearer ${token}` },
      perMessageDeflate: false,
    })
    this.#socket = socket
    this.#ready = false
    this.closed = null
    const opened = new Promise<void>((done, fail) => {
      socket.once('open', done)
      socket.once('error', fail)
    })
    socket.on('error', () => {})
    socket.on('close', (code, reason) => {
      if (this.#socket !== socket) return
      this.#socket = null
      this.#ready = false
      this.closed = { code, reason: reason.toString() }
      this.#wake()
    })
    socket.on('message', (data) => {
      if (this.#socket === socket) this.#receive(data.toString())
    })
    await opened
    this.#hello()
    await this.until(() => this.#ready || this.closed !== null)
    if (!this.#ready) throw new Error(`closed ${JSON.stringify(this.closed)}`)
    for (const frame of this.#unacked.values()) this.frame(frame)
  }

  get connected(): boolean {
    return this.#ready
  }

  /** Every message that was sent has been acknowledged. */
  get settled(): boolean {
    return this.#unacked.size === 0
  }

  /** Cuts the connection. Nothing that is under way arrives any more. */
  drop(): void {
    const socket = this.#socket
    this.#socket = null
    this.#ready = false
    socket?.terminate()
  }

  /** Sends a frame, or anything at all. Silently nothing while there is no connection. */
  frame(frame: ClientFrame | string | Buffer): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return
    this.#socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame))
  }

  /** Sends a message after `parent` (undefined: at the end of the branch). It is repeated until it is acknowledged. */
  send(text: string, pick: Pick, parent: string | null = this.leaf): { id: string; reply: string } {
    const id = newId()
    const reply = newId()
    const frame: Sent = { t: 'send', id, reply, parent, parts: [{ type: 'text', text }], pick }
    this.#unacked.set(id, frame)
    this.#draw(frame)
    this.frame(frame)
    return { id, reply }
  }

  /** Resolves when `test` holds; checked after every frame. */
  async until(test: () => boolean, what = test.toString(), ms = PATIENCE_MS): Promise<void> {
    if (test()) return
    await new Promise<void>((done, fail) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check)
        fail(new Error(`waited ${ms} ms in vain: ${what}; errors ${JSON.stringify(this.errors)}`))
      }, ms)
      const check = () => {
        if (!test()) return
        clearTimeout(timer)
        this.#waiting.delete(check)
        done()
      }
      this.#waiting.add(check)
    })
  }

  /** Resolves with the reply when it is no longer open. */
  async over(reply: string): Promise<Message> {
    await this.until(() => (this.messages.get(reply)?.state ?? 'open') !== 'open', `reply ${reply} is over`)
    return this.messages.get(reply)!
  }

  /** The branch that is looked at, oldest first. */
  path(): Message[] {
    const path: Message[] = []
    for (let id = this.leaf; id !== null; ) {
      const message = this.messages.get(id)
      if (!message) break
      path.unshift(message)
      id = message.parent
    }
    return path
  }

  /** Shows a message and its empty reply before they are stored, as the page does. */
  #draw({ id, reply, parent, parts, pick }: Sent): void {
    if (this.messages.has(id)) return
    const known = { created: 0, clock: 0 }
    this.messages.set(id, { id, parent, role: 'user', state: 'settled', parts, ...known })
    this.messages.set(reply, {
      id: reply,
      parent: id,
      role: 'assistant',
      state: 'open',
      parts: [],
      pick,
      ...known,
    })
    this.leaf = reply
  }

  #hello(): void {
    const have: Record<string, number[]> = {}
    for (const { id, state, parts } of this.messages.values())
      if (state === 'open') have[id] = lengthsOf(parts)
    this.frame({ t: 'hello', since: this.clock, have })
  }

  #receive(data: string): void {
    const frame = JSON.parse(data) as ServerFrame
    switch (frame.t) {
      case 'state':
        this.#whole = frame.clock === 0
        this.messages.clear()
        for (const message of frame.window.path) this.#store(message)
        this.#stand(frame)
        break
      case 'since':
        for (const message of frame.messages) this.#store(message)
        this.#stand(frame)
        break
      case 'ack':
        this.#stored(frame.id, frame.clock)
        break
      case 'put':
        for (const message of frame.messages) {
          const { id, parent } = message
          if (this.#whole && parent !== null && !this.messages.has(parent))
            this.violations.push(`${id} came before ${parent}`)
          this.#store(message)
        }
        if (frame.leaf !== undefined) this.leaf = frame.leaf
        this.#advance(frame.clock)
        break
      case 'd':
        this.#apply(frame)
        break
      case 'branch':
        for (const message of frame.window.path) this.#store(message)
        this.leaf = frame.leaf
        break
      case 'page':
        for (const message of frame.window.path) this.#store(message)
        break
      case 'title':
        this.title = frame.title
        break
      case 'error':
        this.errors.push(frame)
        this.#refused(frame.re)
        break
    }
    this.#fetchAbove()
    this.#wake()
  }

  /** The branch moved to where only its end is held: what stands above is asked for. */
  #fetchAbove(): void {
    const from = this.path()[0]?.parent ?? null
    if (this.#ready && from !== null && from !== this.#asked) this.frame({ t: 'page', from })
    this.#asked = from
  }

  #stored(id: string, clock: number): void {
    const sent = this.#unacked.get(id)
    this.#unacked.delete(id)
    this.acked.add(id)
    for (const message of [this.messages.get(id), sent && this.messages.get(sent.reply)])
      if (message && message.clock < clock) message.clock = clock
    // A repeated message is acknowledged with the clock that it was stored at.
    this.clock = Math.max(this.clock, clock)
  }

  /** What was refused is not repeated, and not shown any more: the truth is asked for. */
  #refused(re: string | undefined): void {
    if (re === undefined || !this.#unacked.delete(re)) return
    this.clock = 0
    this.#hello()
  }

  #stand(frame: { clock: number; title: string | null; leaf: string | null; tails: Tail[] }): void {
    this.#advance(frame.clock)
    this.title = frame.title
    this.leaf = frame.leaf
    for (const tail of frame.tails) this.#apply(tail)
    for (const sent of this.#unacked.values()) this.#draw(sent)
    this.#ready = true
  }

  #store(message: Message): void {
    this.messages.set(message.id, structuredClone(message))
  }

  #advance(clock: number): void {
    if (clock < this.clock) this.violations.push(`clock ${this.clock} became ${clock}`)
    this.clock = clock
  }

  #apply({ r, d }: Tail): void {
    const message = this.messages.get(r)
    if (!message) {
      if (this.#whole) this.violations.push(`deltas of the unknown reply ${r}`)
      return
    }
    for (const delta of d) {
      if (
        applyDelta(
          targetOf(message, () => this.#advance((delta as { clock: number }).clock)),
          delta,
        )
      )
        continue
      this.resyncs++
      this.#hello()
      return
    }
  }

  #wake(): void {
    for (const check of [...this.#waiting]) check()
  }
}

/** What all readers of a message agree on: all but the time, which who sent it only guesses. */
export function agreed({ created: _, ...message }: Message): Omit<Message, 'created'> {
  return message
}

/** `message` as what deltas are applied to; `ended` is told when it is over. */
export function targetOf(message: Message, ended: () => void = () => {}): DeltaTarget {
  const { parts } = message
  const at = (n: number) => parts[n]!
  return {
    size: () => parts.length,
    length: (n) => lengthsOf([at(n)])[0]!,
    open: (_, part) => parts.push({ ...part }),
    append(n, text) {
      const part = at(n)
      if ('text' in part) part.text += text
    },
    seal(n, ms, signature) {
      Object.assign(at(n), ms !== undefined && { ms }, signature !== undefined && { signature })
    },
    wait: () => {},
    doing: () => {},
    end({ k: _, ...ending }: Extract<Delta, { k: 'end' }>) {
      Object.assign(message, ending)
      ended()
    },
  }
}
