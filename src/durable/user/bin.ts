/**
 * Bookmarks and projects that are deleted. The conversations stay, without them; what was in them is remembered for a
 * while, so that a deletion can be taken back with everything it took along, however many conversations that are.
 */
import { fail, ok, type Result } from '../../shared/errors.ts'
import { MAX_PROJECT_DEPTH, MAX_PROJECTS, MAX_TAGS } from '../../shared/shelf.ts'
import { first, json, type Sql, type SqlValue } from '../sql.ts'
import { depthOf, projectsOf } from './projects.ts'
import { sameName, tagNames } from './tags.ts'

export type Kind = 'tag' | 'project'

/** How long it can be taken back: longer than any notice that offers it. */
const RESTORE_MS = 24 * 3600 * 1000

/** Deletions that can be taken back, the last ones. */
const MAX_BINNED = 300

type Row = Record<string, SqlValue> & { name: string; parent?: string | null }

/** Returns the conversations that were in it. Harmless when it is deleted already. */
export function drop(sql: Sql, kind: Kind, id: string, now: number): Result<string[]> {
  const row = first<Row>(sql, `SELECT * FROM ${kind} WHERE id = ?`, id)
  const isDeleted = () => first(sql, 'SELECT 1 AS one FROM bin WHERE id = ? AND kind = ?', id, kind)
  if (!row) return isDeleted() ? ok([]) : fail('not_found')
  return sql.transaction(() => {
    sql.run('DELETE FROM binned WHERE of IN (SELECT id FROM bin WHERE at <= ?)', now - RESTORE_MS)
    sql.run('DELETE FROM bin WHERE at <= ?', now - RESTORE_MS)
    // Another one of the same id may lie there: ids come from outside.
    sql.run('DELETE FROM binned WHERE of = ?', id)
    sql.run('INSERT OR REPLACE INTO bin VALUES (?, ?, ?, ?)', id, kind, JSON.stringify(row), now)
    const old = 'SELECT id FROM bin ORDER BY at DESC LIMIT -1 OFFSET ?'
    sql.run(`DELETE FROM binned WHERE of IN (${old})`, MAX_BINNED)
    sql.run(`DELETE FROM bin WHERE id IN (${old})`, MAX_BINNED)
    if (kind === 'tag') {
      sql.run('INSERT INTO binned SELECT tag, conversation FROM tagged WHERE tag = ?', id)
      sql.run('DELETE FROM tagged WHERE tag = ?', id)
    } else {
      sql.run('INSERT INTO binned SELECT project, id FROM conversation WHERE project = ?', id)
      sql.run('INSERT INTO binned SELECT parent, id FROM project WHERE parent = ?', id)
      sql.run('UPDATE conversation SET project = NULL WHERE project = ?', id)
      // Folders in it move up to where it was.
      sql.run('UPDATE project SET parent = ? WHERE parent = ?', row.parent ?? null, id)
    }
    sql.run(`DELETE FROM ${kind} WHERE id = ?`, id)
    return ok(binned(sql, id))
  })
}

/** Returns the conversations that are in it again. Harmless when it is there. */
export function restore(sql: Sql, kind: Kind, id: string): Result<string[]> {
  if (first(sql, `SELECT 1 AS one FROM ${kind} WHERE id = ?`, id)) return ok([])
  const bin = first<{ row: string }>(sql, 'SELECT row FROM bin WHERE id = ? AND kind = ?', id, kind)
  const row = json<Row>(bin?.row ?? null)
  if (!row) return fail('not_found')
  const count = first<{ n: number }>(sql, `SELECT count(*) AS n FROM ${kind}`)?.n ?? 0
  if (kind === 'tag' && count >= MAX_TAGS) return fail('conflict', `at most ${MAX_TAGS} bookmarks`)
  if (kind === 'project' && count >= MAX_PROJECTS) return fail('conflict', `at most ${MAX_PROJECTS} projects`)
  if (kind === 'tag' && tagNames(sql).some(({ name }) => sameName(name, row.name)))
    return fail('conflict', 'another bookmark has this name')
  return sql.transaction(() => {
    const columns = Object.keys(row)
    const places = columns.map(() => '?').join(', ')
    sql.run(`INSERT INTO ${kind} (${columns.join(', ')}) VALUES (${places})`, ...Object.values(row))
    if (kind === 'tag') {
      sql.run(
        `INSERT OR IGNORE INTO tagged SELECT b.of, b.id FROM binned b JOIN conversation c ON c.id = b.id
         WHERE b.of = ? AND c.gone = 0`,
        id,
      )
    } else refill(sql, id, row.parent ?? null)
    const back = binned(sql, id)
    sql.run('DELETE FROM binned WHERE of = ?', id)
    sql.run('DELETE FROM bin WHERE id = ?', id)
    return ok(back)
  })
}

/** What went nowhere else meanwhile comes back; so does the project itself, or to the top where its place has gone. */
function refill(sql: Sql, id: string, parent: string | null): void {
  const inBin = 'id IN (SELECT id FROM binned WHERE of = ?)'
  sql.run(`UPDATE conversation SET project = ? WHERE project IS NULL AND gone = 0 AND ${inBin}`, id, id)
  sql.run(`UPDATE project SET parent = ? WHERE parent IS ? AND ${inBin}`, id, parent, id)
  const all = projectsOf(sql)
  const deepest = Math.max(...all.map((project) => depthOf(all, project.id)))
  const lost = parent !== null && !all.some((project) => project.id === parent)
  if (lost || deepest > MAX_PROJECT_DEPTH) sql.run('UPDATE project SET parent = NULL WHERE id = ?', id)
}

/** Of what was in it, the conversations. */
function binned(sql: Sql, id: string): string[] {
  return sql
    .all<{ id: string }>('SELECT b.id FROM binned b JOIN conversation c ON c.id = b.id WHERE b.of = ?', id)
    .map((row) => row.id)
}
