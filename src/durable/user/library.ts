/**
 * The conversations of one person, as their rooms tell of them, each with its place in the list. A room tells its latest
 * state with a version, late or twice; what is older than known is ignored, so the list converges [LB1]. What the person
 * did with a conversation is in columns of its own, which a room never writes [LB2].
 */
import type { ConversationItem } from '../../shared/conversation.ts'
import type { Pick } from '../../shared/message.ts'
import { type Filter, type LibraryItem, MAX_PINNED } from '../../shared/shelf.ts'
import type { ItemPage, Placed } from '../rpc.ts'
import { first, json, type Sql, type SqlValue } from '../sql.ts'
import { dropDraft } from './drafts.ts'

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
  pinned: number
  archived: number | null
  trashed: number | null
  unread: number
  project: string | null
  tags: string | null
}

export type Change = { clock: number } & ({ item: LibraryItem } | { gone: string })

/** Rows as they are told. */
const ROW =
  'SELECT c.*, (SELECT group_concat(tag) FROM tagged WHERE conversation = c.id) AS tags FROM conversation c'

/** By shelf: what belongs to it, and its order, newest first. */
const SHELVES = {
  list: { where: 'gone = 0 AND trashed IS NULL AND archived IS NULL', at: 'updated' },
  archive: { where: 'gone = 0 AND trashed IS NULL AND archived IS NOT NULL', at: 'archived' },
  trash: { where: 'gone = 0 AND trashed IS NOT NULL', at: 'trashed' },
} as const

export class Library {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  get clock(): number {
    return first<{ clock: number }>(this.#sql, 'SELECT clock FROM person')?.clock ?? 0
  }

  /** The next clock, for a transaction that changes rows. */
  tick(): number {
    this.#sql.run('UPDATE person SET clock = clock + 1')
    return this.clock
  }

  /**
   * What a room says of itself (null: it is gone). `seen`: a page of this person shows it right now. Returns what
   * changed, or null when it was known.
   */
  settle(
    id: string,
    version: number,
    item: ConversationItem | null,
    now: number,
    seen = true,
  ): Change | null {
    const sql = this.#sql
    const known = first<Row>(sql, `${ROW} WHERE id = ?`, id)
    if (known && known.version >= version) return null
    return sql.transaction(() => {
      const clock = this.tick()
      const { title, pick, created, updated, running } = item ?? GONE(now)
      // Who has asked for it to be erased does not get it back by late news.
      const gone = item ? (known?.gone === 2 ? 2 : 0) : 1
      sql.run(
        `INSERT INTO conversation (id, version, clock, gone, title, pick, created, updated, running) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, clock = excluded.clock, gone = excluded.gone, title = excluded.title,
           pick = excluded.pick, created = excluded.created, updated = excluded.updated, running = excluded.running`,
        id,
        version,
        clock,
        gone,
        title,
        pick ? JSON.stringify(pick) : null,
        created,
        updated,
        running ? 1 : 0,
      )
      if (!item) this.#forget(id, now)
      // [LB2] Only here: where it began is where it is until its person says otherwise.
      else if (!known && item.home)
        sql.run(
          'UPDATE conversation SET project = (SELECT id FROM project WHERE id = ?) WHERE id = ?',
          item.home,
          id,
        )
      else if (answered(known, item) && !seen)
        sql.run('UPDATE conversation SET unread = 1 WHERE id = ? AND trashed IS NULL', id)
      // Whoever writes on in a conversation wants to keep it.
      if (item && known?.trashed != null && known.running === 0 && updated > known.trashed)
        sql.run('UPDATE conversation SET trashed = NULL WHERE id = ?', id)
      return this.change(id)
    })
  }

