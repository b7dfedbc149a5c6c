/** The models of all endpoints, as the picker shows them. Asks the servers that offer a list, and never fails. */
import type { ModelInfo } from '../../shared/catalog.ts'
import { factsOf } from './facts/index.ts'
import type { Endpoint, Listed, ListingIo, Provider } from './spec.ts'

/** Ms a server may take. One on this machine answers at once or is not there. */
const LOCAL_MS = 1000
const REMOTE_MS = 5000

/** Servers asked at a time: an object has six outgoing connections. */
const PARALLEL = 6

/** Models of one endpoint at most. A gateway may offer thousands; the picker searches, but the page must load. */
const MAX_MODELS = 500

/** Called for an endpoint that was asked for its models and gave no list; `answered`: its server is there. */
export type Unlisted = (endpoint: string, answered: boolean) => void

/** What is known without asking anybody. */
export function staticCatalogOf(endpoints: readonly Endpoint[]): ModelInfo[] {
  return endpoints.flatMap((endpoint) => infosOf(endpoint, endpoint.models.default))
}

/**
 * The models that each endpoint offers now; an endpoint that does not answer in time shows its defaults, and is told as
 * `unlisted`. In the order of the endpoints, and of the defaults within one.
 */
export async function catalogOf(
  endpoints: readonly Endpoint[],
  providerOf: (id: string) => Provider | undefined,
  io: ListingIo,
  signal: AbortSignal,
  unlisted: Unlisted = () => {},
): Promise<ModelInfo[]> {
  const found: ModelInfo[][] = []
  const waiting = endpoints.map((endpoint, at) => ({ endpoint, at }))
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { endpoint, at } = next
      found[at] = infosOf(
        endpoint,
        await offered(endpoint, providerOf(endpoint.provider), io, signal, unlisted),
      )
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, work))
  return found.flat()
}

async function offered(
  endpoint: Endpoint,
  provider: Provider | undefined,
  io: ListingIo,
  signal: AbortSignal,
  unlisted: Unlisted,
): Promise<(string | Listed)[]> {
  const { default: defaults, fetch } = endpoint.models
  // Whoever brings their own key has none to ask with here, and whose list it would be is not known.
  const nobodys = endpoint.personal || (endpoint.models.person && !endpoint.query?.user)
  if (!fetch || !provider?.models || nobodys || signal.aborted) return defaults
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), endpoint.provider === 'ollama' ? LOCAL_MS : REMOTE_MS)
  try {
    const listed = await provider.models(endpoint, io, AbortSignal.any([signal, limit.signal]))
    if (listed.length > 0) return sorted(listed, defaults)
    unlisted(endpoint.id, true)
    return defaults
  } catch (error) {
    // A server that is away is the normal case for Ollama, and for the others no reason to show nothing. One that has no
    // list, or none for this key, did answer.
    unlisted(endpoint.id, typeof (error as { status?: unknown } | null)?.status === 'number')
    return defaults
  } finally {
    clearTimeout(timer)
  }
}

/** The known ones first, then the rest as the server sorts it. */
function sorted(listed: readonly (string | Listed)[], known: readonly string[]): (string | Listed)[] {
  const offered = new Map(listed.map((one) => [idOf(one), one]))
  const ids = new Set([...known.filter((id) => offered.has(id)), ...offered.keys()])
  return [...ids].slice(0, MAX_MODELS).flatMap((id) => offered.get(id) ?? [])
}

const idOf = (one: string | Listed): string => (typeof one === 'string' ? one : one.id)

function infosOf(endpoint: Endpoint, models: readonly (string | Listed)[]): ModelInfo[] {
  const { family: whose, icon, lacks } = endpoint
  return models.map((one) => {
    const { id: model, label, about, ...said } = typeof one === 'string' ? { id: one } : one
    return {
      endpoint: endpoint.id,
      model,
      endpointLabel: endpoint.label,
      label: labelOf(model, endpoint),
      ...(endpoint.provider === 'guide' && { about: GUIDE_ABOUT }),
      ...factsOf(endpoint, model, said),
      ...(label && { label }),
      ...(about && { about }),
      ...(endpoint.models.about?.[model] && { about: endpoint.models.about[model] }),
      ...(whose && { family: whose }),
      ...(lacks && { lacks }),
      ...(endpoint.personal && endpoint.places?.[model]?.apiKey && { keyed: true as const }),
      ...(icon && { icon }),
    }
  })
}

/** `claude-sonnet-5-5` is "Claude Sonnet 5.5", `gpt-5.4-mini` is "GPT-5.4 mini"; what is not understood stays. */
function labelOf(model: string, endpoint: Endpoint): string {
  if (endpoint.provider === 'guide') return 'Guide'
  const claude = /^claude-([a-z]+)-(\d+)(?:-(\d{1,2}))?(?:[-@]\d{8})?$/.exec(model)
  if (claude) {
    const [, name = '', major, minor] = claude
    return `Claude ${name[0]?.toUpperCase()}${name.slice(1)} ${major}${minor ? `.${minor}` : ''}`
  }
  const gpt = /^gpt-([\d.]+o?)(?:-([a-z-]+))?$/.exec(model)
  if (gpt && /^(openAI|azureOpenAI)$/.test(endpoint.id))
    return `GPT-${gpt[1]}${gpt[2] ? ` ${gpt[2].replaceAll('-', ' ')}` : ''}`
  return model
}

const GUIDE_ABOUT = 'Answers questions about Parley from its documentation'
