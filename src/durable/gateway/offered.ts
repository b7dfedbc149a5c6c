/** What the picker shows: the operator's specs and the models themselves, as `modelSpecs` puts them. */
import type { EndpointInfo, ModelInfo } from '../../shared/catalog.ts'
import { fileLimitsOf } from '../../shared/file-limits.ts'
import { interfaceOf } from '../../shared/interface.ts'
import { isSameModel } from '../../shared/ollama.ts'
import type { Endpoint } from '../providers/spec.ts'
import { within } from './facts.ts'
import type { Installation } from './installation.ts'
import type { Spec } from './specs.ts'

/** Endpoints that gave no list, and whether they answered at all. */
type Unlisted = ReadonlyMap<string, boolean>

type Site = Pick<Installation, 'config' | 'specs' | 'endpoints'>

/** Whether models may be picked of this endpoint that no spec names. */
export function isOpen(site: Pick<Installation, 'config'>, endpoint: string): boolean {
  const { enforce, addedEndpoints } = site.config.modelSpecs ?? {}
  return !enforce || addedEndpoints?.includes(endpoint) === true
}

/** Whether the list shows models of this endpoint besides the specs. */
function isShown(site: Pick<Site, 'config'>, endpoint: string): boolean {
  const added = site.config.modelSpecs?.addedEndpoints ?? []
  return interfaceOf(site.config).modelSelect && (added.length === 0 || added.includes(endpoint))
}

/** Specs first, unless the operator wants them last, then the models of endpoints that are open. */
export function offered(models: readonly ModelInfo[], site: Site, unlisted?: Unlisted): ModelInfo[] {
  if (site.specs.length === 0) return [...models]
  const specs = site.specs.map((spec) => infoOf(spec, models, site, unlisted))
  const open = models
    .filter(({ endpoint }) => isOpen(site, endpoint))
    // Not enforced, only not shown: conversations that have them go on.
    .map((model) => (isShown(site, model.endpoint) ? model : { ...model, hidden: true }))
  return site.config.modelSpecs?.prioritize === false ? [...open, ...specs] : [...specs, ...open]
}

function infoOf(
  { name, label, pick, setup, listed }: Spec,
  models: readonly ModelInfo[],
  { endpoints }: Site,
  unlisted: Unlisted | undefined,
): ModelInfo {
  const endpoint = endpoints.find(({ id }) => id === pick.endpoint)
  const isIt = endpoint?.provider === 'ollama' ? isSameModel : Object.is
  const known = models.find(({ endpoint, model }) => endpoint === pick.endpoint && isIt(model, pick.model))
  const gone = !endpoint ? 'endpoint' : !known && unlisted ? goneFrom(endpoint, unlisted) : null
  return {
    ...(endpoint?.family && { family: endpoint.family }),
    ...(endpoint?.icon && { icon: endpoint.icon }),
    ...known,
    ...within(setup, known ?? {}),
    ...pick,
    spec: name,
    label,
    endpointLabel: endpoint?.label ?? pick.endpoint,
    ...(listed.description && { about: listed.description }),
    ...(listed.group && { group: listed.group }),
    ...((listed.iconURL || listed.preset.iconURL) && { icon: listed.iconURL || listed.preset.iconURL! }),
    ...(listed.groupIcon && { groupIcon: listed.groupIcon }),
    ...(listed.showIconInMenu === false && { plain: true as const }),
    ...(listed.showOnLanding && { landing: true as const }),
    ...(listed.preset.modelLabel && { speaker: listed.preset.modelLabel }),
    ...(listed.default && { standard: 'always' as const }),
    ...(listed.softDefault && !listed.default && { standard: 'first' as const }),
    ...(listed.showInMenu === false && { hidden: true }),
    ...(listed.conversation_starters?.length && { starters: listed.conversation_starters }),
    ...(listed.preset.greeting && { greeting: listed.preset.greeting }),
    ...(gone && { gone }),
  }
}

/** Why what is not in the list of this endpoint is not there: OpenAI's and others' are cut to what is of use. */
function goneFrom(endpoint: Endpoint, unlisted: Unlisted): 'model' | 'download' | null {
  const { id, provider, models, personal } = endpoint
  if (hasDisk(endpoint)) return unlisted.get(id) === false ? null : 'download'
  return models.fetch && !personal && !unlisted.has(id) && provider === 'custom' ? 'model' : null
}

/** Its models are files on one machine. None is no fault: that is how it begins. */
const hasDisk = ({ provider }: Endpoint): boolean => provider === 'ollama'

/** What is downloaded there is offered then, to everybody. */
function takesDownloads(site: Pick<Site, 'config' | 'specs'>, endpoint: Endpoint): boolean {
  const { id } = endpoint
  return hasDisk(endpoint) && (site.specs.length === 0 || (isOpen(site, id) && isShown(site, id)))
}

/** The places behind the models; what `unlisted` says did not answer is told as away. */
export function endpointInfos(site: Site, unlisted?: Unlisted): EndpointInfo[] {
  return site.endpoints
    .filter(({ id }) => id !== 'guide')
    .map((endpoint) => ({
      ...endpoint,
      files: fileLimitsOf(site.config.fileConfig, endpoint),
      takes: unlisted !== undefined && takesDownloads(site, endpoint),
    }))
    .map(({ id, label, custom, icon, personal, baseURL, defined, files, takes }) => ({
      id,
      label,
      ...(custom && { custom }),
      ...(icon && { icon }),
      ...(defined && { defined }),
      ...(files && { files }),
      ...(unlisted?.get(id) === false ? { away: true } : takes && { downloads: true as const }),
      ...(personal && {
        personal: { baseURL: personal.baseURL, ...(baseURL && { host: URL.parse(baseURL)?.host ?? '' }) },
      }),
    }))
}
