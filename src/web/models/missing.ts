/** What the list of models shows of those that are not on their machine: who is missing, and the way to have one brought. */
import type { EndpointInfo, ModelInfo } from '../../shared/catalog.ts'
import type { Pick } from '../../shared/message.ts'
import { isName, isSameModel, nameIn } from '../../shared/ollama.ts'
import { type Group, keyOf } from './model-list.ts'

/** The models among `named` that are not where they would be downloaded to. */
export function missing(
  named: readonly Pick[],
  models: readonly ModelInfo[],
  endpoints: readonly EndpointInfo[],
): ModelInfo[] {
  const found = new Map<string, ModelInfo>()
  for (const { endpoint, model, spec } of named) {
    const place = endpoints.find(({ id, downloads }) => id === endpoint && downloads)
    if (!place || spec !== undefined) continue
    if (models.some((one) => one.endpoint === endpoint && isSameModel(one.model, model) && !one.gone))
      continue
    const row: ModelInfo = {
      endpoint,
      model,
      endpointLabel: place.label,
      label: model,
      ...(place.icon && { icon: place.icon }),
      gone: 'download',
    }
    found.set(keyOf(row), row)
  }
  return [...found.values()]
}

/** The entry behind which any model can be brought: of no model, at the end of its group. */
export const isEntry = ({ model, gone }: ModelInfo): boolean => model === '' && gone === 'download'

/**
 * The groups with an entry at the end of each place that takes downloads. While somebody looks for a model, it is there
 * when nothing has that name; `name`: as it would be asked for.
 */
export function withEntries(
  groups: readonly Group[],
  endpoints: readonly EndpointInfo[],
  query: string,
  words: (name: string) => string,
): Group[] {
  const all = [...groups]
  const name = nameSought(query)
  if (query.trim() !== '' && (groups.length > 0 || name === '')) return all
  for (const { id, label } of endpoints.filter(({ downloads }) => downloads)) {
    const entry: ModelInfo = {
      endpoint: id,
      endpointLabel: label,
      model: '',
      label: words(name),
      gone: 'download',
    }
    const at = all.findIndex((group) => group.id === `of ${id}`)
    const group = all[at] ?? { id: `of ${id}`, label, models: [] }
    all.splice(at < 0 ? all.length : at, at < 0 ? 0 : 1, { ...group, models: [...group.models, entry] })
  }
  return all
}

/** What was looked for, if a model can be called so. */
export function nameSought(query: string): string {
  const name = nameIn(query)
  return isName(name) ? name : ''
}
