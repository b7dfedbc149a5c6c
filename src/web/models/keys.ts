/** Which keys belong to which action: the usual ones, and what the person made of them. */
import { computed } from '@preact/signals'
import { DEFAULT_KEYS } from '../actions/keys.ts'
import { belongsToField, strokes } from '../ui/shortcut.ts'
import type { PreferencesModel } from './preferences.ts'

export type KeysDeps = { preferences: Pick<PreferencesModel, 'keys' | 'shortcuts'> }

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
  /** Actions by their keys. */
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

  return { bound, actions, of, meant }
}
