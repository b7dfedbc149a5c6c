/**
 * Frames of a conversation that make no message (choices, edits, opinions) and wait for the connection. What somebody
 * did without one survives closing the page; what only mattered then does not.
 */
import type { ClientFrame } from '../../shared/protocol.ts'
import { keep, recall } from '../storage.ts'

export const POSTS_PREFIX = 'parley.posts.'

/** More is a mistake. */
const MAX = 200

const LASTING: ReadonlySet<string> = new Set<ClientFrame['t']>([
  'bring',
  'edit',
  'feedback',
  'delete',
  'restore',
  'select',
  'choose',
  'vote',
  'keep',
  'setup',
  'summary',
  'continue',
  'queue-edit',
  'queue-drop',
])

export class Posts {
  readonly #key: string
  #waiting: readonly ClientFrame[]

  constructor(conversation: string) {
    this.#key = POSTS_PREFIX + conversation
    this.#waiting = read(this.#key)
  }

  has(t: ClientFrame['t']): boolean {
    return this.#waiting.some((frame) => frame.t === t)
  }

  /** Of what replaces itself, only the last counts. */
  add(frame: ClientFrame): void {
    this.#hold([...this.#waiting.filter((other) => !replaces(frame, other)), frame].slice(-MAX))
  }

  /** Hands out what waits, oldest first. */
  take(): readonly ClientFrame[] {
    const taken = this.#waiting
    if (taken.length > 0) this.#hold([])
    return taken
  }

  #hold(frames: readonly ClientFrame[]): void {
    this.#waiting = frames
    const lasting = frames.filter(({ t }) => LASTING.has(t))
    keep(this.#key, lasting.length > 0 ? JSON.stringify(lasting) : null)
  }
}

function replaces(next: ClientFrame, before: ClientFrame): boolean {
  if (next.t !== before.t) return false
  if (next.t === 'select' || next.t === 'setup') return true
  return next.t === 'feedback' && before.t === 'feedback' && next.id === before.id
}

/** The server parses every frame anyway: only as much is looked at as sending needs. */
function read(key: string): readonly ClientFrame[] {
  try {
    const kept: unknown = JSON.parse(recall(key) ?? '[]')
    return Array.isArray(kept) ? kept.filter((frame) => LASTING.has(frame?.t)) : []
  } catch {
    // holds something that is not ours
    return []
  }
}
