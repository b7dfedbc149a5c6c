/**
 * What the person set. A change is shown at once and kept in this browser, travels over the user socket, and comes
 * back to every page of theirs. What could not be sent yet is sent again when the socket opens.
 */
import { batch, createModel, effect, type Signal, signal } from '@preact/signals'
import { CHOICES, DEFAULT_PREFERENCES, type Preferences } from '../../shared/preferences.ts'
import { keep, recall } from '../storage.ts'

export type PreferencesDeps = {
  /** From the server; null while signed out. */
  stored: Preferences | null
  /** False when it could not be sent. */
  send: (set: Partial<Preferences>) => boolean
}

/** Kept for the first picture of a page that is signed out, and to tell other tabs. */
const KEY = 'parley.preferences'
/** What the server has not confirmed yet. Survives closing the page. */
const UNSENT_KEY = 'parley.preferences.unsent'

export const PreferencesModel = createModel((deps: PreferencesDeps) => {
  let unsent: Partial<Preferences> = deps.stored ? read(UNSENT_KEY) : {}
  const start = { ...DEFAULT_PREFERENCES, ...(deps.stored ?? read(KEY)), ...unsent }

  const all = Object.fromEntries(
    Object.entries(start).map(([key, value]) => [key, signal<unknown>(value)]),
  ) as { [K in keyof Preferences]: Signal<Preferences[K]> }
  show({})

  function show(set: Partial<Preferences>): void {
    batch(() => {
      for (const [key, value] of Object.entries(set)) {
        // A newer server knows of more than this page does.
        const shown = all[key as keyof Preferences] as Signal<unknown> | undefined
        if (shown && JSON.stringify(shown.peek()) !== JSON.stringify(value)) shown.value = value
      }
    })
    keep(KEY, JSON.stringify(Object.fromEntries(Object.entries(all).map(([key, now]) => [key, now.peek()]))))
  }

  function owe(next: Partial<Preferences>): void {
    unsent = next
    keep(UNSENT_KEY, Object.keys(next).length > 0 ? JSON.stringify(next) : null)
  }

  function set(change: Partial<Preferences>): void {
    show(change)
    if (!deps.stored) return
    owe({ ...unsent, ...change })
    deps.send(change)
  }

  /** The socket is open: whatever may have been lost is told again. */
  function resend(): void {
    if (Object.keys(unsent).length > 0) deps.send(unsent)
  }

  /** The server's word. What was changed here since then stays, until the server says the same. */
  function confirm(stored: Preferences): void {
    const open = Object.entries(unsent).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(stored[key as keyof Preferences]),
    )
    owe(Object.fromEntries(open))
    show({ ...stored, ...unsent })
  }

  effect(() => {
    const hear = (event: StorageEvent) => {
      if (event.key === KEY) show(read(KEY))
      // What one tab could not send, all of them owe: the one that did it may be closed before the link is back.
      if (event.key === UNSENT_KEY && deps.stored) unsent = read(UNSENT_KEY)
    }
    addEventListener('storage', hear)
    return () => removeEventListener('storage', hear)
  })

  return { ...all, set, resend, confirm }
})
export type PreferencesModel = InstanceType<typeof PreferencesModel>

/**
 * What this browser kept. Checked by the kind of its values alone, so that the first page can do without the schemas: the
 * server checks what it is sent, and what it says wins.
 */
function read(key: string): Partial<Preferences> {
  try {
    const kept: unknown = JSON.parse(recall(key) ?? '{}')
    if (typeof kept !== 'object' || kept === null) return {}
    return Object.fromEntries(
      Object.entries(kept).filter(([name, value]) => isKind(name, value)),
    ) as Partial<Preferences>
  } catch {
    // holds something that is not ours
    return {}
  }
}

function isKind(name: string, value: unknown): boolean {
  if (!Object.hasOwn(DEFAULT_PREFERENCES, name)) return false
  if (name === 'pick') return value === null || isPick(value)
  const choices = CHOICES[name]
  if (choices) return choices.includes(value as string)
  const usual = DEFAULT_PREFERENCES[name as keyof Preferences]
  return typeof value === typeof usual && value !== null && Array.isArray(value) === Array.isArray(usual)
}

function isPick(value: unknown): boolean {
  const { endpoint, model } = (value ?? {}) as Record<string, unknown>
  return typeof endpoint === 'string' && typeof model === 'string'
}
