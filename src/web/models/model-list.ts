/** The list of models as it is shown: what is looked for, in groups, what a person likes before everything else. */
import type { EndpointInfo, ModelInfo } from '../../shared/catalog.ts'
import type { Pick } from '../../shared/message.ts'

/** Nobody reads more; typing finds the rest. */
export const MAX_SHOWN = 200

/** `about`: of the whole group. */
export type Group = { id: string; label: string; icon?: string; about?: 'away'; models: ModelInfo[] }

/** Why a model cannot simply be asked. `away` is worth a try all the same, and a key can be given. */
export type Hindrance = 'endpoint' | 'model' | 'download' | 'away' | 'key' | 'expired'

export function keyOf({ endpoint, model, spec }: Pick): string {
  return JSON.stringify([endpoint, model, ...(spec === undefined ? [] : [spec])])
}

export function hindranceOf(
  model: Pick & { gone?: ModelInfo['gone']; keyed?: true },
  endpoints: readonly EndpointInfo[],
  now: number,
): Hindrance | null {
  if (model.gone) return model.gone
  const endpoint = endpoints.find(({ id }) => id === model.endpoint)
  const personal = model.keyed ? undefined : endpoint?.personal
  if (personal && !personal.key) return 'key'
  if (personal?.key?.expires != null && personal.key.expires <= now) return 'expired'
  return endpoint?.away ? 'away' : null
}

/** Every word of `query` occurs somewhere in what the model is called. */
export function search(models: readonly ModelInfo[], query: string): ModelInfo[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...models]
  return models.filter(({ label, model, endpointLabel, group = '', about = '' }) => {
    const names = `${label} ${model} ${endpointLabel} ${group} ${about}`.toLowerCase()
    return words.every((word) => names.includes(word))
  })
}

type Titles = { favorites: string; specs: string }

/**
 * Groups in their order: favourites, what the operator made of models, then the places where models are, each with what of
 * the operator's is to stand there. The order within a group is that of `models`.
 */
export function groupsOf(
  models: readonly ModelInfo[],
  favorites: readonly Pick[],
  endpoints: readonly EndpointInfo[],
  titles: Titles,
): Group[] {
  const liked = new Set(favorites.map(keyOf))
  const byName = new Map<string, string>()
  for (const { endpoint, endpointLabel, spec } of models) {
    if (spec !== undefined) continue
    byName.set(endpoint.toLowerCase(), endpoint)
    byName.set(endpointLabel.toLowerCase(), endpoint)
  }
  const groups = new Map<string, Group>()
  const put = (id: string, label: string, model: ModelInfo) => {
    const group = groups.get(id) ?? { id, label, models: [] }
    groups.set(id, group)
    group.models.push(model)
  }
  for (const model of models.filter((one) => liked.has(keyOf(one)))) put('favorites', titles.favorites, model)
  // Of the operator's, and then the plain ones below them, where both stand under the same heading.
  const rest = models.filter((one) => !liked.has(keyOf(one)))
  const order = [...new Set(rest.map(headingOf))]
  for (const heading of order)
    for (const model of rest.filter((one) => headingOf(one) === heading)) {
      const [id, label] = placeOf(model)
      put(id, label, model)
    }
  return [...groups.values()].map((group) => {
    const icon = group.id.startsWith('group ') && group.models.find((one) => one.groupIcon)?.groupIcon
    if (icon) return { ...group, icon }
    const away = group.models.every(
      (model) => endpoints.find(({ id }) => id === model.endpoint)?.away === true,
    )
    return away && group.id.startsWith('of ') ? { ...group, about: 'away' as const } : group
  })

  function headingOf(model: ModelInfo): string {
    return placeOf(model)[0]
  }

  function placeOf({ endpoint, endpointLabel, spec, group }: ModelInfo): [id: string, label: string] {
    if (spec === undefined) return [`of ${endpoint}`, endpointLabel]
    if (!group) return ['specs', titles.specs]
    const home = byName.get(group.toLowerCase())
    if (home === undefined) return [`group ${group}`, group]
    return [`of ${home}`, models.find((one) => one.endpoint === home)?.endpointLabel ?? group]
  }
}

/** At most so many, the first of them; the others are found by typing. */
export function shownOf(groups: readonly Group[]): Group[] {
  let left = MAX_SHOWN
  return groups.flatMap((group) => {
    const models = group.models.slice(0, left)
    left -= models.length
    return models.length > 0 ? [{ ...group, models }] : []
  })
}
