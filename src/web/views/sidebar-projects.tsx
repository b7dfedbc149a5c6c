/** The person's projects as folders in folders, above the list. Each takes what is dropped on it. */
import { ChevronRight, Ellipsis, Folder as FolderIcon, FolderOpen, Plus, SquarePen } from 'lucide'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { type Folder, foldersOf } from '../models/folders.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu } from '../ui/menu.tsx'
import { tellFault } from './library-actions.ts'
import { openDialog } from './library-dialogs.tsx'
import { dragProject, dropOn } from './library-drop.ts'
import { beginIn, projectMenu } from './project-menu.ts'

export function SidebarProjects() {
  const app = useApp()
  const folders = foldersOf(app.shelves.projects.value)
  return (
    <section class="projects" aria-labelledby="projects-heading">
      <header class="list-head" {...dropOn(app, null)}>
        <h2 id="projects-heading">{t('projects.heading')}</h2>
        <IconButton
          icon={Plus}
          size={16}
          label={t('projects.new')}
          onClick={() => openDialog({ what: 'project', id: null, parent: null })}
        />
      </header>
      <Folders folders={folders} />
    </section>
  )
}

function Folders({ folders }: { folders: readonly Folder[] }) {
  return (
    <ul>
      {folders.map((folder) => (
        <FolderRow key={folder.project.id} folder={folder} siblings={folders} />
      ))}
    </ul>
  )
}

function FolderRow({ folder, siblings }: { folder: Folder; siblings: readonly Folder[] }) {
  const app = useApp()
  const { library } = app
  const { project, depth, total, folders } = folder
  const { id, name, folded, color } = project
  const shown = library.filter.value.project === id
  const open = folders.length > 0 && !folded

  const fold = (to: boolean) => {
    if (folders.length > 0 && to !== folded)
      tellFault(library.act({ do: 'project', id, set: { folded: to } }))
  }
  const show = () => library.show(shown ? { shelf: 'list' } : { shelf: 'list', project: id })
  const onKeyDown = (event: KeyboardEvent) => {
    const [closer, wider] =
      getComputedStyle(event.currentTarget as HTMLElement).direction === 'rtl'
        ? ['ArrowRight', 'ArrowLeft']
        : ['ArrowLeft', 'ArrowRight']
    if (event.key === wider) fold(false)
    else if (event.key === closer) fold(true)
    else if (event.key === 'F2') openDialog({ what: 'project', id, parent: project.parent })
    else return
    event.preventDefault()
  }
  return (
    <li>
      <div class="row folder" style={{ '--depth': depth - 1 }} {...dropOn(app, id)}>
        {folders.length > 0 && (
          <IconButton
            class="folder-fold mirrored"
            icon={ChevronRight}
            size={14}
            label={t(folded ? 'projects.unfold' : 'projects.fold', { name })}
            aria-expanded={open}
            onClick={() => fold(!folded)}
          />
        )}
        <button
          type="button"
          class="row-link"
          aria-pressed={shown}
          draggable
          onClick={show}
          onKeyDown={onKeyDown}
          onDragStart={(event) => dragProject(id, event)}
        >
          <span class="folder-icon" data-color={color}>
            <Icon of={shown ? FolderOpen : FolderIcon} size={16} />
          </span>
          <span class="row-title" dir="auto">
            {name}
          </span>
          <span class="folder-count">{total > 0 && total}</span>
        </button>
        <IconButton
          class="row-more folder-new"
          icon={SquarePen}
          size={16}
          label={t('projects.newChatIn', { name })}
          onClick={() => beginIn(app, id)}
        />
        <Menu
          placement="bottom-end"
          groups={() => projectMenu(app, folder, siblings)}
          trigger={(props) => (
            <IconButton
              {...props}
              class="row-more"
              icon={Ellipsis}
              label={t('library.more', { title: name })}
            />
          )}
        />
      </div>
      {open && <Folders folders={folders} />}
    </li>
  )
}
