/** A component that is loaded when it is first drawn. Until then there is nothing: it is a matter of milliseconds. */
import { signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { awaited } from './awaited.ts'

let missed: (() => void) | null = null

/** What to do when something could not be loaded: a new version was deployed meanwhile, or there is no connection. */
export function onMissed(act: () => void): void {
  missed = act
}

/** Says that something could not be loaded. */
export function missing(): void {
  missed?.()
}

/**
 * Loads once; a failed load (a new version was deployed meanwhile) is tried again at the next drawing. `Until` keeps its
 * place.
 */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Until?: ComponentType<P>,
): ComponentType<P> {
  const loaded = signal<{ View: ComponentType<P> } | null>(null)
  let loading = false
  return function Later(props: P) {
    const View = loaded.value?.View
    if (View) return <View {...props} />
    if (!loading) {
      loading = true
      awaited(load()).then(
        (View) => {
          loaded.value = { View }
        },
        () => {
          loading = false
          missing()
        },
      )
    }
    return Until ? <Until {...props} /> : null
  }
}

/**
 * A file of several components that somebody else loads in time. `view` makes one of them, which draws nothing until the
 * file is here, and at once when it is.
 */
export function shared<M>(get: () => Promise<M>) {
  const here = signal<M | null>(null)
  async function load(): Promise<M> {
    here.value ??= await get()
    return here.value
  }
  function view<P extends object>(choose: (module: M) => ComponentType<P>): ComponentType<P> {
    return function Shared(props: P) {
      const View = here.value && choose(here.value)
      return View && <View {...props} />
    }
  }
  return { load, view }
}
