/**
 * What a person does with their list: pins, archive, trash, marks, bookmarks, projects. It lives in their own object,
 * beside what the rooms tell, and travels as one kind of frame (`act`) and as HTTP routes that become the same acts.
 */
import * as v from 'valibot'
import type { ConversationItem } from './conversation.ts'
import { Id } from './ids.ts'

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

/** Folders in folders, the outermost counted. */
export const MAX_PROJECT_DEPTH = 5

const Ids = v.pipe(v.array(Id), v.minLength(1), v.maxLength(MAX_ACT_IDS))
const TagIds = v.pipe(v.array(Id), v.maxLength(50))

/** LibreChat's limits of a project. */
const Name = v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(100))
const About = v.pipe(v.string(), v.trim(), v.maxLength(1000))

/** What is to become of conversations; what is not named stays. */
export const Arrangement = v.strictObject({
  pinned: v.optional(v.boolean()),
  archived: v.optional(v.boolean()),
  trashed: v.optional(v.boolean()),
  unread: v.optional(v.boolean()),
  project: v.optional(v.nullable(Id)),
  /** Bookmarks given and taken. */
  tag: v.optional(TagIds),
  untag: v.optional(TagIds),
})
export type Arrangement = v.InferOutput<typeof Arrangement>

export const TagFields = v.strictObject({ name: v.optional(Name), about: v.optional(About) })
export const ProjectFields = v.strictObject({
  name: v.optional(Name),
  about: v.optional(About),
  color: v.optional(v.picklist(PROJECT_COLORS)),
  parent: v.optional(v.nullable(Id)),
  folded: v.optional(v.boolean()),
})

export const LibraryAct = v.variant('do', [
  v.object({ do: v.literal('arrange'), ids: Ids, set: Arrangement }),
  /** Everything in the list, pinned or not. */
  v.object({ do: v.literal('archive-all') }),
  v.object({ do: v.literal('trash-all') }),
  /** For good, out of the trash: these, or all of it. */
  v.object({ do: v.literal('erase'), ids: v.nullable(Ids) }),
  /** Makes a bookmark or changes it. A new one needs a name that no other has. */
  v.object({ do: v.literal('tag'), id: Id, set: TagFields }),
  v.object({ do: v.literal('drop-tag'), id: Id }),
  /** Makes a project or changes it. */
  v.object({ do: v.literal('project'), id: Id, set: ProjectFields }),
  /** What was in it is in no project; its folders move up to where it was. */
  v.object({ do: v.literal('drop-project'), id: Id }),
  /** The order of all bookmarks, or of projects beside each other. */
  v.object({
    do: v.literal('order'),
    of: v.picklist(['tag', 'project']),
    ids: v.pipe(v.array(Id), v.maxLength(MAX_TAGS)),
  }),
])
export type LibraryAct = v.InferOutput<typeof LibraryAct>

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
