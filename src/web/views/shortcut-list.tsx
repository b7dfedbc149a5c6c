/** Every action with its keys, to be found and changed: in the dialog of shortcuts and in the settings. */
import { type Signal, useComputed, useSignal } from '@preact/signals'
import { RotateCcw, Search } from 'lucide'
import { useId, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { type Action, GROUPS } from '../actions/action.ts'
import { FIELD_KEYS } from '../actions/field-keys.ts'
import { ACTIONS, known } from '../actions/index.ts'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { fit, fold, wordsOf } from '../models/fuzzy.ts'
import { createBinding } from '../models/key-binding.ts'
import { announce } from '../ui/announce.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { isModifier, keyName, shortcutLabel, strokes } from '../ui/shortcut.ts'
import { type Objection, objection } from '../ui/shortcut-objection.ts'
import { groupLabel } from './palette-entries.ts'

/** Keys that were pressed for an action, and what there is to say before it gets them. */
type Asked = { id: string; keys: string; holder: string | undefined; objection: Objection | null }

export function ShortcutList({ find }: { find?: string }) {
  const app = useApp()
  const { keys, preferences } = app
  const binding = useMemo(() => createBinding(app), [app])
  const query = useSignal('')
  const recording = useSignal<string | null>(null)
  const asked = useSignal<Asked | null>(null)
  const words = useComputed(() => wordsOf(query.value))
  const fits = (text: string, shown: string | undefined) =>
    fit(words.value, fold(text), true) !== null ||
    // By its keys: "ctrl k" finds what they do.
    (shown !== undefined && fit(words.value, fold(shown.replaceAll('+', ' ')), false) !== null)
  const groups = GROUPS.map((group) => ({
    group,
    actions: ACTIONS.filter((action) => action.group === group).filter((action) =>
      fits(`${t(action.label)} ${groupLabel(group)}`, labelOf(keys.bound.value.get(action.id))),
    ),
  })).filter(({ actions }) => actions.length > 0)
  const fixed = FIELD_KEYS.filter(({ keys: own, label }) => fits(t(label), shortcutLabel(own)))

  return (
    <div class="keys">
      <div class="keys-head">
        <label class="keys-find">
          <Icon of={Search} size={16} />
          <input
            id={find}
            type="search"
            aria-label={t('keys.find')}
            placeholder={t('keys.find')}
            onInput={(event) => {
              query.value = event.currentTarget.value
            }}
          />
        </label>
        <label class="keys-switch">
          <input
            type="checkbox"
            checked={preferences.shortcuts.value}
            onChange={(event) => preferences.set({ shortcuts: event.currentTarget.checked })}
          />
          {t('keys.on')}
        </label>
        <Button
          size="small"
          kind="quiet"
          icon={RotateCcw}
          aria-disabled={!binding.anyChanged.value}
          onClick={() => {
            if (!binding.anyChanged.peek()) return
            binding.resetAll()
            announce(t('keys.resetDone'))
          }}
        >
          {t('keys.resetAll')}
        </Button>
      </div>
      <div class="keys-groups" data-off={!preferences.shortcuts.value}>
        {groups.map(({ group, actions }) => (
          <section key={group} aria-label={groupLabel(group)}>
            <h3>{groupLabel(group)}</h3>
            <ul>
              {actions.map((action) => (
                <Line key={action.id} action={action} recording={recording} asked={asked} />
              ))}
            </ul>
          </section>
        ))}
        {fixed.length > 0 && (
          <section aria-label={t('keys.field')}>
            <h3>{t('keys.field')}</h3>
            <ul>
              {fixed.map(({ keys: own, label }) => (
                <li key={own} class="keys-line">
                  <span>{t(label, { mod: keyName('mod') })}</span>
                  <kbd class="keys-fixed">{shortcutLabel(own)}</kbd>
                </li>
              ))}
            </ul>
          </section>
        )}
        {groups.length === 0 && fixed.length === 0 && <p class="palette-none">{t('actions.none')}</p>}
      </div>
    </div>
  )
}

const labelOf = (keys: string | undefined) => keys && shortcutLabel(keys)

type LineProps = { action: Action; recording: Signal<string | null>; asked: Signal<Asked | null> }

function Line({ action, recording, asked }: LineProps) {
  const app = useApp()
  const { keys } = app
  const binding = useMemo(() => createBinding(app), [app])
  const { id } = action
  const about = useId()
  const now = keys.bound.value.get(id)
  const records = recording.value === id
  const question = asked.value?.id === id ? asked.value : null
  const name = t(action.label)

  const end = () => {
    recording.value = null
  }
  const take = (chosen: string | null) => {
    binding.bind(id, chosen)
    asked.value = null
    end()
    announce(chosen ? t('keys.bound', { name, keys: shortcutLabel(chosen) }) : t('keys.unbound', { name }))
  }
  return (
    <li class="keys-line">
      <span>{name}</span>
      {binding.isChanged(id) && !records && (
        <IconButton
          icon={RotateCcw}
          size={14}
          label={t('keys.reset', { name })}
          tip={t('keys.reset.tip')}
          onClick={() => {
            binding.reset(id)
            announce(t('keys.resetDone'))
          }}
        />
      )}
      <button
        type="button"
        class="keys-button"
        data-recording={records}
        data-none={!now}
        aria-label={
          records ? t('keys.press') : t('keys.change', { name, keys: labelOf(now) ?? t('keys.none') })
        }
        aria-describedby={question ? about : undefined}
        onClick={() => {
          asked.value = null
          recording.value = records ? null : id
        }}
        onBlur={() => records && end()}
      >
        {records ? (
          <Recorder onKeys={hear} onEnd={end} onNone={() => take(null)} />
        ) : (
          <kbd>{labelOf(now) ?? '—'}</kbd>
        )}
      </button>
      {question && (
        <div class="keys-question" id={about} role="alert">
          <p>{wordsFor(question)}</p>
          {question.objection !== 'needed' && (
            <Button size="small" kind="primary" onClick={() => take(question.keys)}>
              {question.holder ? t('keys.takeOver') : t('keys.anyway')}
            </Button>
          )}
          <Button
            size="small"
            kind="quiet"
            onClick={() => {
              asked.value = null
            }}
          >
            {t('action.cancel')}
          </Button>
        </div>
      )}
    </li>
  )

  function hear(pressed: string): void {
    end()
    if (pressed === now) return
    const next: Asked = {
      id,
      keys: pressed,
      holder: binding.holder(pressed, id),
      objection: objection(pressed),
    }
    if (next.holder || next.objection) asked.value = next
    else take(pressed)
  }
}

function wordsFor({ keys, holder, objection: why }: Asked): string {
  const shown = shortcutLabel(keys)
  const action = holder === undefined ? undefined : known(holder)
  const taken = holder && t('keys.taken', { keys: shown, name: action ? t(action.label) : holder })
  const warned = why && t(`keys.objection.${why}`, { keys: shown })
  return [taken, warned].filter(Boolean).join(' ')
}

type RecorderProps = { onKeys: (keys: string) => void; onEnd: () => void; onNone: () => void }

/** Listens before everything else on the page: whatever is pressed is the answer, also Escape and the page's own keys. */
function Recorder({ onKeys, onEnd, onNone }: RecorderProps) {
  const held = useSignal('')
  const latest = useRef({ onKeys, onEnd, onNone })
  latest.current = { onKeys, onEnd, onNone }
  // Before the next key can come.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Tab' && !event.ctrlKey && !event.altKey && !event.metaKey)
        return latest.current.onEnd()
      event.preventDefault()
      event.stopImmediatePropagation()
      if (event.isComposing || event.repeat) return
      if (isModifier(event)) {
        held.value = heldOf(event)
        return
      }
      const [keys] = strokes(event)
      if (keys === 'escape') latest.current.onEnd()
      else if (keys === 'backspace' || keys === 'delete') latest.current.onNone()
      else if (keys !== undefined) latest.current.onKeys(keys)
    }
    const release = (event: KeyboardEvent) => {
      event.stopImmediatePropagation()
      held.value = heldOf(event)
    }
    const first = { capture: true }
    addEventListener('keydown', press, first)
    addEventListener('keyup', release, first)
    return () => {
      removeEventListener('keydown', press, first)
      removeEventListener('keyup', release, first)
    }
  }, [])
  const words = useMemo(() => t('keys.press'), [])
  return <span class="keys-recording">{held.value || words}</span>
}

/** The modifiers that are down, as they are written on this machine. */
function heldOf({ ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): string {
  const down = [ctrlKey && 'Control', metaKey && 'Meta', altKey && 'alt', shiftKey && 'shift']
  const signs = down.flatMap((key) =>
    key === false ? [] : key === 'Meta' ? keyName('mod') : keyName(key === 'Control' ? 'ctrl' : key),
  )
  return signs.length > 0 ? `${signs.join(' ')} …` : ''
}
