/**
 * What was done to the library and is not confirmed, in this browser: it survives closing the page. Every act has a key
 * of its own, so that two tabs do not undo each other's writes.
 */
import type { LibraryAct } from '../../shared/library.ts'
import type { LibraryItem } from '../../shared/shelf.ts'
import { keep, recall, storedKeys } from '../storage.ts'
import { type Op, opOf } from './library-acts.ts'
import { Outbox, waitingConversations } from './outbox.ts'

const ACT = 'parley.act.'
const NAME = 'parley.name.'
/** What could not be told for so long is not what anybody means any more. */
const MAX_AGE_MS = 30 * 86_400_000

/** Oldest first: ids are ordered by time. */
export function keptOps(now: number): Op[] {
  return keysOf(ACT).flatMap((key) => {
    const one = read<{ act: LibraryAct; at: number }>(key)
    if (one?.act && now - one.at < MAX_AGE_MS) return [opOf(key.slice(ACT.length), one.act, one.at)]
    keep(key, null)
    return []
  })
}

export function keepOp({ re, act, at }: Op): void {
  keep(ACT + re, JSON.stringify({ act, at }))
}

export function dropOp(re: string): void {
  keep(ACT + re, null)
}

/** Names that were given, by conversation. */
export function keptNames(): [id: string, title: string][] {
  return keysOf(NAME).map((key) => [key.slice(NAME.length), recall(key) ?? ''])
}

export function keepName(id: string, title: string | null): void {
  keep(NAME + id, title)
}

const MAX_TITLE = 60

/** Conversations that begin with a message that waits here: nobody else knows of them yet. */
export function foretold(ids: readonly string[] = waitingConversations()): LibraryItem[] {
  return ids.flatMap((id) => {
    const first = new Outbox(id).list().find((frame) => frame.t === 'send')
    if (first?.t !== 'send' || first.parent !== null || first.temporary) return []
    const words = first.parts.flatMap((part) => (part.type === 'text' ? [part.text.trim()] : []))
    const title = words.join(' ').split('\n', 1)[0]?.slice(0, MAX_TITLE) || null
    const at = Number.parseInt(first.id.replaceAll('-', '').slice(0, 12), 16)
    const item = { id, title, pick: first.pick, created: at, updated: at, running: false }
    return [{ ...item, pinned: false, archived: null, trashed: null, unread: false, project: null, tags: [] }]
  })
}

const keysOf = (prefix: string) =>
  storedKeys()
    .filter((key) => key.startsWith(prefix))
    .sort()

function read<T>(key: string): T | null {
  try {
    return JSON.parse(recall(key) ?? 'null')
  } catch {
    // holds something that is not ours
    return null
  }
}
