/**
 * Where conversations stand in their person's list: pins, archive, trash, marks, bookmarks, projects. It is kept in the
 * person's own object, beside what the rooms tell. Parses nothing, so that the page can do without the schemas.
 */
import type { ConversationItem } from './conversation.ts'
import type { Arrangement } from './library.ts'
import type { Pick } from './message.ts'

/** Where a conversation stands in its person's list. Times are Unix ms. */
export type Shelf = {
  pinned: boolean
  archived: number | null
  /** It is erased `TRASH_MS` after. */
  trashed: number | null
  /** An answer came while no page of this person showed the conversation. */
  unread: boolean
  project: string | null
  /** Ids, in no order. */
  tags: string[]
}

export type LibraryItem = ConversationItem & Shelf

/** Of a conversation that nobody has put anywhere. */
export const NO_SHELF: Shelf = {
  pinned: false,
  archived: null,
  trashed: null,
  unread: false,
  project: null,
  tags: [],
}

/** A bookmark. `count` is of conversations that are neither archived nor in the trash. */
export type Tag = { id: string; name: string; about: string; count: number }

/** A folder of conversations, in another one or at the top. `count` is of those directly in it. */
export type Project = {
  id: string
  name: string
  about: string
  color: ProjectColor
  parent: string | null
  /** Its inside is hidden in the list. */
  folded: boolean
  count: number
  /** What its new conversations begin with, where that is not what is usual; the preset goes first. */
  pick: Pick | null
  preset: string | null
  /** It has instructions. Their text is asked for when somebody wants to see it. */
  instructed: boolean
}

export const PROJECT_COLORS = ['gray', 'red', 'orange', 'green', 'teal', 'blue', 'purple', 'pink'] as const
export type ProjectColor = (typeof PROJECT_COLORS)[number]

/** How long the trash keeps: time enough to notice a mistake. */
export const TRASH_MS = 30 * 24 * 3600 * 1000

/** Conversations one act may name. A longer selection is sent as several. */
export const MAX_ACT_IDS = 500

/** They all travel with the first page of the list. */
export const MAX_PINNED = 100
export const MAX_TAGS = 200
export const MAX_PROJECTS = 200

/** UTF-16 code units. They go along with every message of every conversation in it. */
export const MAX_PROJECT_INSTRUCTIONS = 32_000

/** Folders in folders, the outermost counted. */
export const MAX_PROJECT_DEPTH = 5

/** Which part of the library a page is of. Archive and trash are in the order in which things came there. */
export type Filter = {
  shelf: 'list' | 'archive' | 'trash'
  /** Left out: both. */
  pinned?: boolean
  /** In this project or a folder in it; null: in none. */
  project?: string | null
  /** With all of these bookmarks. */
  tags?: string[]
}

/** A project and all folders in it. Ends also where folders would go round. */
export function withFolders(
  projects: readonly { id: string; parent: string | null }[],
  id: string,
): Set<string> {
  const found = new Set([id])
  for (let size = 0; size !== found.size; ) {
    size = found.size
    for (const project of projects)
      if (project.parent !== null && found.has(project.parent)) found.add(project.id)
  }
  return found
}

/** What an arrangement makes of a shelf at `now`. The same in the object, and in the page before it has answered. */
export function arranged(shelf: Shelf, set: Arrangement, now: number): Shelf {
  const next = { ...shelf }
  if (set.pinned !== undefined) next.pinned = set.pinned
  if (set.archived !== undefined) next.archived = set.archived ? (shelf.archived ?? now) : null
  if (set.trashed !== undefined) next.trashed = set.trashed ? (shelf.trashed ?? now) : null
  if (set.unread !== undefined) next.unread = set.unread
  if (set.project !== undefined) next.project = set.project
  if (set.tag || set.untag) {
    const given = new Set([...shelf.tags, ...(set.tag ?? [])])
    for (const id of set.untag ?? []) given.delete(id)
    next.tags = [...given].sort()
  }
  // Out of sight is out of the pinned group, too.
  if (next.archived !== null || next.trashed !== null) next.pinned = false
  if (next.trashed !== null) next.unread = false
  return next
}
