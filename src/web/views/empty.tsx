/**
 * What stands where a conversation will be: a greeting with what this installation can do, and ways to begin. The
 * thread puts its composer between the two.
 */
import { FileText, KeyRound, Lightbulb, MessageCircleQuestionMark, PenLine, Server } from 'lucide'
import { useApp } from '../context.ts'
import { now } from '../i18n/clock.ts'
import { type Key, t } from '../i18n/index.ts'
import { Icon } from '../ui/icon.tsx'

export function EmptyGreeting() {
  const { config, session, catalog } = useApp()
  const count = catalog.models.value.length
  const about = catalog.onlyGuide.value
    ? t('empty.about.none', { app: config.appTitle })
    : t('empty.about.models', { count })
  const name = session.user.value?.name.split(/\s+/)[0] ?? ''
  return (
    <header class="empty-greeting">
      <h1 dir="auto">{t(greetingAt(new Date(now.value).getHours()), { name })}</h1>
      <p>{about}</p>
    </header>
  )
}

const STARTERS = [
  { id: 'guide', icon: MessageCircleQuestionMark, guide: true },
  { id: 'keys', icon: KeyRound, guide: true },
  { id: 'explain', icon: Lightbulb, guide: false },
  { id: 'write', icon: PenLine, guide: false },
] as const

const WAYS = [
  { id: 'key', icon: KeyRound },
  { id: 'ollama', icon: Server },
  { id: 'file', icon: FileText },
] as const

/** Up to four ways to begin; where only the guide is there, what to ask it and the three ways to a real model. */
export function EmptyStarters({ onStart }: { onStart: (text: string) => void }) {
  const { config, catalog } = useApp()
  const guided = catalog.onlyGuide.value
  return (
    <>
      <ul class="empty-starters" aria-label={t('empty.starters')}>
        {STARTERS.filter(({ guide }) => guide || !guided).map(({ id, icon }) => (
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
    </>
  )
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
