/**
 * [OB1] [SE2] What the person's object must hear: the library's item, and texts for the search. The version and the news
 * are written in the same transaction as the fact, so a change can be told late or twice but never lost: the receiver
 * ignores what it knows. Only the latest state counts, so the news are ids, and texts are read when they are told.
 */
import type { ConversationItem } from '../../shared/conversation.ts'
import type { Charge } from '../../shared/ledger.ts'
import type { News, Placed } from '../rpc.ts'
import { chargesOf, chargesTold } from './charges.ts'
import { settleHome } from './home.ts'
import { newsOf } from './news.ts'
import type { Store } from './store.ts'

export type OutboxHost = {
  store: Store
  item(): ConversationItem | null
  send(version: number, item: ConversationItem, news: News | null): Promise<Placed>
  /** Of a conversation of which nothing else is told. */
  spend(charges: Charge[]): Promise<void>
  /** Asks to be woken in `ms`, in case this life of the object ends before. */
  wakeIn(ms: number): void
  background(work: Promise<void>): void
}

/** Ms a beginning turn waits with the news: its first token goes first, and a short answer then needs one call, not two. */
const SOON_MS = 1000

/** Ms until the next try after the library could not be reached. */
const RETRY_MS = 5000

export class Outbox {
  readonly #host: OutboxHost
  #busy = false
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(host: OutboxHost) {
    this.#host = host
  }

  /** There is something to tell; `soon`: within a moment. */
  tell(soon: boolean): void {
    if (soon) {
      this.#timer ??= setTimeout(() => this.tell(false), SOON_MS)
      return
    }
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (!this.#busy) this.#host.background(this.#deliver())
  }

  /** The conversation is being erased: nothing more will be told. What it used is told now, or this throws. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#host.store.head) while (await this.#spend());
  }

  /** True while there may be more. */
  async #spend(): Promise<boolean> {
    const { store, spend } = this.#host
    const charges = chargesOf(store)
    if (charges.length === 0) return false
    await spend(charges)
    if (store.head) chargesTold(store, charges)
    return store.head !== null
  }

  async #deliver(): Promise<void> {
    const { store, item, send, wakeIn } = this.#host
    this.#busy = true
    try {
      for (let { head } = store; head && store.untold; { head } = store) {
        if (head.temporary) {
          await this.#spend()
          continue
        }
        const { version } = head
        const now = item()
        if (!now) return
        const batch = newsOf(store)
        const charges = chargesOf(store)
        const news = charges.length > 0 ? { ...(batch?.news ?? nothing(store)), charges } : batch?.news
        const placed = await send(version, now, news ?? null)
        settleHome(store, placed)
        store.confirmTold(version, batch?.upTo ?? 0)
        if (store.head) chargesTold(store, charges)
      }
    } catch {
      // The library is out of reach: the version stays untold, and the alarm brings us back.
      wakeIn(RETRY_MS)
    } finally {
      this.#busy = false
    }
  }
}

const nothing = (store: Store): News => ({ clock: store.clock, texts: [], gone: [] })
