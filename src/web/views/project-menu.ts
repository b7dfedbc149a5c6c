/** What the menu of a project offers. */
import { ArrowDown, ArrowUp, FolderInput, FolderPlus, Pencil, SquarePen, Trash } from 'lucide'
import { MAX_PROJECT_DEPTH, type Project } from '../../shared/shelf.ts'
import type { App } from '../context.ts'
import { t } from '../i18n/index.ts'
import type { Folder } from '../models/folders.ts'
import type { MenuGroup } from '../ui/menu.tsx'
import { toast } from '../ui/toast.tsx'
import { startNew } from './commands.ts'
import { tellFault } from './library-actions.ts'
import { openDialog } from './library-dialogs.tsx'

export function projectMenu(app: App, folder: Folder, siblings: readonly Folder[]): MenuGroup[] {
  const { library } = app
  const { id, parent } = folder.project
  const at = siblings.indexOf(folder)
  const shift = (by: number) => {
    const ids = siblings.map(({ project }) => project.id)
    ids.splice(at + by, 0, ...ids.splice(at, 1))
    tellFault(library.act({ do: 'order', of: 'project', ids }))
  }
  return [
    {
      items: [
        {
          id: 'new',
          label: t('projects.newChat'),
          icon: SquarePen,
          run: () => beginIn(app, id),
        },
        {
          id: 'inside',
          label: t('projects.newInside'),
          icon: FolderPlus,
          disabled: folder.depth >= MAX_PROJECT_DEPTH,
          run: () => openDialog({ what: 'project', id: null, parent: id }),
        },
        {
          id: 'edit',
          label: t('projects.edit'),
          icon: Pencil,
          run: () => openDialog({ what: 'project', id, parent }),
        },
      ],
    },
    {
      items: [
        { id: 'up', label: t('action.moveUp'), icon: ArrowUp, disabled: at === 0, run: () => shift(-1) },
        {
          id: 'down',
          label: t('action.moveDown'),
          icon: ArrowDown,
          disabled: at === siblings.length - 1,
          run: () => shift(1),
        },
        ...(parent === null
          ? []
          : [
              {
                id: 'out',
                label: t('projects.moveTop'),
                icon: FolderInput,
                run: () => tellFault(library.act({ do: 'project', id, set: { parent: null } })),
              },
            ]),
      ],
    },
    {
      items: [
        {
          id: 'delete',
          label: t('action.delete'),
          icon: Trash,
          tone: 'danger',
          run: () => drop(app, folder.project),
        },
      ],
    },
  ]
}

/** A new chat that is in this project from the start. */
export function beginIn({ library }: App, project: string): void {
  library.show({ shelf: 'list', project })
  startNew()
}

function drop({ library }: App, { id, name }: Project): void {
  const shown = library.filter.peek().project === id
  if (shown) library.show({ shelf: 'list' })
  const undo = () => {
    tellFault(library.act({ do: 'restore-project', id }))
    if (shown) library.show({ shelf: 'list', project: id })
  }
  tellFault(library.act({ do: 'drop-project', id }))
  toast({ text: t('projects.deleted', { name }), action: { label: t('action.undo'), run: undo } })
}
