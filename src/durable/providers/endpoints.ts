/** Every place where models are, in this installation. */
import type { Config } from '../../shared/config/index.ts'
import { setting, USER_PROVIDED } from './places.ts'
import type { Endpoint, Provider, ProviderEnv } from './spec.ts'

/** Always there, and last: it needs no key. */
const GUIDE = 'guide'

/**
 * What each of `providers` finds for itself, in their order, or, where the operator names some, in the order of LibreChat's
 * `ENDPOINTS`, which leaves out all others; there, `custom` is everything with a name of its own.
 */
export function endpointsOf(providers: readonly Provider[], env: ProviderEnv, config: Config): Endpoint[] {
  const found = unique(
    providers.flatMap((provider) => provider.endpoints(env, config).map(personal)),
    providers,
  )
  const wanted = (setting(env, 'ENDPOINTS') ?? '').split(',').map((name) => name.trim())
  if (wanted.every((name) => name === '')) return found
  const rank = ({ id, custom }: Endpoint): number => {
    const at = wanted.indexOf(id)
    return at >= 0 || !custom ? at : wanted.indexOf('custom')
  }
  const kept = found.filter((endpoint) => endpoint.id !== GUIDE && rank(endpoint) >= 0)
  return [...kept.sort((a, b) => rank(a) - rank(b)), ...found.filter(({ id }) => id === GUIDE)]
}

/** A name that stands twice means the first: a custom endpoint called `guide` must not hide the guide. */
function unique(list: Endpoint[], providers: readonly Provider[]): Endpoint[] {
  const builtIn = new Set(providers.map(({ id }) => id.toLowerCase()))
  const seen = new Set<string>()
  return list.filter(({ id, custom }) => {
    if (seen.has(id) || (custom && builtIn.has(id.toLowerCase()) && id.toLowerCase() !== 'ollama'))
      return false
    seen.add(id)
    return true
  })
}

/** Where a person brings the address, they bring the key as well: ours does not go there. */
function personal(endpoint: Endpoint): Endpoint {
  const { apiKey, baseURL, ...rest } = endpoint
  const theirs = baseURL === USER_PROVIDED
  if (apiKey !== USER_PROVIDED && !theirs) return endpoint
  return { ...rest, ...(baseURL && !theirs && { baseURL }), personal: { baseURL: theirs } }
}
