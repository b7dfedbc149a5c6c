/** OpenAI itself, perhaps behind a proxy: by Chat Completions, or by Responses where that is wanted or needed. */
import type { Config } from '../../shared/config/index.ts'
import { chatCompletions } from './openai-chat.ts'
import { listModels } from './openai-listing.ts'
import { responses, usesResponses } from './openai-responses.ts'
import { baseOf, commonOf, keyOf, modelsOf, setting } from './places.ts'
import type { Call, Chunk, Endpoint, Provider, ProviderEnv, ProviderIo } from './spec.ts'

/** Shown when OpenAI's own list cannot be had; and these come first when it can. */
const KNOWN_MODELS = [
  'gpt-5.6-sol',
  'gpt-5.6-terra',
  'gpt-5.6-luna',
  'gpt-5.4',
  'gpt-5.4-mini',
  'gpt-5.4-nano',
  'gpt-5-mini',
  'gpt-4.1',
]

export const openai: Provider = { id: 'openAI', endpoints, chat, models: listModels }

/** Streams an answer by whichever of the two languages the call is for. */
export function chat(
  call: Call,
  endpoint: Endpoint,
  io: ProviderIo,
  signal: AbortSignal,
): AsyncIterable<Chunk[]> {
  const ask = usesResponses(call, endpoint) ? responses : chatCompletions
  return ask(call, endpoint, io, signal)
}

function endpoints(env: ProviderEnv, config: Config): Endpoint[] {
  const apiKey = keyOf(env, 'OPENAI_API_KEY')
  if (apiKey === null) return []
  const own = config.endpoints.openAI
  const baseURL = baseOf(
    setting(env, 'OPENAI_REVERSE_PROXY') ?? own?.baseURL,
    /\/(chat\/completions|responses)$/,
  )
  const organization = setting(env, 'OPENAI_ORGANIZATION')
  const common = commonOf(config, own)
  const titles = setting(env, 'OPENAI_TITLE_MODEL')
  return [
    {
      id: 'openAI',
      label: 'OpenAI',
      provider: 'openAI',
      apiKey,
      ...(baseURL && { baseURL }),
      ...common,
      ...(titles && !common.titles?.model && { titles: { ...common.titles, model: titles } }),
      ...(organization && { headers: { 'OpenAI-Organization': organization, ...common.headers } }),
      models: modelsOf(env, 'OPENAI_MODELS', KNOWN_MODELS),
    },
  ]
}
