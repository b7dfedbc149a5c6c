/** The one alarm of an object, for everybody in it who wants to be woken. Who rings later than it asks again when it rings. */
export class Alarm {
  readonly #set: (at: number) => void
  /** When it rings, Unix ms; 0 when this life of the object has set none. */
  #at = 0

  constructor(set: (at: number) => void) {
    this.#set = set
  }

  /** An alarm that rings earlier serves as well: whoever it wakes looks at everything. Saves a write. */
  wakeIn(ms: number): void {
    const now = Date.now()
    if (this.#at > now && this.#at <= now + ms) return
    this.#at = now + ms
    this.#set(this.#at)
  }

  rang(): void {
    this.#at = 0
  }
}

/** Ms between alarms while an answer is written: if the process dies, this is when the reply is found at the latest. */
export const HEARTBEAT_MS = 20_000
