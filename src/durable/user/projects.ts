/** Projects of one person: folders in folders, each conversation in one of them or in none. */
import type * as v from 'valibot'
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { ProjectFields } from '../../shared/library.ts'
import type { Pick } from '../../shared/message.ts'
import { MAX_PROJECT_DEPTH, MAX_PROJECTS, type Project, withFolders } from '../../shared/shelf.ts'
import { first, json, type Sql } from '../sql.ts'

type Row = Omit<Project, 'folded' | 'pick' | 'instructed'> & {
  folded: number
  pick: string | null
  instructed: number
}

/** In their order, with counts; a folder is not necessarily after the one it is in. */
export function projectsOf(sql: Sql): Project[] {
  return sql
    .all<Row>(
      `SELECT p.id, p.name, p.about, p.color, p.parent, p.folded, p.pick, p.preset, p.instructions <> '' AS instructed, (SELECT count(*) FROM conversation c
         WHERE c.project = p.id AND c.gone = 0 AND c.trashed IS NULL AND c.archived IS NULL) AS count
       FROM project p ORDER BY p.place, p.id`,
    )
    .map((row) => ({
      ...row,
      folded: row.folded === 1,
      pick: json<Pick>(row.pick) ?? null,
      instructed: row.instructed === 1,
    }))
}

/** Makes a project, after its neighbours, or changes one. `conflict`: too many, too deep, or inside itself. */
export function putProject(sql: Sql, id: string, set: v.InferOutput<typeof ProjectFields>): Result<null> {
  const all = projectsOf(sql)
  const known = all.find((project) => project.id === id)
  const name = set.name ?? known?.name
  if (name === undefined) return fail('bad_request', 'a new project needs a name')
  if (!known && all.length >= MAX_PROJECTS) return fail('conflict', `at most ${MAX_PROJECTS} projects`)
  const parent = set.parent === undefined ? (known?.parent ?? null) : set.parent
  if (parent !== (known?.parent ?? null) && parent !== null) {
    if (!all.some((project) => project.id === parent)) return fail('not_found', 'there is no such project')
    const inside = withFolders(all, id)
    if (inside.has(parent)) return fail('conflict', 'a project cannot be in itself')
    const height = Math.max(...[...inside].map((other) => depthOf(all, other) - depthOf(all, id)), 0)
    if (depthOf(all, parent) + 1 + height > MAX_PROJECT_DEPTH)
      return fail('conflict', `at most ${MAX_PROJECT_DEPTH} projects in each other`)
  }
  const next = {
    name,
    about: set.about ?? known?.about ?? '',
    color: set.color ?? known?.color ?? 'gray',
    folded: set.folded ?? known?.folded ?? false,
  }
  const moved = !known || parent !== known.parent
  const last = first<{ place: number | null }>(sql, 'SELECT max(place) AS place FROM project')?.place ?? 0
  const place = moved ? last + 1 : null
  sql.run(
    `INSERT INTO project (id, name, about, color, parent, folded, place) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name,
       about = excluded.about, color = excluded.color, parent = excluded.parent, folded = excluded.folded,
       place = coalesce(?, place)`,
    id,
    next.name,
    next.about,
    next.color,
    parent,
    next.folded ? 1 : 0,
    place ?? 0,
    place,
  )
  const { instructions, pick, preset } = set
  if (instructions !== undefined)
    sql.run('UPDATE project SET instructions = ? WHERE id = ?', instructions.trim(), id)
  if (pick !== undefined)
    sql.run('UPDATE project SET pick = ? WHERE id = ?', pick && JSON.stringify(pick), id)
  if (preset !== undefined) sql.run('UPDATE project SET preset = ? WHERE id = ?', preset, id)
  return ok(null)
}

/** Undefined: there is no such project. */
export function instructionsOf(sql: Sql, id: string): string | undefined {
  return first<{ instructions: string }>(sql, 'SELECT instructions FROM project WHERE id = ?', id)
    ?.instructions
}

/** 1 at the top; 0 for none. */
export function depthOf(all: readonly Project[], id: string | null): number {
  let depth = 0
  for (let at = all.find((p) => p.id === id); at && depth <= all.length; depth++) {
    const { parent } = at
    at = all.find((p) => p.id === parent)
  }
  return depth
}
