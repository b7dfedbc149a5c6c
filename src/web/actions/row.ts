/**
 * What can be done with one conversation: with that of a row by its menu, with the open one by keys and the palette. To
 * rename is not here: the row does it in its place, the palette by its field.
 */
import {
  Archive,
  ArchiveRestore,
  Bookmark,
  CircleDot,
  CopyPlus,
  FolderInput,
  type IconNode,
  Pin,
  PinOff,
  RotateCcw,
  Trash,
} from 'lucide'
import type { Shelf } from '../../shared/shelf.ts'
import type { App } from '../context.ts'
import type { Key } from '../i18n/index.ts'
import { archive, duplicate, erase, markUnread, pin, restore, trash } from '../views/library-actions.ts'
import { openDialog } from '../views/library-dialogs.tsx'

export type RowAction = {
  id: string
  label: Key
  icon: IconNode
  tone?: 'danger'
  /** Takes the conversation out of the list it is in. */
  leaves?: true
  when: (shelf: Shelf) => boolean
  run: (app: App, id: string) => void
}

const kept = ({ trashed }: Shelf) => trashed === null
const listed = ({ trashed, archived }: Shelf) => trashed === null && archived === null

export const ROW_ACTIONS = {
  pin: {
    id: 'conversation.pin',
    label: 'library.pin',
    icon: Pin,
    when: (shelf) => listed(shelf) && !shelf.pinned,
    run: (app, id) => pin(app, [id], true),
  },
  unpin: {
    id: 'conversation.unpin',
    label: 'library.unpin',
    icon: PinOff,
    when: (shelf) => listed(shelf) && shelf.pinned,
    run: (app, id) => pin(app, [id], false),
  },
  tags: {
    id: 'conversation.tags',
    label: 'tags.edit',
    icon: Bookmark,
    when: kept,
    run: (_, id) => openDialog({ what: 'tags', ids: [id] }),
  },
  move: {
    id: 'conversation.move',
    label: 'projects.move',
    icon: FolderInput,
    when: kept,
    run: (_, id) => openDialog({ what: 'move', ids: [id] }),
  },
  duplicate: {
    id: 'conversation.duplicate',
    label: 'actions.duplicate',
    icon: CopyPlus,
    when: kept,
    run: (_, id) => void duplicate(id),
  },
  unread: {
    id: 'conversation.unread',
    label: 'library.markUnread',
    icon: CircleDot,
    when: (shelf) => kept(shelf) && !shelf.unread,
    run: (app, id) => markUnread(app, [id], true),
  },
  read: {
    id: 'conversation.read',
    label: 'library.markRead',
    icon: CircleDot,
    when: (shelf) => kept(shelf) && shelf.unread,
    run: (app, id) => markUnread(app, [id], false),
  },
  archive: {
    id: 'conversation.archive',
    label: 'library.archive',
    icon: Archive,
    leaves: true,
    when: listed,
    run: (app, id) => archive(app, [id], true),
  },
  unarchive: {
    id: 'conversation.unarchive',
    label: 'library.unarchive',
    icon: ArchiveRestore,
    leaves: true,
    when: (shelf) => kept(shelf) && shelf.archived !== null,
    run: (app, id) => archive(app, [id], false),
  },
  trash: {
    id: 'conversation.trash',
    label: 'action.delete',
    icon: Trash,
    tone: 'danger',
    leaves: true,
    when: kept,
    run: (app, id) => trash(app, [id]),
  },
  restore: {
    id: 'conversation.restore',
    label: 'library.restore',
    icon: RotateCcw,
    leaves: true,
    when: ({ trashed }) => trashed !== null,
    run: (app, id) => restore(app, [id]),
  },
  erase: {
    id: 'conversation.erase',
    label: 'library.erase',
    icon: Trash,
    tone: 'danger',
    when: ({ trashed }) => trashed !== null,
    run: (app, id) => void erase(app, [id]),
  },
} satisfies Record<string, RowAction>
