/**
 * What a person does with conversations of their list [LB2], and what the trash does by itself [LB3]: what lies in it for
 * longer than it keeps, or is erased by hand, is taken out of the list at once and stays noted until its room is gone.
 */
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { Arrangement } from '../../shared/library.ts'
import { arranged, type LibraryItem, MAX_PINNED, TRASH_MS } from '../../shared/shelf.ts'
import { first, type Sql } from '../sql.ts'
import type { Change, Library } from './library.ts'

const LISTED = 'gone = 0 AND trashed IS NULL AND archived IS NULL'

export class Shelves {
  readonly #sql: Sql
  readonly #library: Library

  constructor(sql: Sql, library: Library) {
    this.#sql = sql
    this.#library = library
  }

  /** All of them or none. Conversations that are not there are passed over: another device may have been quicker. */
  arrange(ids: readonly string[], set: Arrangement, now: number): Result<Change[]> {
    const sql = this.#sql
    if (set.project && !first(sql, 'SELECT 1 AS one FROM project WHERE id = ?', set.project))
      return fail('not_found', 'there is no such project')
    for (const tag of set.tag ?? [])
      if (!first(sql, 'SELECT 1 AS one FROM tag WHERE id = ?', tag))
        return fail('not_found', 'there is no such bookmark')
    const found = ids.flatMap((id) => this.#library.find(id).item ?? [])
    if (set.pinned && this.#pinned() + found.filter((item) => !item.pinned).length > MAX_PINNED)
      return fail('conflict', `at most ${MAX_PINNED} conversations can be pinned`)
    return ok(
      sql.transaction(() => {
        const clock = this.#library.tick()
        return found
          .filter((item) => this.#put(item, set, clock, now))
          .map((item) => this.#library.change(item.id))
      }),
    )
  }

  /** Everything that is in the list. */
  sweep(to: 'archived' | 'trashed', now: number): void {
    this.#sql.transaction(() => {
      const clock = this.#library.tick()
      this.#sql.run(`UPDATE conversation SET ${to} = ?, pinned = 0, clock = ? WHERE ${LISTED}`, now, clock)
    })
  }

  /** Out of the trash for good: these, or (null) all of it. Returns what went out of the list. */
  erase(ids: readonly string[] | null, now: number): Change[] {
    return this.#condemn(
      ids ?? this.#ids('gone = 0 AND trashed IS NOT NULL'),
      // What is not in the trash is not erased: nobody loses anything by one mistaken press.
      (item) => item.trashed !== null && item.trashed <= now,
    )
  }

  /** What has lain in the trash for as long as it keeps. */
  expire(now: number): Change[] {
    const ids = this.#sql.all<{ id: string }>(
      'SELECT id FROM conversation WHERE gone = 0 AND trashed IS NOT NULL AND trashed <= ?',
      now - TRASH_MS,
    )
    return this.#condemn(
      ids.map(({ id }) => id),
      () => true,
    )
  }

  /** Conversations whose rooms are to be erased, some of them. */
  condemned(limit: number): string[] {
    return this.#sql
      .all<{ id: string }>('SELECT id FROM conversation WHERE gone = 2 LIMIT ?', limit)
      .map(({ id }) => id)
  }

  /** When there is something to erase, Unix ms; null when there is nothing. */
  due(now: number): number | null {
    if (this.condemned(1).length > 0) return now
    const oldest = first<{ at: number | null }>(
      this.#sql,
      'SELECT min(trashed) AS at FROM conversation WHERE gone = 0 AND trashed IS NOT NULL',
    )
    return oldest?.at == null ? null : oldest.at + TRASH_MS
  }

  /** A page of this person shows the conversation: the mark goes. Null when there was none. */
  read(id: string): Change | null {
    if (!first(this.#sql, 'SELECT 1 AS one FROM conversation WHERE id = ? AND unread = 1', id)) return null
    return this.#sql.transaction(() => {
      this.#sql.run('UPDATE conversation SET unread = 0, clock = ? WHERE id = ?', this.#library.tick(), id)
      return this.#library.change(id)
    })
  }

  #put(item: LibraryItem, set: Arrangement, clock: number, now: number): boolean {
    const sql = this.#sql
    const next = arranged(item, set, now) as LibraryItem
    if (JSON.stringify(next) === JSON.stringify(item)) return false
    sql.run(
      'UPDATE conversation SET pinned = ?, archived = ?, trashed = ?, unread = ?, project = ?, clock = ? WHERE id = ?',
      next.pinned ? 1 : 0,
      next.archived,
      next.trashed,
      next.unread ? 1 : 0,
      next.project,
      clock,
      item.id,
    )
    for (const tag of set.tag ?? []) sql.run('INSERT OR IGNORE INTO tagged VALUES (?, ?)', tag, item.id)
    for (const tag of set.untag ?? [])
      sql.run('DELETE FROM tagged WHERE tag = ? AND conversation = ?', tag, item.id)
    return true
  }

  #condemn(ids: readonly string[], may: (item: LibraryItem) => boolean): Change[] {
    const found = ids.filter((id) => {
      const { item } = this.#library.find(id)
      return item !== null && may(item)
    })
    if (found.length === 0) return []
    return this.#sql.transaction(() => {
      const clock = this.#library.tick()
      for (const id of found)
        this.#sql.run('UPDATE conversation SET gone = 2, clock = ? WHERE id = ?', clock, id)
      return found.map((id) => ({ clock, gone: id }))
    })
  }

  #ids(where: string): string[] {
    return this.#sql.all<{ id: string }>(`SELECT id FROM conversation WHERE ${where}`).map(({ id }) => id)
  }

  #pinned(): number {
    return (
      first<{ n: number }>(this.#sql, `SELECT count(*) AS n FROM conversation WHERE ${LISTED} AND pinned = 1`)
        ?.n ?? 0
    )
  }
}
