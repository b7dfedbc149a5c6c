/**
 * The conversations of one person, as their rooms tell of them. A room tells its latest state with a version, late or
 * twice; what is older than known is ignored, so the list converges [LB1].
 */
import type { ConversationItem } from '../../shared/conversation.ts'
import type { Pick } from '../../shared/message.ts'
import type { ItemPage } from '../rpc.ts'
import { first, json, type Sql } from '../sql.ts'

/** Items of the first page of the list, and of each further one from a socket. */
export const LIBRARY_PAGE = 50

/** Changes one reconnect brings one by one; beyond, the list begins anew. */
const MAX_CHANGED = 200

/** Ms a deleted conversation is remembered, so that late news of it and devices that were away are answered right. */
const TOMBSTONE_MS = 30 * 24 * 3600 * 1000

type Row = {
  id: string
  version: number
  clock: number
  gone: number
  title: string | null
  pick: string | null
  created: number
  updated: number
  running: number
}

export type Change = { clock: number } & ({ item: ConversationItem } | { gone: string })

export class Library {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  get clock(): number {
    return first<{ clock: number }>(this.#sql, 'SELECT clock FROM person')?.clock ?? 0
  }

  /** What a room says of itself (null: it is gone). Returns what changed, or null when it was known. */
  settle(id: string, version: number, item: ConversationItem | null, now: number): Change | null {
    const sql = this.#sql
    const known = first<{ version: number }>(sql, 'SELECT version FROM conversation WHERE id = ?', id)
    if (known && known.version >= version) return null
    return sql.transaction(() => {
      sql.run('UPDATE person SET clock = clock + 1')
      const clock = this.clock
      const { title, pick, created, updated, running } = item ?? GONE(now)
      sql.run(
        'INSERT OR REPLACE INTO conversation (id, version, clock, gone, title, pick, created, updated, running) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        id,
        version,
        clock,
        item ? 0 : 1,
        title,
        pick ? JSON.stringify(pick) : null,
        created,
        updated,
        running ? 1 : 0,
      )
      if (!item) sql.run('DELETE FROM conversation WHERE gone = 1 AND updated < ?', now - TOMBSTONE_MS)
      return item ? { clock, item } : { clock, gone: id }
    })
  }

  /** Newest first. The cursor is the place of the last item, so that a page neither skips nor repeats. */
  page(cursor: string | undefined, limit: number): ItemPage | null {
    const place = cursor === undefined ? null : placeOf(cursor)
    if (place === undefined) return null
    const rows = this.#sql.all<Row>(
      `SELECT * FROM conversation WHERE gone = 0 AND (updated, id) < (?, ?) ORDER BY updated DESC, id DESC LIMIT ?`,
      place?.updated ?? Number.MAX_SAFE_INTEGER,
      place?.id ?? '',
      limit + 1,
    )
    const items = rows.slice(0, limit).map(itemOf)
    const last = items.at(-1)
    return { items, nextCursor: rows.length > limit && last ? `${last.updated}.${last.id}` : null }
  }

  /** What changed after `since`, oldest change first; null when that is too much, or before what is remembered. */
  since(since: number): Change[] | null {
    if (since <= 0 || since > this.clock) return null
    const rows = this.#sql.all<Row>(
      'SELECT * FROM conversation WHERE clock > ? ORDER BY clock LIMIT ?',
      since,
      MAX_CHANGED + 1,
    )
    if (rows.length > MAX_CHANGED) return null
    return rows.map((row) => ({ clock: row.clock, ...(row.gone ? { gone: row.id } : { item: itemOf(row) }) }))
  }
}

const GONE = (now: number) => ({ title: null, pick: null, created: now, updated: now, running: false })

function itemOf(row: Row): ConversationItem {
  const { id, title, created, updated } = row
  return { id, title, pick: json<Pick>(row.pick) ?? null, created, updated, running: row.running === 1 }
}

/** Undefined for a cursor that is not ours. */
function placeOf(cursor: string): { updated: number; id: string } | undefined {
  const [, updated, id] = /^(\d{1,16})\.([0-9a-f-]{36})$/.exec(cursor) ?? []
  return updated !== undefined && id !== undefined ? { updated: Number(updated), id } : undefined
}
