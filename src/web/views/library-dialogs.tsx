/** Opens the dialogs of bookmarks and projects. They are loaded when the first of them is wanted. */
import { signal } from '@preact/signals'
import { later } from '../ui/later.tsx'

export type Asked =
  /** Bookmarks of these conversations; of none: all of them, to be changed. */
  | { what: 'tags'; ids: readonly string[] }
  | { what: 'move'; ids: readonly string[] }
  /** A new project, in `parent`; or the one with this id. */
  | { what: 'project'; id: string | null; parent: string | null }

const asked = signal<Asked | null>(null)

export function openDialog(next: Asked): void {
  asked.value = next
}

export function closeDialog(): void {
  asked.value = null
}

const TagsDialog = later(async () => (await import('./tags-dialog.tsx')).TagsDialog)
const MoveDialog = later(async () => (await import('./project-dialogs.tsx')).MoveDialog)
const ProjectDialog = later(async () => (await import('./project-dialogs.tsx')).ProjectDialog)

/** The place where they appear. Mounted once. */
export function LibraryDialogs() {
  const now = asked.value
  if (now?.what === 'tags') return <TagsDialog ids={now.ids} />
  if (now?.what === 'move') return <MoveDialog ids={now.ids} />
  if (now?.what === 'project') return <ProjectDialog id={now.id} parent={now.parent} />
  return null
}
