/** What the menu of a row offers, by where the row stands. */
import {
  Archive,
  ArchiveRestore,
  Bookmark,
  CircleDot,
  FolderInput,
  Pencil,
  Pin,
  PinOff,
  RotateCcw,
  SquareCheck,
  Trash,
} from 'lucide'
import type { App } from '../context.ts'
import { t } from '../i18n/index.ts'
import type { Row } from '../models/library.ts'
import type { MenuGroup, MenuItem } from '../ui/menu.tsx'
import { archive, erase, markUnread, pin, restore, trash } from './library-actions.ts'
import { openDialog } from './library-dialogs.tsx'
import { focusRow } from './library-focus.ts'

export function menuOf(app: App, row: Row, rename: () => void): MenuGroup[] {
  const id = row.id.peek()
  const { pinned, archived, trashed, unread } = row.shelf.peek()
  const select: MenuItem = {
    id: 'select',
    label: t('library.select'),
    icon: SquareCheck,
    run: () => {
      app.selection.toggle(id)
      focusRow(id)
    },
  }
  if (trashed !== null) {
    return [
      {
        items: [
          {
            id: 'restore',
            label: t('library.restore'),
            icon: RotateCcw,
            run: () => leaving(app, row, () => restore(app, [id])),
          },
          select,
        ],
      },
      {
        items: [
          {
            id: 'erase',
            label: t('library.erase'),
            icon: Trash,
            tone: 'danger',
            run: () => void erase(app, [id]),
          },
        ],
      },
    ]
  }
  const putAway: MenuItem =
    archived === null
      ? {
          id: 'archive',
          label: t('library.archive'),
          icon: Archive,
          run: () => leaving(app, row, () => archive(app, [id], true)),
        }
      : {
          id: 'unarchive',
          label: t('library.unarchive'),
          icon: ArchiveRestore,
          run: () => leaving(app, row, () => archive(app, [id], false)),
        }
  const pinning: MenuItem = pinned
    ? { id: 'unpin', label: t('library.unpin'), icon: PinOff, run: () => pin(app, [id], false) }
    : { id: 'pin', label: t('library.pin'), icon: Pin, run: () => pin(app, [id], true) }
  return [
    {
      items: [
        { id: 'rename', label: t('action.rename'), icon: Pencil, shortcut: 'F2', run: rename },
        ...(archived === null ? [pinning] : []),
        {
          id: 'tags',
          label: t('tags.edit'),
          icon: Bookmark,
          run: () => openDialog({ what: 'tags', ids: [id] }),
        },
        {
          id: 'move',
          label: t('projects.move'),
          icon: FolderInput,
          run: () => openDialog({ what: 'move', ids: [id] }),
        },
        {
          id: 'unread',
          label: t(unread ? 'library.markRead' : 'library.markUnread'),
          icon: CircleDot,
          run: () => markUnread(app, [id], !unread),
        },
        select,
      ],
    },
    {
      items: [
        putAway,
        {
          id: 'delete',
          label: t('action.delete'),
          icon: Trash,
          tone: 'danger',
          shortcut: 'Del',
          run: () => leaving(app, row, () => trash(app, [id])),
        },
      ],
    },
  ]
}

/** Does what takes the row out of the list; the keyboard stays where it was, on the next row or the one before. */
export function leaving(app: App, row: Row, run: () => void): void {
  const list = app.library.ordered.peek()
  const at = list.indexOf(row)
  const next = (list[at + 1] ?? list[at - 1])?.id.peek()
  run()
  requestAnimationFrame(() => focusRow(next))
}
