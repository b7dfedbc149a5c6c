/**
 * [TE1] [TE2] The end of a temporary conversation: it is erased once nobody has had it open for a while, or when its
 * time is up. A process that dies tells nobody that its sockets closed, so it is looked after from its first message on.
 */
import type { Store } from './store.ts'

/** Ms after its last tab was closed. Long enough for a reload, a restart or a tunnel. */
export const DESERTED_MS = 15 * 60 * 1000

/** Ms it lives at most, where nothing else is said. */
export const LIFETIME_MS = 30 * 24 * 3600 * 1000

export type LapseHost = {
  store: Store
  now(): number
  /** Whether somebody has it open. */
  watched(): boolean
  wakeIn(ms: number): void
  erase(): Promise<void>
  /** Ms after its last tab was closed. */
  desertedMs: number
  /** Ms it lives at most: `interface.temporaryChatRetention`. */
  lifetimeMs?: number
}

export class Lapse {
  readonly #host: LapseHost

  constructor(host: LapseHost) {
    this.#host = host
  }

  /** A socket opened or closed. */
  watch(): void {
    const { store, now, watched, wakeIn, desertedMs } = this.#host
    if (!store.head?.temporary) return
    const deserted = watched() ? null : (store.head.deserted ?? now())
    store.desert(deserted)
    wakeIn(desertedMs)
  }

  /** Erases the conversation if it is time, and asks to be woken again if it is not. True when it is gone. */
  async check(): Promise<boolean> {
    const { store, now, watched, erase, desertedMs } = this.#host
    const { head } = store
    if (!head?.temporary) return false
    const { deserted, created } = head
    const alone = !watched() && deserted !== null && now() - deserted >= desertedMs
    if (!alone && now() - created < (this.#host.lifetimeMs ?? LIFETIME_MS)) {
      this.watch()
      return false
    }
    await erase()
    return true
  }
}
