/** Giving actions other keys than the usual ones. */
import { computed } from '@preact/signals'
import { DEFAULT_KEYS } from '../actions/keys.ts'
import type { KeysModel } from './keys.ts'
import type { PreferencesModel } from './preferences.ts'

export type BindingDeps = {
  preferences: Pick<PreferencesModel, 'keys' | 'set'>
  keys: Pick<KeysModel, 'actions'>
}

export function createBinding({ preferences, keys: { actions } }: BindingDeps) {
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

  return { holder, bind, reset, resetAll, isChanged, anyChanged }
}

/** What is as usual is not kept: the usual may change with a new version. */
function put(all: Record<string, string | null>, id: string, keys: string | null): void {
  if ((DEFAULT_KEYS[id] ?? null) === keys) delete all[id]
  else all[id] = keys
}
