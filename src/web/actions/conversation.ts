/** The open conversation as a whole, and the way to its neighbours in the list. */
import {
  ArrowDownToLine,
  ArrowUpToLine,
  ChevronDown,
  ChevronUp,
  Folder,
  FolderPlus,
  FolderX,
  Pencil,
} from 'lucide'
import { MAX_TITLE } from '../../shared/conversation.ts'
import type { App } from '../context.ts'
import { t } from '../i18n/index.ts'
import { foldersOf, type Folder as ProjectFolder } from '../models/folders.ts'
import type { Row } from '../models/library.ts'
import { navigate } from '../route.ts'
import { toast } from '../ui/toast.tsx'
import { move } from '../views/library-actions.ts'
import { openDialog } from '../views/library-dialogs.tsx'
import type { Action, Page } from './action.ts'
import { here } from './here.ts'
import { ROW_ACTIONS, type RowAction } from './row.ts'

/** The open conversation, where it is in the library. */
function openRow({ openId, library }: App): Row | undefined {
  const id = openId.peek()
  const row = id === null ? undefined : library.rows.peek().get(id)
  return row?.shown ? row : undefined
}

const isKept = (app: App) => openRow(app)?.shelf.peek().trashed === null

function ofOpenRow(action: RowAction): Action {
  const { id, label, icon, tone } = action
  return {
    id,
    label,
    icon,
    ...(tone && { tone }),
    group: 'conversation',
    when: (app) => {
      const row = openRow(app)
      return row !== undefined && action.when(row.shelf.peek())
    },
    run: (app) => action.run(app, app.openId.peek()!),
  }
}

const { pin, unpin, tags, move: moving, ...others } = ROW_ACTIONS

export const CONVERSATION: readonly Action[] = [
  {
    id: 'conversation.rename',
    group: 'conversation',
    label: 'action.rename',
    icon: Pencil,
    when: isKept,
    page: renaming,
  },
  ofOpenRow(pin),
  ofOpenRow(unpin),
  ofOpenRow(tags),
  { ...ofOpenRow(moving), page: projects },
  ...Object.values(others).map(ofOpenRow),
  {
    id: 'conversation.previous',
    group: 'conversation',
    label: 'actions.previousConversation',
    icon: ChevronUp,
    when: (app) => beside(app, -1) !== undefined,
    run: (app) => go(app, -1),
  },
  {
    id: 'conversation.next',
    group: 'conversation',
    label: 'actions.nextConversation',
    icon: ChevronDown,
    when: (app) => beside(app, 1) !== undefined,
    run: (app) => go(app, 1),
  },
  {
    id: 'thread.start',
    group: 'conversation',
    label: 'actions.toStart',
    icon: ArrowUpToLine,
    when: () => here.toStart !== undefined,
    run: () => here.toStart?.(),
  },
  {
    id: 'thread.end',
    group: 'conversation',
    label: 'thread.end',
    icon: ArrowDownToLine,
    when: () => here.toEnd !== undefined,
    run: () => here.toEnd?.(),
  },
]

function renaming(app: App): Page {
  const row = openRow(app)
  return {
    title: t('action.rename'),
    placeholder: t('library.renameField'),
    choices: [],
    write: {
      value: row?.title.peek() ?? '',
      label: (text) => t('actions.renameTo', { title: text.trim().slice(0, MAX_TITLE) }),
      icon: Pencil,
      done: (text) => {
        if (!row) return
        void app.library.rename(row.id.peek(), text).then((fault) => {
          if (fault) toast({ text: t('library.renameFailed'), tone: 'danger' })
        })
      },
    },
  }
}

function projects(app: App): Page {
  const row = openRow(app)
  const now = row?.shelf.peek().project ?? null
  const to = (project: string | null) => () => row && project !== now && move(app, [row.id.peek()], project)
  return {
    title: t('projects.move'),
    placeholder: t('actions.findProject'),
    choices: [
      ...flat(foldersOf(app.shelves.projects.peek())).map(({ project, path }) => ({
        id: project.id,
        label: project.name,
        ...(path && { about: path }),
        icon: Folder,
        color: project.color,
        checked: project.id === now,
        run: to(project.id),
      })),
      { id: 'none', label: t('projects.none'), icon: FolderX, checked: now === null, run: to(null) },
      {
        id: 'new',
        label: t('projects.new'),
        icon: FolderPlus,
        run: () => openDialog({ what: 'project', id: null, parent: null }),
      },
    ],
  }
}

/** Every project, with the way to it. */
export function flat(
  folders: readonly ProjectFolder[],
  path = '',
): { project: ProjectFolder['project']; path: string }[] {
  return folders.flatMap(({ project, folders: inside }) => [
    { project, path },
    ...flat(inside, path ? `${path} / ${project.name}` : project.name),
  ])
}

/** The conversation above or below the open one; from a new one, the first. */
function beside({ library, openId }: App, step: 1 | -1): string | undefined {
  const list = library.ordered.peek()
  const id = openId.peek()
  const at = id === null ? -1 : list.findIndex((row) => row.id.peek() === id)
  return list[at + step]?.id.peek()
}

function go(app: App, step: 1 | -1): void {
  const id = beside(app, step)
  if (id !== undefined) navigate(`/c/${id}`)
}