  /** A conversation by its id, told as it is now. Undefined: never heard of it. */
  change(id: string): Change {
    return changeOf(first<Row>(this.#sql, `${ROW} WHERE id = ?`, id) as Row)
  }

  /**
   * Where the conversation is, and since when its row is as it is. One whose project was deleted is told to be there
   * still, for as long as that can be taken back: nobody would tell its room when it is.
   */
  placed(id: string): Placed {
    const row = first<Placed>(
      this.#sql,
      `SELECT coalesce(c.project, (SELECT b.of FROM binned b JOIN bin ON bin.id = b.of AND bin.kind = 'project'
         WHERE b.id = c.id)) AS project, clock FROM conversation c WHERE id = ?`,
      id,
    )
    return row ?? { project: null, clock: 0 }
  }

  /** The conversation, unless it is gone; `known` is true also for one that is. */
  find(id: string): { known: boolean; item: LibraryItem | null } {
    const row = first<Row>(this.#sql, `${ROW} WHERE id = ?`, id)
    return { known: row !== undefined, item: row && row.gone === 0 ? itemOf(row) : null }
  }

  /** What a page begins with: everything pinned, and the newest of the rest. The cursor goes on in the rest. */
  head(): ItemPage {
    const pinned = this.page(undefined, MAX_PINNED, { shelf: 'list', pinned: true }) as ItemPage
    const rest = this.page(undefined, LIBRARY_PAGE, { shelf: 'list', pinned: false }) as ItemPage
    return { items: [...pinned.items, ...rest.items], nextCursor: rest.nextCursor }
  }

  /** Newest first. The cursor is the place of the last item, so that a page neither skips nor repeats. */
  page(cursor: string | undefined, limit: number, filter: Filter = { shelf: 'list' }): ItemPage | null {
    const place = cursor === undefined ? null : placeOf(cursor)
    if (place === undefined) return null
    const { where, at } = SHELVES[filter.shelf]
    const conditions: string[] = [where]
    const values: SqlValue[] = []
    if (filter.pinned !== undefined) {
      conditions.push('pinned = ?')
      values.push(filter.pinned ? 1 : 0)
    }
    if (filter.project === null) conditions.push('project IS NULL')
    else if (filter.project !== undefined) {
      conditions.push(
        `project IN (WITH RECURSIVE inside (id) AS (VALUES (?) UNION SELECT p.id FROM project p JOIN inside i ON p.parent = i.id) SELECT id FROM inside)`,
      )
      values.push(filter.project)
    }
    for (const tag of filter.tags ?? []) {
      conditions.push('EXISTS (SELECT 1 FROM tagged WHERE tag = ? AND conversation = c.id)')
      values.push(tag)
    }
    const rows = this.#sql.all<Row>(
      `${ROW} WHERE ${conditions.join(' AND ')} AND (${at}, id) < (?, ?) ORDER BY ${at} DESC, id DESC LIMIT ?`,
      ...values,
      place?.at ?? Number.MAX_SAFE_INTEGER,
      place?.id ?? '',
      limit + 1,
    )
    const items = rows.slice(0, limit).map(itemOf)
    const last = rows[limit - 1]
    return { items, nextCursor: rows.length > limit && last ? `${last[at]}.${last.id}` : null }
  }

  /** What changed after `since`, oldest change first; null when that is too much, or before what is remembered. */
  since(since: number): Change[] | null {
    if (since <= 0 || since > this.clock) return null
    const rows = this.#sql.all<Row>(`${ROW} WHERE clock > ? ORDER BY clock LIMIT ?`, since, MAX_CHANGED + 1)
    return rows.length > MAX_CHANGED ? null : rows.map(changeOf)
  }

  #forget(id: string, now: number): void {
    const sql = this.#sql
    sql.run(
      'UPDATE conversation SET pinned = 0, archived = NULL, trashed = NULL, unread = 0, project = NULL WHERE id = ?',
      id,
    )
    sql.run('DELETE FROM tagged WHERE conversation = ?', id)
    dropDraft(sql, id)
    sql.run('DELETE FROM conversation WHERE gone = 1 AND updated < ?', now - TOMBSTONE_MS)
  }
}

const GONE = (now: number) => ({ title: null, pick: null, created: now, updated: now, running: false })

/** An answer has ended. A short one is told of once, when it is over; a copy is as old as what it holds. */
function answered(known: Row | undefined, item: ConversationItem): boolean {
  if (item.running) return false
  return known?.running === 1 || item.updated > (known?.updated ?? item.created)
}

function changeOf(row: Row): Change {
  return { clock: row.clock, ...(row.gone === 0 ? { item: itemOf(row) } : { gone: row.id }) }
}

function itemOf(row: Row): LibraryItem {
  const { id, title, created, updated, archived, trashed, project } = row
  return {
    id,
    title,
    pick: json<Pick>(row.pick) ?? null,
    created,
    updated,
    running: row.running === 1,
    pinned: row.pinned === 1,
    archived,
    trashed,
    unread: row.unread === 1,
    project,
    tags: row.tags === null ? [] : row.tags.split(',').sort(),
  }
}

/** Undefined for a cursor that is not ours. */
function placeOf(cursor: string): { at: number; id: string } | undefined {
  const [, at, id] = /^(\d{1,16})\.([0-9a-f-]{36})$/.exec(cursor) ?? []
  return at !== undefined && id !== undefined ? { at: Number(at), id } : undefined
}
