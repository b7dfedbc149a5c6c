/** What providers share when they say where this installation reaches them: names of the environment, and `endpoints.*`. */
import type { Shared } from '../../shared/config/endpoints-shared.ts'
import type { Config } from '../../shared/config/index.ts'
import type { Endpoint, ProviderEnv, Titles } from './spec.ts'

/** In LibreChat: "each user brings a key". */
export const USER_PROVIDED = 'user_provided'

/** The value of a name in the environment; null when it is not set, or empty. */
export function setting(env: ProviderEnv, name: string): string | null {
  const value = env[name]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/**
 * A key by its name, which may be `USER_PROVIDED`: an endpoint that is given out with that, as its key or its address, is
 * made one of `personal` keys by `endpointsOf`.
 */
export function keyOf(env: ProviderEnv, name: string): string | null {
  return setting(env, name)
}

/** A part of an account that only the operator can set. */
export function fixedOf(env: ProviderEnv, name: string): string | null {
  const key = setting(env, name)
  return key === USER_PROVIDED ? null : key
}

/** A base URL without the path that an SDK adds itself; people paste both. */
export function baseOf(value: string | null | undefined, suffix: RegExp): string | null {
  const url = value?.trim().replace(/\/+$/, '').replace(suffix, '').replace(/\/+$/, '')
  return url || null
}

/** A list in the environment is the whole truth; without one the vendor is asked. */
export function modelsOf(env: ProviderEnv, name: string, defaults: string[]): Endpoint['models'] {
  const named = (setting(env, name) ?? '')
    .split(',')
    .map((model) => model.trim())
    .filter(Boolean)
  return named.length > 0 ? { default: named, fetch: false } : { default: defaults, fetch: true }
}

/** What `endpoints.NAME`, or else `endpoints.all`, says of any endpoint. */
export function commonOf(
  config: Config,
  own: Shared | undefined,
): Pick<Endpoint, 'headers' | 'titles' | 'pace'> {
  const said = { ...config.endpoints.all, ...defined(own ?? {}) }
  const titles: Titles = {
    ...(said.titleConvo === false && { off: true }),
    ...(said.titleModel && said.titleModel !== 'current_model' && { model: said.titleModel }),
    ...(said.titleEndpoint && { endpoint: said.titleEndpoint }),
    ...(said.titlePrompt && { prompt: said.titlePrompt }),
    ...(said.titlePromptTemplate && { template: said.titlePromptTemplate }),
    ...(said.titleTiming === 'immediate' && { immediate: true }),
  }
  return {
    ...(said.headers && Object.keys(said.headers).length > 0 && { headers: said.headers }),
    ...(Object.keys(titles).length > 0 && { titles }),
    ...(said.streamRate && { pace: said.streamRate }),
  }
}

function defined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>
}

/**
 * `addParams` for a server that speaks OpenAI's language: fields of the body, and two switches of LibreChat's that are
 * none: answer by Responses, and search the web.
 */
export function added(params: Record<string, unknown> | undefined): Partial<Endpoint> {
  const { useResponsesApi, web_search, ...add } = params ?? {}
  return {
    ...(Object.keys(add).length > 0 && { add }),
    ...(useResponsesApi === true && { responses: true }),
    ...(web_search === true && { search: true }),
  }
}

/** The endpoint as it is for one of its models; unchanged where it does not have that. */
export function placed(endpoint: Endpoint, model: string): Endpoint {
  const { places, ...whole } = endpoint
  const place = places?.[model]
  if (!place) return endpoint
  if (!place.apiKey) return { ...whole, ...place }
  // What has a key needs none of a person.
  const { personal, ...keyed } = whole
  return { ...keyed, ...place }
}
