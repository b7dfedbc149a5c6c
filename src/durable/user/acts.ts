/** Acts on the library, from a frame or a route, and what of them the person's pages are told. */
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { LibraryAct } from '../../shared/library.ts'
import { never } from '../../shared/never.ts'
import type { UserFrame } from '../../shared/protocol.ts'
import type { Shelves as Shelved } from '../rpc.ts'
import type { Sql } from '../sql.ts'
import { drop, restore } from './bin.ts'
import type { Change, Library } from './library.ts'
import { changePreset, orderPresets } from './presets.ts'
import { projectsOf, putProject } from './projects.ts'
import { changePrompt } from './prompts.ts'
import type { Shelves } from './shelf.ts'
import { putTag, tagsOf } from './tags.ts'

/** Rows that are told one by one; when more changed, the list begins anew. */
const MAX_TOLD = 500

/** Does it, wholly or not at all, and returns the frames for all pages of this person. */
export function act(
  sql: Sql,
  library: Library,
  shelves: Shelves,
  what: LibraryAct,
  now: number,
): Result<UserFrame[]> {
  switch (what.do) {
    case 'arrange': {
      const changes = shelves.arrange(what.ids, what.set, now)
      if (!changes.ok) return changes
      const { pinned, unread, ...counted } = what.set
      return ok([...told(changes.value), ...(Object.keys(counted).length > 0 ? [shelvesFrame(sql)] : [])])
    }
    case 'archive-all':
    case 'trash-all':
      shelves.sweep(what.do === 'archive-all' ? 'archived' : 'trashed', now)
      return ok([anew(library), shelvesFrame(sql)])
    case 'erase': {
      const gone = shelves.erase(what.ids, now)
      return ok(gone.length > MAX_TOLD ? [anew(library)] : told(gone))
    }
    case 'tag': {
      const done = putTag(sql, what.id, what.set)
      return done.ok ? ok([shelvesFrame(sql)]) : done
    }
    case 'project': {
      const done = putProject(sql, what.id, what.set)
      return done.ok ? ok([shelvesFrame(sql)]) : done
    }
    case 'drop-tag':
    case 'drop-project': {
      const done = drop(sql, what.do === 'drop-tag' ? 'tag' : 'project', what.id, now)
      return done.ok ? ok([...touched(sql, library, done.value), shelvesFrame(sql)]) : done
    }
    case 'restore-tag':
    case 'restore-project': {
      const done = restore(sql, what.do === 'restore-tag' ? 'tag' : 'project', what.id)
      return done.ok ? ok([shelvesFrame(sql), ...touched(sql, library, done.value)]) : done
    }
    case 'order':
      if (new Set(what.ids).size !== what.ids.length) return fail('bad_request', 'ids: one is there twice')
      return ok(what.of === 'preset' ? orderPresets(sql, what.ids) : order(sql, what.of, what.ids))
    case 'prompt':
      return changePrompt(sql, what.id, what.change, now)
    case 'preset':
      return changePreset(sql, what.id, what.change, now)
    default:
      return never(what)
  }
}

/** All bookmarks and projects. */
export function shelvesFrame(sql: Sql): Extract<UserFrame, { t: 'shelves' }> {
  return { t: 'shelves', ...shelvesOf(sql) }
}

export function shelvesOf(sql: Sql): Shelved {
  return { tags: tagsOf(sql), projects: projectsOf(sql) }
}

/** Rows that changed, in as few frames as there can be. */
export function told(changes: readonly Change[]): UserFrame[] {
  const items = changes.flatMap((change) => ('item' in change ? [change.item] : []))
  const clock = Math.max(0, ...changes.map((change) => change.clock))
  const gone = changes.flatMap((change) => ('gone' in change ? [change.gone] : []))
  return [
    ...(items.length > 0
      ? [{ t: 'library', clock, reset: false, items, nextCursor: null } satisfies UserFrame]
      : []),
    ...gone.map((id): UserFrame => ({ t: 'gone', clock, id })),
  ]
}

/** The head of the list, to replace what pages hold. */
export function anew(library: Library): UserFrame {
  return { t: 'library', clock: library.clock, reset: true, ...library.head() }
}

/** Conversations that lost or got something: a page that was away must hear of them. */
function touched(sql: Sql, library: Library, ids: readonly string[]): UserFrame[] {
  if (ids.length === 0) return []
  const changes = sql.transaction(() => {
    const clock = library.tick()
    for (const id of ids) sql.run('UPDATE conversation SET clock = ? WHERE id = ?', clock, id)
    return ids.length > MAX_TOLD ? null : ids.map((id) => library.change(id))
  })
  return changes ? told(changes) : [anew(library)]
}

/** What is not named keeps its place behind those that are. */
function order(sql: Sql, of: 'tag' | 'project', ids: readonly string[]): UserFrame[] {
  sql.transaction(() => {
    sql.run(`UPDATE ${of} SET place = place + ?`, ids.length)
    for (const [place, id] of ids.entries()) sql.run(`UPDATE ${of} SET place = ? WHERE id = ?`, place, id)
  })
  return [shelvesFrame(sql)]
}
