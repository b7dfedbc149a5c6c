/**
 * One message as the page draws it: the same object for as long as it is known, with a signal for everything that
 * changes. Grows by the deltas of `shared/delta.ts`, exactly like the draft on the server.
 */
import { batch, type Signal, signal } from '@preact/signals'
import type { Comparison } from '../../shared/comparison.ts'
import { applyDelta, type Delta, type DeltaTarget, type Doing, tailOf } from '../../shared/delta.ts'
import type { Fault } from '../../shared/errors.ts'
import type {
  By,
  EndReason,
  Feedback,
  Message,
  MessageState,
  Pick,
  Summary,
  Usage,
} from '../../shared/message.ts'
import { type FilePart, goingOn, type Part, type SourcePart } from '../../shared/parts.ts'

export type PartModel =
  | { readonly type: 'text'; readonly text: Signal<string> }
  | {
      readonly type: 'thinking'
      readonly text: Signal<string>
      readonly ms: Signal<number | null>
      since: number
    }
  | { readonly type: 'source'; readonly source: SourcePart }
  | { readonly type: 'file'; readonly file: FilePart }

/** Of what was written here: on its way, stored by the server, or refused by it. */
export type Delivery = 'sending' | 'sent' | 'refused'

export class MessageModel implements DeltaTarget {
  readonly id: string
  readonly parent: string | null
  readonly role: 'user' | 'assistant'
  /** Unix ms. */
  readonly created: number
  readonly parts = signal<readonly PartModel[]>([])
  readonly state: Signal<MessageState>
  readonly why = signal<EndReason | null>(null)
  /** Who answered in the place of `pick`. */
  readonly by = signal<By | null>(null)
  readonly usage = signal<Usage | null>(null)
  readonly fault = signal<Fault | null>(null)
  readonly feedback = signal<Feedback | null>(null)
  /** When its words were last changed in place, Unix ms. */
  readonly edited = signal<number | null>(null)
  /** What stands for it and everything above it when the model is asked. */
  readonly summary = signal<Summary | null>(null)
  /** Earlier messages were left out of its question, because they could not be summarised. */
  readonly unsummarized = signal(false)
  /** Earlier messages are being summarised before its model is asked. */
  readonly summarizing = signal(false)
  readonly pick: Signal<Pick | null>
  /** Of a question that several models were asked at once. */
  readonly comparison = signal<Comparison | null>(null)
  /** The turn pauses before it asks the model again. */
  readonly waiting = signal<{ fault: Fault; retryAt: number } | null>(null)
  readonly delivery: Signal<Delivery>
  readonly refusal = signal<Fault | null>(null)
  /** When the answer began to be waited for here, Unix ms by this machine's clock. */
  since: number
  #clock = -1

  constructor(message: Message, delivery: Delivery = 'sent') {
    this.id = message.id
    this.parent = message.parent
    this.role = message.role
    this.created = message.created
    this.state = signal(message.state)
    this.pick = signal(message.pick ?? null)
    this.delivery = signal(delivery)
    this.since = Math.min(message.created, Date.now())
    this.put(message)
  }

  /** The text a copy or an edit takes: what was said, without the reasoning. */
  text(): string {
    return this.parts
      .peek()
      .flatMap((part) => (part.type === 'text' ? [part.text.peek()] : []))
      .join('\n\n')
  }

  files(): FilePart[] {
    return this.parts.peek().flatMap((part) => (part.type === 'file' ? [part.file] : []))
  }

  /** Lengths held of each part, as `hello` tells them. */
  lengths(): number[] {
    return this.parts.peek().map((_, n) => this.length(n))
  }

  /** False when a delta before this one is missing. */
  apply(delta: Delta): boolean {
    if (delta.k !== 'wait' && this.waiting.peek()) this.waiting.value = null
    if (delta.k !== 'doing' && this.summarizing.peek()) this.summarizing.value = false
    return applyDelta(this, delta)
  }

