/** Anthropic's Messages, by its own API or at Google. Source: https://docs.anthropic.com/en/api/messages-streaming. */
import { BaseAnthropic } from '@anthropic-ai/sdk/client'
import { Messages } from '@anthropic-ai/sdk/resources/messages/messages'
import { Models } from '@anthropic-ai/sdk/resources/models'
import type { Config } from '../../shared/config/index.ts'
import { betasOf, bodyOf } from './anthropic-body.ts'
import { MessagesMapper } from './anthropic-stream.ts'
import { onVertex } from './anthropic-vertex.ts'
import { shaped } from './body.ts'
import { baseOf, commonOf, keyOf, modelsOf, placed, setting } from './places.ts'
import type { Endpoint, ListingIo, Provider, ProviderEnv } from './spec.ts'
import { answerOf, posted } from './stream.ts'
import { bearing, modelAddress } from './vertex.ts'

const ANTHROPIC_URL = 'https://api.anthropic.com'

/** Shown when Anthropic's own list cannot be had; and these come first when it can. */
const KNOWN_MODELS = [
  'claude-sonnet-5-5',
  'claude-opus-5-5',
  'claude-haiku-5-5',
  'claude-fable-5-2',
  'claude-opus-4-8',
  'claude-sonnet-4-6',
  'claude-haiku-4-5',
]

/** The version of the format, as Google wants it. */
const VERTEX_VERSION = 'vertex-2023-10-16'

export const anthropic: Provider = {
  id: 'anthropic',
  endpoints,
  chat(call, endpoint, io, signal) {
    const { vertex } = endpoint
    const body = shaped(bodyOf(call), endpoint)
    const headers = headersOf(endpoint, betasOf(call, vertex !== undefined))
    const ask = (fetcher: typeof fetch): Promise<Response> => {
      if (!vertex) {
        const client = clientOf({ ...endpoint, headers }, fetcher)
        return new Messages(client).create(body, { signal }).asResponse()
      }
      const { model, ...rest } = body
      const name = placed(endpoint, model).deployment ?? model
      const url = `${modelAddress(endpoint, 'anthropic', name)}:streamRawPredict`
      const sent = { anthropic_version: VERTEX_VERSION, ...rest }
      return posted(url, headers, sent, signal)(bearing(vertex, fetcher, io.fetch, signal))
    }
    return answerOf(ask, new MessagesMapper(endpoint), endpoint, io, signal)
  },
  models: listModels,
}

function endpoints(env: ProviderEnv, config: Config): Endpoint[] {
  const own = config.endpoints.anthropic
  const baseURL = baseOf(setting(env, 'ANTHROPIC_REVERSE_PROXY') ?? own?.baseURL, /\/v1(\/messages)?$/)
  const named = modelsOf(env, 'ANTHROPIC_MODELS', own?.models ?? KNOWN_MODELS)
  const place = onVertex(env, own?.vertex)
  const apiKey = keyOf(env, 'ANTHROPIC_API_KEY')
  if (!place && apiKey === null) return []
  return [
    {
      id: 'anthropic',
      label: 'Anthropic',
      provider: 'anthropic',
      ...(apiKey && !place && { apiKey }),
      ...(baseURL && { baseURL }),
      ...commonOf(config, own),
      models: own?.models ? { ...named, fetch: false } : named,
      ...place,
    },
  ]
}

/** What the operator sends comes with what this request needs. */
function headersOf({ headers = {} }: Endpoint, betas: readonly string[]): Record<string, string> {
  if (betas.length === 0) return headers
  const { 'anthropic-beta': own, ...rest } = headers
  return { ...rest, 'anthropic-beta': [...(own ? [own] : []), ...betas].join(',') }
}

/** `GET /v1/models`, newest first as Anthropic sorts them. */
async function listModels(endpoint: Endpoint, io: ListingIo, signal: AbortSignal): Promise<string[]> {
  const page = await new Models(clientOf(endpoint, io.fetch)).list({ limit: 100 }, { signal })
  return page.data
    .filter((model) => typeof model?.id === 'string' && model.lifecycle !== 'retired')
    .map((model) => model.id)
}

/**
 * Only the base class, and the resources that are used: a third of the whole SDK. Made per call: that costs 7 µs, and
 * `fetch` belongs to the request. Nothing is read from the process's environment.
 */
function clientOf(endpoint: Endpoint, fetcher: typeof fetch): BaseAnthropic {
  const { apiKey, baseURL, headers } = endpoint
  return new BaseAnthropic({
    apiKey: apiKey || 'none',
    webhookKey: null,
    baseURL: baseURL ?? ANTHROPIC_URL,
    // The SDK sends the key as Anthropic wants it today; proxies know the older header, and some know nothing else.
    defaultHeaders: { ...(apiKey && baseURL && { 'x-api-key': apiKey }), ...headers },
    fetch: fetcher,
    maxRetries: 0,
    logLevel: 'off',
    openTelemetry: false,
    // Nothing here runs in a browser; some test environments only look like one.
    dangerouslyAllowBrowser: true,
  })
}
