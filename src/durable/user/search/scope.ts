/** Which conversations a search may look into, as the library has them at this moment. */

import type { SearchFilters } from '../../../shared/search.ts'
import { withFolders } from '../../../shared/shelf.ts'
import type { Sql } from '../../sql.ts'

/** Of a table that names a conversation: what is in the trash, or waits to be erased, is not found. */
export const NOT_HIDDEN = `NOT IN (
  SELECT id FROM conversation WHERE gone = 0 AND trashed IS NOT NULL
  UNION ALL SELECT id FROM conversation WHERE gone = 2)`

/** The conversations of a project (with the folders in it) and a bookmark; null when neither is asked for. */
export function scopeOf(sql: Sql, { project, tag }: SearchFilters): string[] | null {
  if (!project && !tag) return null
  const clauses: string[] = []
  const params: string[] = []
  if (project) {
    const folders = sql.all<{ id: string; parent: string | null }>('SELECT id, parent FROM project')
    clauses.push('project IN (SELECT value FROM json_each(?))')
    params.push(JSON.stringify([...withFolders(folders, project)]))
  }
  if (tag) {
    clauses.push('id IN (SELECT conversation FROM tagged WHERE tag = ?)')
    params.push(tag)
  }
  return sql
    .all<{ id: string }>(`SELECT id FROM conversation WHERE ${clauses.join(' AND ')}`, ...params)
    .map(({ id }) => id)
}
