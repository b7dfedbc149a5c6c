/**
 * What stands where a conversation will be: a greeting with what this installation can do, and ways to begin. The
 * thread puts its composer between the two.
 */
import {
  FileText,
  Folder,
  KeyRound,
  Lightbulb,
  MapPinned,
  MessageCircleQuestionMark,
  PenLine,
  ScrollText,
  Server,
  TextQuote,
} from 'lucide'
import { useEffect, useMemo } from 'preact/hooks'
import { useApp } from '../context.ts'
import { now } from '../i18n/clock.ts'
import { type Key, t } from '../i18n/index.ts'
import { GUIDE } from '../models/catalog.ts'
import { knownStarters, MAX_STARTERS } from '../models/starters.ts'
import { Icon } from '../ui/icon.tsx'
import { Legal } from './legal.tsx'

export function EmptyGreeting() {
  const { config, session, catalog, beginning, shelves, conversation } = useApp()
  const project = shelves.projects.value.find(({ id }) => id === beginning.value.project)
  const count = catalog.models.value.filter(({ hidden, gone }) => !hidden && !gone).length
  const model = catalog.find(conversation.value.pick.value)
  const landing = model?.landing ? model : null
  const about = catalog.onlyGuide.value
    ? t('empty.about.none', { app: config.appTitle })
    : t('empty.about.models', { count })
  const welcome = config.interface.customWelcome
  const name = session.user.value?.name.split(/\s+/)[0] ?? ''
  return (
    <header class="empty-greeting">
      <h1 dir="auto">
        {landing?.label ??
          welcome?.replaceAll('{{user.name}}', () => session.user.value?.name ?? '') ??
          t(greetingAt(new Date(now.value).getHours()), { name })}
      </h1>
      {project ? (
        <p class="empty-project" dir="auto">
          <span class="folder-icon" data-color={project.color}>
            <Icon of={Folder} size={16} />
          </span>
          {t('empty.project', { name: project.name })}
        </p>
      ) : (
        <p dir="auto">{model?.greeting || landing?.about || about}</p>
      )}
    </header>
  )
}

const STARTERS = [
  { id: 'guide', icon: MessageCircleQuestionMark, guide: true },
  { id: 'keys', icon: KeyRound, guide: true },
  { id: 'explain', icon: Lightbulb, guide: false },
  { id: 'write', icon: PenLine, guide: false },
  { id: 'summary', icon: TextQuote, guide: false },
  { id: 'plan', icon: MapPinned, guide: false },
] as const

const WAYS = [
  { id: 'key', icon: KeyRound },
  { id: 'ollama', icon: Server },
  { id: 'file', icon: FileText },
] as const

/**
 * Up to four ways to begin: the person's own prompts for it, what the operator says of the model, else some of ours.
 * Where only the guide is there, what to ask it and the three ways to a real model.
 */
export function EmptyStarters({ onStart }: { onStart: (text: string) => void }) {
  const app = useApp()
  const { config, catalog } = app
  const guided = catalog.onlyGuide.value
  const own = useOwnStarters()
  const pick = app.conversation.value.pick.value
  // No other model knows Parley.
  const asksGuide = guided || pick?.endpoint === GUIDE
  const given = catalog.find(pick)?.starters ?? []
  const said = given.slice(0, Math.max(0, MAX_STARTERS - own.length))
  return (
    <>
      <ul class="empty-starters" aria-label={t('empty.starters')}>
        {own.map(({ id, name }) => (
          <li key={id}>
            <button
              type="button"
              onClick={() => void import('./prompt-take.ts').then(({ takeStarter }) => takeStarter(app, id))}
            >
              <Icon of={ScrollText} size={16} />
              <bdi>{name}</bdi>
            </button>
          </li>
        ))}
        {said.map((text) => (
          <li key={text}>
            <button type="button" onClick={() => onStart(text)}>
              <bdi>{text}</bdi>
            </button>
          </li>
        ))}
        {(own.length + said.length > 0 ? [] : STARTERS)
          .filter(({ guide }) => guide === asksGuide)
          .map(({ id, icon }) => (
            <li key={id}>
              <button
                type="button"
                onClick={() => onStart(t(`empty.starter.${id}.text`, { app: config.appTitle }))}
              >
                <Icon of={icon} size={16} />
                {t(`empty.starter.${id}`)}
              </button>
            </li>
          ))}
      </ul>
      {guided && <Ways />}
      <Legal config={config} />
    </>
  )
}

/** Long enough that they never stand in the way of the first picture. */
const OWN_AFTER_MS = 300

/** Those of last time, until the prompts are here. */
function useOwnStarters(): readonly { id: string; name: string }[] {
  const { prompts } = useApp()
  const last = useMemo(knownStarters, [])
  useEffect(() => {
    const timer = setTimeout(() => prompts.need().catch(() => {}), OWN_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  const model = prompts.model.value
  return model?.loaded.value ? model.starters.value : last
}

function Ways() {
  return (
    <section class="empty-ways">
      <h2>{t('empty.ways')}</h2>
      <ul>
        {WAYS.map(({ id, icon }) => (
          <li key={id}>
            <Icon of={icon} />
            <span>
              <strong>{t(`empty.way.${id}`)}</strong>
              <small>{t(`empty.way.${id}.about`)}</small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Hours of the day, in the reader's zone. */
function greetingAt(hour: number): Key {
  if (hour < 5) return 'empty.night'
  if (hour < 12) return 'empty.morning'
  if (hour < 18) return 'empty.afternoon'
  return 'empty.evening'
}
