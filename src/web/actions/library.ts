/** The list of conversations, its other shelves, projects and bookmarks. */
import { Archive, Bookmark, FolderPlus, MessagesSquare, SquareCheck, Trash } from 'lucide'
import type { App } from '../context.ts'
import { archiveAll } from '../views/library-actions.ts'
import { openDialog } from '../views/library-dialogs.tsx'
import type { Action } from './action.ts'

/** Turns the list to one of its shelves, where it can be seen. */
function turnTo(app: App, shelf: 'list' | 'archive' | 'trash'): void {
  const { layout, library } = app
  library.show({ shelf })
  if (layout.wide.peek() ? layout.collapsed.peek() : !layout.drawer.peek()) layout.toggle()
}

const isNotAt = (shelf: string) => (app: App) => app.library.filter.peek().shelf !== shelf

export const LIBRARY: readonly Action[] = [
  {
    id: 'library.list',
    group: 'library',
    label: 'library.back',
    icon: MessagesSquare,
    when: isNotAt('list'),
    run: (app) => turnTo(app, 'list'),
  },
  {
    id: 'library.archive',
    group: 'library',
    label: 'library.shelf.archive',
    icon: Archive,
    when: isNotAt('archive'),
    run: (app) => turnTo(app, 'archive'),
  },
  {
    id: 'library.trash',
    group: 'library',
    label: 'library.shelf.trash',
    icon: Trash,
    when: isNotAt('trash'),
    run: (app) => turnTo(app, 'trash'),
  },
  {
    id: 'library.select',
    group: 'library',
    label: 'library.selectMany',
    icon: SquareCheck,
    run: (app) => {
      if (app.layout.wide.peek() ? app.layout.collapsed.peek() : !app.layout.drawer.peek())
        app.layout.toggle()
      app.selection.begin()
    },
  },
  {
    id: 'projects.new',
    group: 'library',
    label: 'projects.new',
    icon: FolderPlus,
    run: () => openDialog({ what: 'project', id: null, parent: null }),
  },
  {
    id: 'tags.manage',
    group: 'library',
    label: 'tags.manage',
    icon: Bookmark,
    run: () => openDialog({ what: 'tags', ids: [] }),
  },
  {
    id: 'library.archiveAll',
    group: 'library',
    label: 'library.archiveAll',
    icon: Archive,
    run: (app) => void archiveAll(app),
  },
]
