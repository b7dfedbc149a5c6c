/** Who is signed in, and what belongs to them. */
import { ChevronsUpDown, Command, Keyboard, LogOut, MonitorDown, Settings } from 'lucide'
import { useApp } from '../context.ts'
import { faultText } from '../i18n/fault.ts'
import { t } from '../i18n/index.ts'
import { openSettings } from '../route.ts'
import { Icon } from '../ui/icon.tsx'
import { install, installable } from '../ui/install.ts'
import { Menu } from '../ui/menu.tsx'
import { toast } from '../ui/toast.tsx'

/** What is chosen here most. */
const preload = () => void import('./settings.tsx').catch(() => {})

export function UserMenu() {
  const { session, layout, keys } = useApp()
  const user = session.user.value
  if (!user) return null

  async function signOut(): Promise<void> {
    const fault = await session.signOut()
    if (fault) toast({ text: faultText(fault), tone: 'danger' })
  }

  return (
    <div class="sidebar-foot">
      <Menu
        placement="top-start"
        wide
        onOpenChange={(open) => open && preload()}
        groups={() => [
          {
            label: user.email,
            items: [
              {
                id: 'settings',
                label: t('settings.open'),
                icon: Settings,
                shortcut: keys.of('settings.open'),
                run: () => openSettings(),
              },
              {
                id: 'keys',
                label: t('keys.title'),
                icon: Keyboard,
                shortcut: keys.of('shortcuts.open'),
                run: () => {
                  layout.shortcuts.value = true
                },
              },
              {
                id: 'palette',
                label: t('actions.palette'),
                icon: Command,
                shortcut: keys.of('palette.open'),
                run: () => {
                  layout.palette.value = ''
                },
              },
            ],
          },
          ...(installable()
            ? [
                {
                  items: [
                    {
                      id: 'install',
                      label: t('user.install'),
                      icon: MonitorDown,
                      run: () => void install(),
                    },
                  ],
                },
              ]
            : []),
          { items: [{ id: 'out', label: t('user.signOut'), icon: LogOut, run: () => void signOut() }] },
        ]}
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
