/** What stands above the list: which part of the library it is, and the ways to the others. */
import { ArrowLeft, Bookmark, Check, Ellipsis, X } from 'lucide'
import { LIBRARY } from '../actions/library.ts'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { later } from '../ui/later.tsx'
import { Menu, type MenuGroup, type MenuItem } from '../ui/menu.tsx'
import { erase } from './library-actions.ts'
import { openDialog } from './library-dialogs.tsx'

const SidebarChosen = later(async () => (await import('./sidebar-chosen.tsx')).SidebarChosen)

export function SidebarTools() {
  const { selection } = useApp()
  return selection.on.value ? <SidebarChosen /> : <Head />
}

function Head() {
  const { config, library, shelves } = useApp()
  const { shelf, project, tags } = library.filter.value
  const home = () => library.show({ shelf: 'list' })
  if (shelf !== 'list') {
    return (
      <header class="list-head">
        <IconButton class="mirrored" icon={ArrowLeft} size={16} label={t('library.back')} onClick={home} />
        <p class="list-name">{t(`library.shelf.${shelf}`)}</p>
        {shelf === 'trash' && <Empty />}
        <Ways />
      </header>
    )
  }
  const folder = shelves.projects.value.find(({ id }) => id === project)
  const chosen = shelves.tags.value.filter(({ id }) => tags?.includes(id))
  return (
    <>
      <header class="list-head">
        {folder && (
          <IconButton class="mirrored" icon={ArrowLeft} size={16} label={t('library.back')} onClick={home} />
        )}
        <p class="list-name" dir="auto">
          {folder?.name ?? t('library.shelf.list')}
        </p>
        {config.interface.bookmarks && <Filter />}
        <Ways />
      </header>
      {chosen.length > 0 && (
        <ul class="list-tags" aria-label={t('tags.filter')}>
          {chosen.map(({ id, name }) => (
            <li key={id}>
              <button type="button" aria-label={t('tags.filterOff', { name })} onClick={() => toggleTag(id)}>
                <span dir="auto">{name}</span>
                <Icon of={X} size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )

  function toggleTag(id: string): void {
    const rest = (tags ?? []).filter((tag) => tag !== id)
    library.show({ shelf: 'list', ...(project !== undefined && { project }), tags: rest })
  }
}

/** Empties the trash. Not there when it is empty. */
function Empty() {
  const app = useApp()
  if (app.library.ordered.value.length === 0) return null
  return (
    <Button size="small" kind="quiet" onClick={() => void erase(app, null)}>
      {t('library.emptyTrash')}
    </Button>
  )
}

/** The list narrowed to what carries all of some bookmarks. */
function Filter() {
  const { library, shelves } = useApp()
  const groups = (): MenuGroup[] => {
    const { project, tags = [] } = library.filter.peek()
    const toggle = (id: string) => {
      const next = tags.includes(id) ? tags.filter((tag) => tag !== id) : [...tags, id]
      library.show({ shelf: 'list', ...(project !== undefined && { project }), tags: next })
    }
    return [
      {
        label: t('tags.filter'),
        items: shelves.tags.peek().map(({ id, name, count, about }) => ({
          id,
          label: name,
          about: about ? `${t('tags.count', { count })} · ${about}` : t('tags.count', { count }),
          ...(tags.includes(id) && { icon: Check }),
          run: () => toggle(id),
        })),
      },
      {
        items: [
          {
            id: 'manage',
            label: t('tags.manage'),
            icon: Bookmark,
            run: () => openDialog({ what: 'tags', ids: [] }),
          },
        ],
      },
    ].filter(({ items }) => items.length > 0)
  }
  return (
    <Menu
      placement="bottom-end"
      groups={groups}
      trigger={(props) => <IconButton {...props} icon={Bookmark} size={16} label={t('tags.heading')} />}
    />
  )
}

function Ways() {
  const app = useApp()
  const groups = (): MenuGroup[] => {
    const items = (...ids: string[]): MenuItem[] =>
      LIBRARY.filter(({ id }) => ids.includes(id)).map(({ id, label, icon, when, run }) => ({
        id,
        label: t(label),
        icon,
        shortcut: app.keys.of(id),
        disabled: when?.(app) === false,
        run: () => run?.(app),
      }))
    return [
      { items: items('library.select', 'projects.new', 'library.archiveAll') },
      { items: items('library.archive', 'library.trash') },
    ]
  }
  return (
    <Menu
      placement="bottom-end"
      groups={groups}
      trigger={(props) => <IconButton {...props} icon={Ellipsis} size={16} label={t('library.ways')} />}
    />
  )
}
