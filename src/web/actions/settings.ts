/** Settings: their sections, and those that are changed often, in one step. */
import { Languages, Monitor, Moon, Settings, Sun, SunMoon } from 'lucide'
import type { App } from '../context.ts'
import { t } from '../i18n/index.ts'
import { nameOf } from '../i18n/language-name.ts'
import { LANGUAGES } from '../i18n/languages.ts'
import { openSettings } from '../route.ts'
import { SECTIONS } from '../views/settings-sections.ts'
import type { Action, Page } from './action.ts'
import { only } from './page.ts'

export const SETTINGS: readonly Action[] = [
  {
    id: 'settings.open',
    group: 'settings',
    label: 'settings.open',
    icon: Settings,
    words: 'actions.words.settings',
    run: (app) => {
      only(app, null)
      openSettings()
    },
  },
  {
    id: 'settings.theme',
    group: 'settings',
    label: 'settings.theme',
    icon: SunMoon,
    words: 'actions.words.theme',
    page: themes,
  },
  {
    id: 'settings.language',
    group: 'settings',
    label: 'settings.language',
    icon: Languages,
    page: languages,
  },
  ...SECTIONS.map(
    ({ id, label, icon }): Action => ({
      id: `settings.section.${id}`,
      group: 'settings',
      label,
      icon,
      words: 'settings.open',
      run: () => openSettings(id),
    }),
  ),
]

function themes({ preferences }: App): Page {
  const icons = { system: Monitor, light: Sun, dark: Moon }
  return {
    title: t('settings.theme'),
    placeholder: t('actions.find'),
    choices: (['system', 'light', 'dark'] as const).map((theme) => ({
      id: theme,
      label: t(`settings.theme.${theme}`),
      icon: icons[theme],
      checked: preferences.theme.peek() === theme,
      run: () => preferences.set({ theme }),
    })),
  }
}

function languages({ preferences }: App): Page {
  const now = preferences.language.peek()
  const known = Object.keys(LANGUAGES).filter((id) => !LANGUAGES[id]?.pseudo || id === now)
  const choice = (id: string, label: string) => ({
    id,
    label,
    checked: id === now,
    run: () => preferences.set({ language: id }),
  })
  return {
    title: t('settings.language'),
    placeholder: t('actions.find'),
    choices: [choice('auto', t('settings.language.auto')), ...known.map((id) => choice(id, nameOf(id)))],
  }
}
