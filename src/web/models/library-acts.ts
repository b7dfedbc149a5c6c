/** What was done to the library here and is not confirmed yet: how it looks already, and what would take it back. */
import type { Arrangement, LibraryAct } from '../../shared/library.ts'
import { never } from '../../shared/never.ts'
import { arranged, type LibraryItem, MAX_ACT_IDS, type Shelf } from '../../shared/shelf.ts'

/** An act on its way. `at` is when it was done, Unix ms; `named` are the conversations it is about, where it says so. */
export type Op = { re: string; act: LibraryAct; at: number; named: ReadonlySet<string> | null }

export function opOf(re: string, act: LibraryAct, at: number): Op {
  const named = (act.do === 'arrange' || act.do === 'erase') && act.ids !== null ? new Set(act.ids) : null
  return { re, act, at, named }
}

/** The conversation as it is after these acts; null: it is gone. */
export function shownAfter(item: LibraryItem, ops: Iterable<Op>): LibraryItem | null {
  let shown = item
  for (const { act, at, named } of standing(ops)) {
    if (named && !named.has(item.id)) continue
    switch (act.do) {
      case 'arrange':
        shown = { ...shown, ...shelfOf(arranged(shown, act.set, at)) }
        break
      case 'archive-all':
      case 'trash-all': {
        const to = act.do === 'archive-all' ? 'archived' : 'trashed'
        if (shown.archived === null && shown.trashed === null) shown = { ...shown, pinned: false, [to]: at }
        break
      }
      case 'erase':
        if (shown.trashed !== null) return null
        break
      case 'drop-tag':
        if (shown.tags.includes(act.id)) shown = { ...shown, tags: shown.tags.filter((id) => id !== act.id) }
        break
      case 'drop-project':
        if (shown.project === act.id) shown = { ...shown, project: null }
        break
      case 'tag':
      case 'project':
      case 'order':
      case 'prompt':
      case 'preset':
      // What came back with them, only the server knows.
      case 'restore-tag':
      case 'restore-project':
        break
      default:
        never(act)
    }
  }
  return shown
}

/** Without deletions that were taken back. */
export function standing(ops: Iterable<Op>): Op[] {
  const all = [...ops]
  return all.filter(({ act }, at) => {
    if (act.do !== 'drop-tag' && act.do !== 'drop-project') return true
    const back = act.do === 'drop-tag' ? 'restore-tag' : 'restore-project'
    return !all.slice(at).some((later) => later.act.do === back && later.act.id === act.id)
  })
}

/** What brings a shelf back to where it was before `set`. */
export function undoOf(before: Shelf, set: Arrangement): Arrangement {
  const undo: Arrangement = {}
  if (set.archived !== undefined) undo.archived = before.archived !== null
  if (set.trashed !== undefined) undo.trashed = before.trashed !== null
  // Archiving and deleting take the pin along.
  if (set.pinned !== undefined || ((set.archived || set.trashed) && before.pinned))
    undo.pinned = before.pinned
  if (set.unread !== undefined) undo.unread = before.unread
  if (set.project !== undefined) undo.project = before.project
  if (set.tag) undo.untag = set.tag.filter((id) => !before.tags.includes(id))
  if (set.untag) undo.tag = set.untag.filter((id) => before.tags.includes(id))
  return undo
}

/** As many at once as one act may name. */
export function inParts(ids: readonly string[]): string[][] {
  const parts: string[][] = []
  for (let at = 0; at < ids.length; at += MAX_ACT_IDS) parts.push(ids.slice(at, at + MAX_ACT_IDS))
  return parts
}

function shelfOf({ pinned, archived, trashed, unread, project, tags }: Shelf): Shelf {
  return { pinned, archived, trashed, unread, project, tags }
}
