/** The menus above the list. */
import { Bookmark, Check } from 'lucide'
import { LIBRARY } from '../actions/library.ts'
import type { App } from '../context.ts'
import { t } from '../i18n/index.ts'
import type { MenuGroup, MenuItem } from '../ui/menu.tsx'
import { openDialog } from './library-dialogs.tsx'

/** The list narrowed to what carries all of some bookmarks. */
export function filterMenu({ library, shelves }: App): MenuGroup[] {
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

/** To other parts of the library, and what is done with all of it. */
export function waysMenu(app: App): MenuGroup[] {
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
