/** The person's conversations, and the way to everything that is not one. */
import { PanelLeft, ScrollText, Search, SquarePen } from 'lucide'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { route } from '../route.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { near } from '../ui/near.ts'
import { ariaShortcut, shortcutLabel } from '../ui/shortcut.ts'
import { startNew } from './commands.ts'
import { SidebarList } from './sidebar-list.tsx'
import { SidebarTools } from './sidebar-tools.tsx'
import { UserMenu } from './user-menu.tsx'

const loadSearch = () => import('./search.tsx')
const loadPrompts = () => import('./prompts.tsx')

export function Sidebar({ hidden }: { hidden: boolean }) {
  const { config, layout, keys } = useApp()
  const here = route.value
  const isNew = here.page === 'chat' && here.id === null
  // Whoever goes somewhere wants to see it, also when they are there already and nothing else changes.
  const go = (event: MouseEvent) => {
    // A row that was chosen leads nowhere.
    if (event.defaultPrevented) return
    if ((event.target as Element).closest('a, .new-chat')) layout.setDrawer(false)
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the clicks of the links and buttons inside come by here, also those made by keys
    <aside class="sidebar" id="sidebar" inert={hidden} onClick={go}>
      <header class="sidebar-head">
        <a class="brand" href="/c/new">
          <Mark />
          <span>{config.appTitle}</span>
        </a>
        <IconButton
          icon={PanelLeft}
          class="mirrored"
          label={t('library.collapse')}
          shortcut={keys.of('sidebar.toggle')}
          onClick={layout.toggle}
        />
      </header>
      <button
        type="button"
        class="row-link new-chat"
        aria-current={isNew ? 'page' : undefined}
        {...spoken(keys.of('chat.new'))}
        onClick={startNew}
      >
        <Icon of={SquarePen} />
        <span>{t('library.new')}</span>
        <Keys of={keys.of('chat.new')} />
      </button>
      <button
        type="button"
        class="row-link new-chat"
        aria-haspopup="dialog"
        {...spoken(keys.of('search.open'))}
        {...near(loadSearch)}
        onClick={() => layout.setSearching(true)}
      >
        <Icon of={Search} />
        <span>{t('search.open')}</span>
        <Keys of={keys.of('search.open')} />
      </button>
      {config.interface.prompts.use && (
        <a
          class="row-link new-chat"
          href="/prompts"
          aria-current={here.page === 'prompts' ? 'page' : undefined}
          {...near(loadPrompts)}
        >
          <Icon of={ScrollText} />
          <span>{t('prompts.title')}</span>
        </a>
      )}
      <SidebarTools />
      <SidebarList />
      <UserMenu />
    </aside>
  )
}

function spoken(keys: string | undefined) {
  return keys === undefined ? {} : { 'aria-keyshortcuts': ariaShortcut(keys) }
}

function Keys({ of }: { of: string | undefined }) {
  if (of === undefined) return null
  return (
    <span class="sidebar-keys" aria-hidden="true">
      {shortcutLabel(of)}
    </span>
  )
}
