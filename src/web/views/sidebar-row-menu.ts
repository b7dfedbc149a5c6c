/** What the menu of a row offers, by where the row stands. */
import { Pencil, SquareCheck } from 'lucide'
import { isAllowed } from '../actions/allowed.ts'
import { ROW_ACTIONS, type RowAction } from '../actions/row.ts'
import type { App } from '../context.ts'
import { t } from '../i18n/index.ts'
import type { Row } from '../models/library.ts'
import type { MenuGroup, MenuItem } from '../ui/menu.tsx'
import { focusRow } from './library-focus.ts'

export function menuOf(app: App, row: Row, rename: () => void): MenuGroup[] {
  const id = row.id.peek()
  const shelf = row.shelf.peek()
  const isOpen = app.openId.peek() === id
  const { pin, unpin, tags, move, duplicate, unread, read, archive, unarchive, trash, restore, erase } =
    ROW_ACTIONS
  const items = (...actions: RowAction[]): MenuItem[] =>
    actions
      .filter(({ id, when }) => isAllowed(app, id) && when(shelf))
      .map((action) => ({
        id: action.id,
        label: t(action.label),
        icon: action.icon,
        ...(action.tone && { tone: action.tone }),
        // In the list a row has keys of its own; those of the page are about what is open.
        shortcut: action === trash ? 'delete' : isOpen ? app.keys.of(action.id) : undefined,
        run: () => (action.leaves ? leaving(app, row, () => action.run(app, id)) : action.run(app, id)),
      }))
  const select: MenuItem = {
    id: 'select',
    label: t('library.select'),
    icon: SquareCheck,
    run: () => {
      app.selection.toggle(id)
      focusRow(id)
    },
  }
  if (shelf.trashed !== null) return [{ items: [...items(restore), select] }, { items: items(erase) }]
  return [
    {
      items: [
        { id: 'rename', label: t('action.rename'), icon: Pencil, shortcut: 'f2', run: rename },
        ...items(pin, unpin, tags, move, duplicate, unread, read),
        select,
      ],
    },
    { items: items(archive, unarchive, trash) },
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
