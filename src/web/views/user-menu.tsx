/** Who is signed in, and what belongs to them. */
import { ChevronsUpDown } from 'lucide'
import { useApp } from '../context.ts'
import { loadHands } from '../hands-later.tsx'
import { t } from '../i18n/index.ts'
import { Icon } from '../ui/icon.tsx'
// Browsers offer it once, early.
import '../ui/install.ts'
import { Menu } from '../ui/menu.tsx'

/** What is chosen here most. */
const preload = () => void import('./settings.tsx').catch(() => {})

export function UserMenu() {
  const app = useApp()
  const user = app.session.user.value
  if (!user) return null

  return (
    <div class="sidebar-foot">
      <Menu
        placement="top-start"
        wide
        onOpenChange={(open) => open && preload()}
        groups={() => loadHands().then(({ accountMenu }) => accountMenu(app))}
        trigger={(props) => (
          <button type="button" class="user" {...props}>
            <span class="avatar" aria-hidden="true">
              {[...user.name][0]?.toLocaleUpperCase()}
            </span>
            <span class="user-name" dir="auto">
              {user.name}
            </span>
            <span class="hidden-text">{t('user.menu')}</span>
            <Icon of={ChevronsUpDown} size={16} />
          </button>
        )}
      />
    </div>
  )
}
