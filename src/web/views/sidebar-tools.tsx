/** What stands above the list: which part of the library it is, and the ways to the others. */
import { Bookmark, Ellipsis } from 'lucide'
import { useApp } from '../context.ts'
import { fromHands, loadHands } from '../hands-later.tsx'
import { t } from '../i18n/index.ts'
import { IconButton } from '../ui/button.tsx'
import { later } from '../ui/later.tsx'
import { Menu } from '../ui/menu.tsx'

const SidebarChosen = later(async () => (await import('./sidebar-chosen.tsx')).SidebarChosen)

export function SidebarTools() {
  const { selection } = useApp()
  return selection.on.value ? <SidebarChosen /> : <Head />
}

/** Another part of the library says what it is, and leads back. */
const PartHead = fromHands(({ PartHead }) => PartHead)

function Head() {
  const { config, library } = useApp()
  const { shelf, project, tags } = library.filter.value
  if (shelf !== 'list' || project !== undefined || tags?.length) return <PartHead />
  return (
    <header class="list-head">
      <p class="list-name">{t('library.shelf.list')}</p>
      {config.interface.bookmarks && <Filter />}
      <Ways />
    </header>
  )
}

/** The list narrowed to what carries all of some bookmarks. */
export function Filter() {
  const app = useApp()
  return (
    <Menu
      placement="bottom-end"
      groups={() => loadHands().then(({ filterMenu }) => filterMenu(app))}
      trigger={(props) => <IconButton {...props} icon={Bookmark} size={16} label={t('tags.heading')} />}
    />
  )
}

/** To the other parts, and what is done with all of one. */
export function Ways() {
  const app = useApp()
  return (
    <Menu
      placement="bottom-end"
      groups={() => loadHands().then(({ waysMenu }) => waysMenu(app))}
      trigger={(props) => <IconButton {...props} icon={Ellipsis} size={16} label={t('library.ways')} />}
    />
  )
}
