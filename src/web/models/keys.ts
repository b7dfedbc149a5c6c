/** Which keys belong to which action: the usual ones, and what the person made of them. */
import { computed } from '@preact/signals'
import { DEFAULT_KEYS } from '../actions/keys.ts'
import { belongsToField, strokes } from '../ui/shortcut.ts'
import type { PreferencesModel } from './preferences.ts'

export type KeysDeps = { preferences: Pick<PreferencesModel, 'keys' | 'shortcuts' | 'set'> }

export type KeysModel = ReturnType<typeof createKeys>

export function createKeys({ preferences }: KeysDeps) {
  /** Keys by action, also while the page does not listen. What was chosen wins over what is usual. */
  const bound = computed<ReadonlyMap<string, string>>(() => {
    const own = Object.entries(preferences.keys.value)
    const all = new Map<string, string>()
    const taken = new Set<string>()
    const give = (id: string, keys: string | null) => {
      if (keys === null || taken.has(keys)) return
      taken.add(keys)
      all.set(id, keys)
    }
    for (const [id, keys] of own) give(id, keys)
    for (const [id, keys] of Object.entries(DEFAULT_KEYS)) {
      if (preferences.keys.value[id] === undefined) give(id, keys)
    }
    return all
  })
  const actions = computed(() => new Map([...bound.value].map(([id, keys]) => [keys, id])))

  /** The keys of an action, to be shown beside it. */
  function of(id: string): string | undefined {
    return preferences.shortcuts.value ? bound.value.get(id) : undefined
  }

  /** The action that these keys mean here, and now. */
  function meant(event: KeyboardEvent): string | undefined {
    // The keys of an input method are its own; Safari tells only by the code.
    if (!preferences.shortcuts.peek() || event.isComposing || event.keyCode === 229) return undefined
    for (const keys of strokes(event)) {
      const id = actions.peek().get(keys)
      if (id !== undefined) return belongsToField(event.target, keys) ? undefined : id
    }
    return undefined
  }

  /** The other action that has these keys. */
  function holder(keys: string, except: string): string | undefined {
    const id = actions.value.get(keys)
    return id === except ? undefined : id
  }

  /** Gives an action keys, or none; who had them before loses them. */
  function bind(id: string, keys: string | null): void {
    const next: Record<string, string | null> = { ...preferences.keys.peek() }
    const before = keys === null ? undefined : holder(keys, id)
    if (before !== undefined) put(next, before, null)
    put(next, id, keys)
    preferences.set({ keys: next })
  }

  /** The usual keys again. Who took them in the meantime loses them. */
  function reset(id: string): void {
    const usual = DEFAULT_KEYS[id]
    bind(id, usual ?? null)
  }

  function resetAll(): void {
    preferences.set({ keys: {} })
  }

  const isChanged = (id: string) => preferences.keys.value[id] !== undefined
  const anyChanged = computed(() => Object.keys(preferences.keys.value).length > 0)

  return { bound, of, meant, holder, bind, reset, resetAll, isChanged, anyChanged }
}

/** What is as usual is not kept: the usual may change with a new version. */
function put(all: Record<string, string | null>, id: string, keys: string | null): void {
  if ((DEFAULT_KEYS[id] ?? null) === keys) delete all[id]
  else all[id] = keys
}
