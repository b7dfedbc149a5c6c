/**
 * What was sent from this browser and is not known to be stored: kept until the server says so, through reconnects and
 * reloads. Every entry has a key of its own, so that two tabs do not undo each other's writes. What belongs to
 * conversations that are not open is sent by `offline/sender.ts`.
 */
import { isId } from '../../shared/ids.ts'
import { type FilePart, filesOf } from '../../shared/parts.ts'
import type { ClientFrame } from '../../shared/protocol.ts'
import { keep, keepWords, recall, storedKeys } from '../storage.ts'

/** Frames that make messages. Their ids make repeating them harmless. */
export type Unsent = Extract<ClientFrame, { t: 'send' | 'regenerate' }>

export const OUTBOX_PREFIX = 'parley.outbox.'
export class Outbox {
  readonly #prefix: string
  readonly #entries = new Map<string, Unsent>()

  constructor(conversation: string) {
    this.#prefix = `${OUTBOX_PREFIX}${conversation}.`
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
    keepWords(this.#prefix + id, JSON.stringify(frame))
  }

  remove(id: string): Unsent | undefined {
    const frame = this.#entries.get(id)
    if (!frame) return
    this.#entries.delete(id)
    keepWords(this.#prefix + id, null)
    return frame
  }
}

/** Conversations that something waits for, in the order in which it was written. */
export function waitingConversations(): string[] {
  const keys = storedKeys().filter((key) => key.startsWith(OUTBOX_PREFIX))
  const byTime = keys.sort((a, b) => (a.slice(-36) < b.slice(-36) ? -1 : 1))
  return [...new Set(byTime.map((key) => key.slice(OUTBOX_PREFIX.length, -37)))]
}

/** All replies that a frame makes. */
export function repliesOf({ reply, also }: Unsent): string[] {
  return [reply, ...(also ?? []).map((one) => one.reply)]
}

/** The files that come before a frame. */
export function filesIn(frame: Unsent): FilePart[] {
  return frame.t === 'send' ? filesOf(frame.parts) : []
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
