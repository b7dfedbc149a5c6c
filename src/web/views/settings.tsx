/** Settings as a dialog over whatever is being read. Its address is a hash, so Back closes it. Loaded on demand. */
import { Monitor, Moon, Sun, X } from 'lucide'
import type { ComponentChildren, ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { nameOf } from '../i18n/language-name.ts'
import { LANGUAGES } from '../i18n/languages.ts'
import { closeSettings, openSettings, settings } from '../route.ts'
import { IconButton } from '../ui/button.tsx'
import { Segmented, Select } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { later } from '../ui/later.tsx'
import { Mark } from '../ui/mark.tsx'
import { keyName } from '../ui/shortcut.ts'
import { Legal } from './legal.tsx'
import { OwnKeys } from './settings-keys.tsx'
import { SECTIONS, type SectionId } from './settings-sections.ts'
import { Sessions } from './settings-sessions.tsx'
import { ShortcutList } from './shortcut-list.tsx'

const Usage = later(async () => (await import('./settings-usage.tsx')).Usage)

const VIEWS: Record<SectionId, ComponentType> = {
  general: General,
  account: Account,
  sessions: Sessions,
  keys: OwnKeys,
  usage: () => <Usage />,
  keyboard: () => <ShortcutList />,
  about: About,
}

export function Settings() {
  const wanted = settings.value
  const section = SECTIONS.find(({ id }) => id === wanted) ?? SECTIONS[0]
  const View = VIEWS[section.id]
  const personal = useApp().catalog.endpoints.value.some((endpoint) => endpoint.personal)
  const sections = SECTIONS.filter(({ id }) => id !== 'keys' || personal || id === section.id)
  // On a phone they stand in one line, which is longer than the screen.
  useEffect(() => {
    document.getElementById(`settings-${section.id}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [section.id])
  return (
    <Dialog class="settings" onClose={closeSettings} focus={`settings-${section.id}`}>
      {(api) => (
        <>
          <header class="settings-head">
            <h2 {...api.getTitleProps()}>{t('settings.open')}</h2>
            <IconButton icon={X} label={t('action.close')} onClick={closeSettings} />
          </header>
          <nav class="settings-nav" aria-label={t('settings.sections')}>
            {sections.map(({ id, label, icon }) => (
              <a
                key={id}
                id={`settings-${id}`}
                href={`#settings/${id}`}
                class="row-link"
                aria-current={id === section.id ? 'page' : undefined}
                onClick={(event) => {
                  event.preventDefault()
                  openSettings(id)
                }}
              >
                <Icon of={icon} size={16} />
                <span>{t(label)}</span>
              </a>
            ))}
          </nav>
          <section class="settings-body" aria-label={t(section.label)}>
            <View />
          </section>
        </>
      )}
    </Dialog>
  )
}

function Line({ label, about, children }: { label: string; about?: string; children: ComponentChildren }) {
  return (
    <div class="settings-line">
      <div>
        <span class="settings-label">{label}</span>
        {about && <p>{about}</p>}
      </div>
      <div class="settings-value">{children}</div>
    </div>
  )
}

function General() {
  const { preferences } = useApp()
  const languages = Object.keys(LANGUAGES).filter(
    (id) => !LANGUAGES[id]?.pseudo || id === preferences.language.value,
  )
  return (
    <>
      <Line label={t('settings.theme')}>
        <Segmented
          label={t('settings.theme')}
          value={preferences.theme.value}
          onChange={(theme) => preferences.set({ theme })}
          options={[
            { value: 'system', label: t('settings.theme.system'), icon: Monitor },
            { value: 'light', label: t('settings.theme.light'), icon: Sun },
            { value: 'dark', label: t('settings.theme.dark'), icon: Moon },
          ]}
        />
      </Line>
      <Line label={t('settings.language')}>
        <Select
          label={t('settings.language')}
          value={preferences.language.value}
          onChange={(language) => preferences.set({ language })}
          options={[
            { value: 'auto', label: t('settings.language.auto') },
            ...languages.map((id) => ({ value: id, label: nameOf(id), lang: id })),
          ]}
        />
      </Line>
      <Line label={t('settings.duringRun')} about={t('settings.duringRun.about')}>
        <Segmented
          label={t('settings.duringRun')}
          value={preferences.duringRun.value}
          onChange={(duringRun) => preferences.set({ duringRun })}
          options={[
            { value: 'queue', label: t('settings.duringRun.queue') },
            { value: 'steer', label: t('settings.duringRun.steer') },
          ]}
        />
      </Line>
      <Line label={t('settings.sendKey')} about={t('settings.sendKey.about')}>
        <Segmented
          label={t('settings.sendKey')}
          value={preferences.sendKey.value}
          onChange={(sendKey) => preferences.set({ sendKey })}
          options={[
            { value: 'enter', label: t('settings.sendKey.enter') },
            { value: 'mod-enter', label: t('settings.sendKey.mod', { mod: keyName('mod') }) },
          ]}
        />
      </Line>
    </>
  )
}

function Account() {
  const user = useApp().session.user.value
  if (!user) return null
  return (
    <>
      <Line label={t('auth.name')}>
        <bdi>{user.name}</bdi>
      </Line>
      <Line label={t('auth.email')}>
        <bdi>{user.email}</bdi>
      </Line>
      <Line label={t('settings.role')}>{t(`role.${user.role}`)}</Line>
    </>
  )
}

function About() {
  const { config } = useApp()
  return (
    <>
      <div class="settings-about">
        <Mark size={40} />
        <div>
          <strong>{config.appTitle}</strong>
          <p>{t('settings.about.text')}</p>
        </div>
      </div>
      {config.interface.buildInfo && (
        <Line label={t('settings.about.version')}>
          <bdi>{config.version}</bdi>
        </Line>
      )}
      <Legal config={config} />
    </>
  )
}
