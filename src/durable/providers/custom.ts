/** `endpoints.custom[]`: any server that speaks OpenAI's chat completions, or, where it says so, Anthropic's messages. */
import type { CustomEndpoint } from '../../shared/config/endpoints-custom.ts'
import type { Config } from '../../shared/config/index.ts'
import { anthropic } from './anthropic.ts'
import { openai } from './openai.ts'
import { baseOf, commonOf, USER_PROVIDED } from './places.ts'
import type { Endpoint, Provider, ProviderEnv } from './spec.ts'

export const custom: Provider = {
  id: 'custom',
  endpoints: (_env: ProviderEnv, config: Config) =>
    config.endpoints.custom
      .filter(({ apiKey }) => apiKey !== USER_PROVIDED)
      .map((one) => endpointOf(one, config)),
  chat: (call, endpoint, io, signal) => openai.chat(call, endpoint, io, signal),
  models: (endpoint, io, signal) => openai.models?.(endpoint, io, signal) ?? Promise.resolve([]),
}

function endpointOf(one: CustomEndpoint, config: Config): Endpoint {
  const speaksAnthropic = one.provider === 'anthropic'
  const suffix = speaksAnthropic ? /\/v1(\/messages)?$/ : /\/chat\/completions$/
  return {
    ...commonOf(config, one),
    id: one.name,
    label: one.modelDisplayLabel || one.name,
    provider: speaksAnthropic ? anthropic.id : custom.id,
    custom: true,
    apiKey: one.apiKey,
    baseURL: baseOf(one.baseURL, suffix) ?? one.baseURL,
    models: { default: one.models.default.map(nameOf), fetch: one.models.fetch },
    ...(one.addParams && { add: one.addParams }),
    ...(one.dropParams && { drop: one.dropParams }),
    ...(one.iconURL && { icon: one.iconURL }),
  }
}

/** A model is listed by its name, or with a word on what it is. */
function nameOf(model: string | { name: string }): string {
  return typeof model === 'string' ? model : model.name
}