  /** The message as the server knows it. What is held of an open reply beyond that is kept: deltas were faster. */
  put(message: Message): void {
    if (message.clock < this.#clock) return
    const grows = message.state === 'open' && this.state.peek() === 'open'
    this.#clock = message.clock
    batch(() => {
      if (message.state === 'open' && !grows) this.since = Date.now()
      if (grows && this.#extends(message.parts)) {
        for (const delta of tailOf(message.parts, this.lengths())) applyDelta(this, delta)
      } else this.#replace(message.parts)
      this.state.value = message.state
      this.why.value = message.why ?? null
      this.by.value = message.by ?? null
      this.usage.value = message.usage ?? null
      this.fault.value = message.fault ?? null
      this.feedback.value = message.feedback ?? null
      this.edited.value = message.edited ?? null
      this.summary.value = message.summary ?? null
      this.unsummarized.value = message.unsummarized === true
      this.comparison.value = message.comparison ?? null
      if (message.pick) this.pick.value = message.pick
      if (message.state !== 'open') {
        this.waiting.value = null
        this.summarizing.value = false
      }
    })
  }

  /** As the server could tell it: for keeping. */
  plain(): Message {
    const [pick, why, usage] = [this.pick.peek(), this.why.peek(), this.usage.peek()]
    const [fault, feedback, edited] = [this.fault.peek(), this.feedback.peek(), this.edited.peek()]
    const comparison = this.comparison.peek()
    return {
      id: this.id,
      parent: this.parent,
      role: this.role,
      state: this.state.peek(),
      parts: this.parts.peek().map(plainPart),
      created: this.created,
      clock: this.#clock,
      ...(pick && { pick }),
      ...(why && { why }),
      ...(this.by.peek() && { by: this.by.peek() as By }),
      ...(usage && { usage }),
      ...(fault && { fault }),
      ...(feedback && { feedback }),
      ...(edited !== null && { edited }),
      ...(this.summary.peek() && { summary: this.summary.peek() as Summary }),
      ...(this.unsummarized.peek() && { unsummarized: true as const }),
      ...(comparison && { comparison }),
    }
  }

  /** It is to go on, as the server will have it. */
  goOn(): void {
    const isBlank = (part: PartModel) => part.type === 'text' && part.text.peek() === ''
    batch(() => {
      this.since = Date.now()
      this.fault.value = null
      this.parts.value = goingOn(this.parts.peek(), isBlank)
      this.state.value = 'open'
    })
  }

  size(): number {
    return this.parts.peek().length
  }

  length(n: number): number {
    const part = this.parts.peek()[n]
    return part && 'text' in part ? part.text.peek().length : 0
  }

  open(_n: number, part: Part): void {
    this.parts.value = [...this.parts.peek(), modelOf(part)]
  }

  append(n: number, text: string): void {
    const part = this.parts.peek()[n]
    if (part && 'text' in part) part.text.value += text
  }

  seal(n: number, ms: number | undefined): void {
    const part = this.parts.peek()[n]
    if (part?.type === 'thinking' && ms !== undefined) part.ms.value = ms
  }

  doing(what: Doing): void {
    this.summarizing.value = what === 'summary'
    if (what === 'unsummarized') this.unsummarized.value = true
  }

  wait(fault: Fault, retryAt: number): void {
    this.waiting.value = { fault, retryAt }
  }

  end(delta: Extract<Delta, { k: 'end' }>): void {
    this.#clock = Math.max(this.#clock, delta.clock)
    this.state.value = delta.state
    this.why.value = delta.why ?? null
    this.by.value = delta.by ?? null
    this.usage.value = delta.usage ?? null
    this.fault.value = delta.fault ?? null
  }

  #extends(parts: readonly Part[]): boolean {
    return this.parts.peek().every((part, n) => !parts[n] || parts[n].type === part.type)
  }

  #replace(parts: readonly Part[]): void {
    const held = this.parts.peek()
    const same = held.length === parts.length && held.every((part, n) => part.type === parts[n]!.type)
    if (!same) {
      this.parts.value = parts.map(modelOf)
      return
    }
    held.forEach((part, n) => {
      const now = parts[n]!
      if (!('text' in part && 'text' in now)) return
      part.text.value = now.text
      if (part.type === 'thinking' && now.type === 'thinking') part.ms.value = now.ms ?? null
    })
  }
}

function modelOf(part: Part): PartModel {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: signal(part.text) }
    case 'thinking':
      return { type: 'thinking', text: signal(part.text), ms: signal(part.ms ?? null), since: Date.now() }
    case 'source':
      return { type: 'source', source: part }
    case 'file':
      return { type: 'file', file: part }
  }
}

function plainPart(part: PartModel): Part {
  if (part.type === 'source') return part.source
  if (part.type === 'file') return part.file
  if (part.type === 'text') return { type: 'text', text: part.text.peek() }
  const ms = part.ms.peek()
  return { type: 'thinking', text: part.text.peek(), ...(ms !== null && { ms }) }
}
