/** What the menu of the account offers. */
import { Command, Keyboard, LogOut, MonitorDown, Settings } from 'lucide'
import type { App } from '../context.ts'
import { faultText } from '../i18n/fault.ts'
import { t } from '../i18n/index.ts'
import { openSettings } from '../route.ts'
import { install, installable } from '../ui/install.ts'
import type { MenuGroup } from '../ui/menu.tsx'
import { toast } from '../ui/toast.tsx'

export function accountMenu({ session, layout, keys }: App): MenuGroup[] {
  return [
    {
      label: session.user.peek()?.email ?? '',
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
    { items: [{ id: 'out', label: t('user.signOut'), icon: LogOut, run: () => void signOut(session) }] },
  ]
}

async function signOut(session: App['session']): Promise<void> {
  const fault = await session.signOut()
  if (fault) toast({ text: faultText(fault), tone: 'danger' })
}
