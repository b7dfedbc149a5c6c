/**
 * What was sent from this browser and is not known to be stored: kept until the server says so, through reconnects and
 * reloads. Every entry has a key of its own, so that two tabs do not undo each other's writes.
 */
import { isId } from '../../shared/ids.ts'
import type { ClientFrame } from '../../shared/protocol.ts'
import { keep, recall, storedKeys } from '../storage.ts'

/** Frames that make messages. Their ids make repeating them harmless. */
export type Unsent = Extract<ClientFrame, { t: 'send' | 'regenerate' }>

const PREFIX = 'parley.outbox.'
/** More was never typed within one break. The oldest go first. */
const MAX_ENTRIES = 50

export class Outbox {
  readonly #prefix: string
  readonly #entries = new Map<string, Unsent>()

  constructor(conversation: string) {
    this.#prefix = `${PREFIX}${conversation}.`
    const keys = storedKeys().filter((key) => key.startsWith(this.#prefix))
    // Ids are ordered by time, and the key ends with one.
    for (const key of keys.sort()) {
      const frame = read(key)
      if (frame) this.#entries.set(idOf(frame), frame)
      else keep(key, null)
    }
  }

  /** Oldest first. */
  list(): Unsent[] {
    return [...this.#entries.values()]
  }

  has(id: string): boolean {
    return this.#entries.has(id)
  }

  add(frame: Unsent): void {
    const id = idOf(frame)
    this.#entries.set(id, frame)
    const all = storedKeys().filter((key) => key.startsWith(PREFIX))
    if (all.length >= MAX_ENTRIES) keep(all.sort((a, b) => (a.slice(-36) < b.slice(-36) ? -1 : 1))[0]!, null)
    keep(this.#prefix + id, JSON.stringify(frame))
  }

  remove(id: string): Unsent | undefined {
    const frame = this.#entries.get(id)
    if (!frame) return
    this.#entries.delete(id)
    keep(this.#prefix + id, null)
    return frame
  }
}

/** The message or reply that a frame makes, by which errors and acknowledgements name it. */
export function idOf(frame: Unsent): string {
  return frame.t === 'send' ? frame.id : frame.reply
}

/**
 * What was kept, if it is one of ours. The server parses every frame with its schema anyway, so only as much is looked at
 * here as drawing it needs: the schema would cost the page more than the rest of this file.
 */
function read(key: string): Unsent | null {
  try {
    const frame = JSON.parse(recall(key) ?? 'null')
    if (frame?.t === 'regenerate') return isId(frame.of) && isId(frame.reply) ? frame : null
    const drawable = frame?.t === 'send' && isId(frame.id) && isId(frame.reply) && Array.isArray(frame.parts)
    return drawable ? frame : null
  } catch {
    // holds something that is not ours
    return null
  }
}
