/** What the picker shows: the operator's specs and the models themselves, as `modelSpecs` puts them. */
import type { ModelInfo } from '../../shared/catalog.ts'
import type { Installation } from './installation.ts'
import type { Spec } from './specs.ts'

type Site = Pick<Installation, 'config' | 'specs' | 'endpoints'>

/** Whether models may be picked of this endpoint that no spec names. */
export function isOpen(site: Pick<Installation, 'config'>, endpoint: string): boolean {
  const { enforce, addedEndpoints } = site.config.modelSpecs ?? {}
  return !enforce || addedEndpoints?.includes(endpoint) === true
}

/** Specs first, unless the operator wants them last, then the models of endpoints that are open. */
export function offered(models: readonly ModelInfo[], site: Site): ModelInfo[] {
  if (site.specs.length === 0) return [...models]
  const specs = site.specs.map((spec) => infoOf(spec, models, site))
  const open = models.filter(({ endpoint }) => isOpen(site, endpoint))
  return site.config.modelSpecs?.prioritize === false ? [...open, ...specs] : [...specs, ...open]
}

function infoOf(
  { name, label, pick, listed }: Spec,
  models: readonly ModelInfo[],
  { endpoints }: Site,
): ModelInfo {
  const known = models.find(({ endpoint, model }) => endpoint === pick.endpoint && model === pick.model)
  const endpoint = endpoints.find(({ id }) => id === pick.endpoint)
  return {
    ...pick,
    spec: name,
    label,
    endpointLabel: endpoint?.label ?? pick.endpoint,
    ...(known?.context !== undefined && { context: known.context }),
    ...(listed.description && { about: listed.description }),
    ...(listed.group && { group: listed.group }),
    ...(listed.iconURL && { icon: listed.iconURL }),
    ...(listed.default && { standard: 'always' as const }),
    ...(listed.softDefault && !listed.default && { standard: 'first' as const }),
    ...(listed.showInMenu === false && { hidden: true }),
    ...(listed.conversation_starters?.length && { starters: listed.conversation_starters }),
    ...(listed.preset.greeting && { greeting: listed.preset.greeting }),
    ...(!endpoint && { gone: true }),
  }
}
