/** Which part of the library is on the screen, and how much of it has been loaded. */
import { signal } from '@preact/signals'
import { type Filter, type LibraryItem, type Project, withFolders } from '../../shared/shelf.ts'

/** `frontier` is the place of the oldest item that was loaded: what is older is not shown until its page has come. */
export type View = {
  filter: Filter
  /** Where the next page begins; null: there is none; undefined: the first one has not come. */
  cursor: string | null | undefined
  frontier: { at: number; id: string } | null
  state: ReturnType<typeof stateOf>
}

const stateOf = () => signal<'none' | 'more' | 'loading' | 'failed'>('loading')

export const viewOf = (filter: Filter): View => ({
  filter,
  cursor: undefined,
  frontier: null,
  state: stateOf(),
})

/** What a place in the list is measured by, Unix ms. */
export function placeOf(item: LibraryItem, { shelf }: Filter): number {
  if (shelf === 'archive') return item.archived ?? 0
  if (shelf === 'trash') return item.trashed ?? 0
  return item.updated
}

/** Whether pins are a group of their own: in the whole list, not in a part of it. */
export const groupsPins = (filter: Filter): boolean =>
  filter.shelf === 'list' && filter.project === undefined && !filter.tags?.length

/** The projects whose conversations are shown; null: it is not about projects. Asked once for all rows. */
export function insideOf(
  { project }: Filter,
  projects: readonly Project[],
): ReadonlySet<string | null> | null {
  if (project === undefined) return null
  return project === null ? new Set([null]) : withFolders(projects, project)
}

export function belongs(
  item: LibraryItem,
  filter: Filter,
  inside: ReadonlySet<string | null> | null,
): boolean {
  if (filter.shelf === 'trash') return item.trashed !== null
  if (item.trashed !== null || (item.archived !== null) !== (filter.shelf === 'archive')) return false
  if (inside && !inside.has(item.project)) return false
  return (filter.tags ?? []).every((tag) => item.tags.includes(tag))
}

/** Whether the item is in what was loaded: the next page would bring what is not. */
export function isLoaded(item: LibraryItem, view: View): boolean {
  if (view.cursor === null || (item.pinned && groupsPins(view.filter))) return true
  if (!view.frontier) return false
  const at = placeOf(item, view.filter)
  return at > view.frontier.at || (at === view.frontier.at && item.id >= view.frontier.id)
}

/** Pins first where they are a group, then newest first. */
export function compare(a: LibraryItem, b: LibraryItem, filter: Filter): number {
  if (a.pinned !== b.pinned && groupsPins(filter)) return a.pinned ? -1 : 1
  return placeOf(b, filter) - placeOf(a, filter) || (a.id < b.id ? 1 : -1)
}

export function sameFilter(a: Filter, b: Filter): boolean {
  const tags = (filter: Filter) => [...(filter.tags ?? [])].sort().join()
  return a.shelf === b.shelf && a.project === b.project && a.pinned === b.pinned && tags(a) === tags(b)
}
