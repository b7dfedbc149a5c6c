/** Where models are, in this installation: from LibreChat's environment names, and from `librechat.yaml`. */

import type { CustomEndpoint } from '../../shared/config/endpoints-custom.ts'
import type { Config } from '../../shared/config/index.ts'
import type { Endpoint } from './spec.ts'

/** LibreChat's names, and `OLLAMA_BASE_URL`: `off` keeps Parley from looking for one. */
export type ProviderEnv = {
  OPENAI_API_KEY?: string
  OPENAI_REVERSE_PROXY?: string
  OPENAI_MODELS?: string
  ANTHROPIC_API_KEY?: string
  ANTHROPIC_REVERSE_PROXY?: string
  ANTHROPIC_MODELS?: string
  OLLAMA_BASE_URL?: string
}

/** Shown when OpenAI's own list cannot be had; and these come first when it can. */
const OPENAI_MODELS = [
  'gpt-5.6-sol',
  'gpt-5.6-terra',
  'gpt-5.6-luna',
  'gpt-5.4',
  'gpt-5.4-mini',
  'gpt-5.4-nano',
  'gpt-5-mini',
  'gpt-4.1',
]

const ANTHROPIC_MODELS = [
  'claude-sonnet-5-5',
  'claude-opus-5-5',
  'claude-haiku-5-5',
  'claude-fable-5-2',
  'claude-opus-4-8',
  'claude-sonnet-4-6',
  'claude-haiku-4-5',
]

const OLLAMA_URL = 'http://127.0.0.1:11434'

/** In LibreChat: "each user brings a key". There is no place for that yet, so such an endpoint is left out. */
const USER_PROVIDED = 'user_provided'

/** Every endpoint, in the order the picker shows them; the guide is always there, and last. */
export function endpointsOf(env: ProviderEnv, config: Config): Endpoint[] {
  const list: Endpoint[] = []
  const openai = keyOf(env.OPENAI_API_KEY)
  if (openai !== null) {
    const baseURL = baseOf(env.OPENAI_REVERSE_PROXY, /\/chat\/completions$/)
    list.push({
      id: 'openAI',
      label: 'OpenAI',
      provider: 'openai',
      apiKey: openai,
      ...(baseURL && { baseURL }),
      models: modelsOf(env.OPENAI_MODELS, OPENAI_MODELS),
    })
  }
  const anthropic = keyOf(env.ANTHROPIC_API_KEY)
  if (anthropic !== null) {
    const baseURL = baseOf(env.ANTHROPIC_REVERSE_PROXY, /\/v1(\/messages)?$/)
    list.push({
      id: 'anthropic',
      label: 'Anthropic',
      provider: 'anthropic',
      apiKey: anthropic,
      ...(baseURL && { baseURL }),
      models: modelsOf(env.ANTHROPIC_MODELS, ANTHROPIC_MODELS),
    })
  }
  for (const custom of config.endpoints?.custom ?? []) {
    if (custom.apiKey !== USER_PROVIDED) list.push(customEndpoint(custom))
  }
  const ollama = env.OLLAMA_BASE_URL?.trim() || OLLAMA_URL
  if (ollama !== 'off') {
    list.push({
      id: 'ollama',
      label: 'Ollama',
      provider: 'ollama',
      baseURL: baseOf(ollama, /\/(v1|api)$/) ?? OLLAMA_URL,
      models: { default: [], fetch: true },
    })
  }
  list.push({ id: 'guide', label: 'Parley', provider: 'guide', models: { default: ['guide'], fetch: false } })
  return unique(list)
}

function customEndpoint(custom: CustomEndpoint): Endpoint {
  return {
    id: custom.name,
    label: custom.modelDisplayLabel || custom.name,
    provider: 'openai',
    apiKey: custom.apiKey,
    baseURL: baseOf(custom.baseURL, /\/chat\/completions$/) ?? custom.baseURL,
    headers: custom.headers,
    models: { default: custom.models.default.map(nameOf), fetch: custom.models.fetch },
  }
}

/** A model is listed by its name, or with a word on what it is. */
function nameOf(model: string | { name: string }): string {
  return typeof model === 'string' ? model : model.name
}

/** A name that stands twice means the first: a custom endpoint called `guide` must not hide the guide. */
function unique(list: Endpoint[]): Endpoint[] {
  const builtIn = new Set(['openAI', 'anthropic', 'ollama', 'guide'])
  const seen = new Set<string>()
  return list.filter(({ id, provider }) => {
    const foreign = builtIn.has(id) && provider !== id.toLowerCase()
    if (foreign || seen.has(id)) return false
    seen.add(id)
    return true
  })
}

function keyOf(value: string | undefined): string | null {
  const key = value?.trim()
  return !key || key === USER_PROVIDED ? null : key
}

/** A base URL without the path that the SDK adds itself; people paste both. */
function baseOf(value: string | undefined, suffix: RegExp): string | null {
  const url = value?.trim().replace(/\/+$/, '').replace(suffix, '').replace(/\/+$/, '')
  return url || null
}

/** A list in the environment is the whole truth; without one the vendor is asked. */
function modelsOf(value: string | undefined, defaults: string[]): Endpoint['models'] {
  const named =
    value
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean) ?? []
  return named.length > 0 ? { default: named, fetch: false } : { default: defaults, fetch: true }
}
