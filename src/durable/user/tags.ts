/** Bookmarks of one person: a conversation can carry many, a bookmark is on many conversations. */
import type * as v from 'valibot'
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { TagFields } from '../../shared/library.ts'
import { MAX_TAGS, type Tag } from '../../shared/shelf.ts'
import { first, type Sql } from '../sql.ts'

/** In the order their owner gave them, with counts. */
export function tagsOf(sql: Sql): Tag[] {
  return sql.all<Tag>(
    `SELECT t.id, t.name, t.about, (SELECT count(*) FROM tagged g JOIN conversation c ON c.id = g.conversation
       WHERE g.tag = t.id AND c.gone = 0 AND c.trashed IS NULL AND c.archived IS NULL) AS count
     FROM tag t ORDER BY t.place, t.id`,
  )
}

/** Without counts, which cost a look at every conversation that carries one. */
export function tagNames(sql: Sql): { id: string; name: string }[] {
  return sql.all('SELECT id, name FROM tag ORDER BY place, id')
}

/** Makes a bookmark, at the end, or changes one. `conflict`: the name is taken, or there are too many. */
export function putTag(sql: Sql, id: string, set: v.InferOutput<typeof TagFields>): Result<null> {
  const known = first<{ name: string; about: string }>(sql, 'SELECT name, about FROM tag WHERE id = ?', id)
  const name = set.name ?? known?.name
  if (name === undefined) return fail('bad_request', 'a new bookmark needs a name')
  const taken = tagNames(sql).some((tag) => tag.id !== id && sameName(tag.name, name))
  if (taken) return fail('conflict', 'another bookmark has this name')
  const about = set.about ?? known?.about ?? ''
  if (known) {
    sql.run('UPDATE tag SET name = ?, about = ? WHERE id = ?', name, about, id)
    return ok(null)
  }
  const { n, last } = first<{ n: number; last: number | null }>(
    sql,
    'SELECT count(*) AS n, max(place) AS last FROM tag',
  ) as { n: number; last: number | null }
  if (n >= MAX_TAGS) return fail('conflict', `at most ${MAX_TAGS} bookmarks`)
  sql.run('INSERT INTO tag VALUES (?, ?, ?, ?)', id, name, about, (last ?? 0) + 1)
  return ok(null)
}

/** Names are the same in whatever case and form of Unicode. */
export function sameName(a: string, b: string): boolean {
  return a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase()
}
