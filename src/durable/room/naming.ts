/** Names a conversation by a model, once: after its first answer, or where the operator wants it, from the first message. */
import type { Message, Pick } from '../../shared/message.ts'
import { namingOf, textOf } from '../../shared/parts.ts'
import type { Fanout } from './fanout.ts'
import type { Meter } from './meter.ts'
import type { Store } from './store.ts'
import { titleCall, titleFrom } from './title.ts'

/** Who names a conversation, and the operator's words for it. */
export type NamingWay = { pick: Pick; prompt?: string; template?: string; immediate?: boolean }

export type NamingHost = {
  now(): number
  meter: Meter
  /** Who names conversations that `pick` answers; null: nobody. */
  naming(pick: Pick): NamingWay | null
  background(work: Promise<void>): void
  tell(soon: boolean): void
  timings: { idleMs: number }
}

export class Naming {
  readonly #host: NamingHost
  readonly #store: Store
  readonly #fanout: Fanout
  /** A model is looking for a name: one is enough. */
  #looking = false

  constructor(host: NamingHost, store: Store, fanout: Fanout) {
    this.#host = host
    this.#store = store
    this.#fanout = fanout
  }

  /** [TI2] `reply` begins to answer `question`. */
  began(reply: Message, question: Message | undefined): void {
    if (this.#wanted(reply)?.immediate && question) this.#name(reply, question)
  }

  /** [TI1] `reply` is complete. */
  ended(reply: Message): void {
    const question = reply.parent === null ? undefined : this.#store.message(reply.parent)
    if (question) this.#name(reply, question)
  }

  /** Null when the conversation has a name, may have none, or nobody can give one. */
  #wanted({ pick }: Message): NamingWay | null {
    const { head } = this.#store
    if (!head || this.#looking || head.temporary || head.titled !== 'no' || !pick) return null
    return this.#host.naming(pick)
  }

  #name(reply: Message, question: Message): void {
    const way = this.#wanted(reply)
    if (!way) return
    const call = titleCall(way, namingOf(question.parts), textOf(reply.parts))
    const signal = AbortSignal.timeout(this.#host.timings.idleMs)
    this.#looking = true
    const work = async () => {
      const title = await titleFrom(
        this.#host.meter.ask({ kind: 'title', message: reply.id }, way.pick, call, signal),
      ).catch(() => null)
      this.#looking = false
      const { head } = this.#store
      if (title === null || head?.titled !== 'no') return
      this.#store.write(head.owner, this.#host.now(), () => this.#store.entitle(title, 'model'))
      this.#fanout.frame({ t: 'title', title })
      this.#host.tell(false)
    }
    this.#host.background(work())
  }
}
