/** The models one can talk to, and which of them is chosen where nothing else is said. */
import { batch, computed, createModel, signal } from '@preact/signals'
import type { Catalog, EndpointInfo, ModelInfo } from '../../shared/catalog.ts'
import type { Pick } from '../../shared/message.ts'
import { isSameModel } from '../../shared/ollama.ts'
import type { PreferencesModel } from './preferences.ts'

export type CatalogDeps = Catalog & { preferences: PreferencesModel }

/** The built-in one, which knows about Parley and nothing else. */
export const GUIDE = 'guide'

export const CatalogModel = createModel((deps: CatalogDeps) => {
  const models = signal<readonly ModelInfo[]>(deps.models)
  const endpoints = signal<readonly EndpointInfo[]>(deps.endpoints)
  /** Nobody has set up a real model yet. */
  const onlyGuide = computed(() => models.value.every(({ endpoint }) => endpoint === GUIDE))

  /** What a new conversation starts with: the person's choice while it exists, else the first real model. */
  const usual = computed<Pick | null>(() => {
    const all = models.value
    const wanted = deps.preferences.pick.value
    const first =
      all.find(({ standard }) => standard === 'always') ??
      all.find((m) => isSame(m, wanted) && !m.gone) ??
      all.find(({ standard }) => standard === 'first') ??
      all.find((m) => m.endpoint !== GUIDE && !m.hidden && !m.gone) ??
      all.find((m) => m.endpoint !== GUIDE) ??
      all[0]
    return first ? pickOf(first) : null
  })

  function take(frame: Catalog): void {
    batch(() => {
      models.value = frame.models
      endpoints.value = frame.endpoints
    })
  }

  /** New conversations start with this one from now on. */
  function prefer(pick: Pick): void {
    deps.preferences.set({ pick })
  }

  /** What is known of a model; undefined when it is not offered any more. */
  function find(pick: Pick | null): ModelInfo | undefined {
    return models.value.find((model) => isSame(model, pick))
  }

  /** It cannot be asked any more. Before anything is known of models, nothing is missing. */
  function lacks(pick: Pick | null): boolean {
    if (pick === null || models.value.length === 0) return false
    const found = find(pick)
    return !found || found.gone !== undefined
  }

  /** It is not on its machine, where it could be. */
  function isAbsent(pick: Pick): boolean {
    const found = find(pick)
    if (found || pick.spec !== undefined) return found?.gone === 'download'
    const { endpoint, model } = pick
    const there = models.value.some((one) => one.endpoint === endpoint && isSameModel(one.model, model))
    return !there && endpoints.value.some(({ id, downloads }) => id === endpoint && downloads === true)
  }

  return { models, endpoints, lacks, isAbsent, onlyGuide, usual, take, prefer, find }
})
export type CatalogModel = InstanceType<typeof CatalogModel>

export function isSame(a: Pick, b: Pick | null | undefined): boolean {
  return a.endpoint === b?.endpoint && a.model === b.model && a.spec === b.spec
}

/** What is sent to ask this one. */
export function pickOf({ endpoint, model, spec }: ModelInfo): Pick {
  return { endpoint, model, ...(spec !== undefined && { spec }) }
}
