/** Ollama: chats by its OpenAI-compatible API, lists by its own. Source: https://github.com/ollama/ollama/tree/main/docs. */
import { wholeJson } from './http.ts'
import { chatCompletions } from './openai.ts'
import { baseOf, setting } from './places.ts'
import type { Endpoint, ListingIo, Provider, ProviderEnv } from './spec.ts'

const OLLAMA_URL = 'http://127.0.0.1:11434'

/** `baseURL` of the endpoint is Ollama's own, without `/v1`. */
export const ollama: Provider = {
  id: 'ollama',
  endpoints,
  chat: (call, endpoint, io, signal) =>
    chatCompletions(call, { ...endpoint, baseURL: `${endpoint.baseURL}/v1` }, io, signal),
  models: listModels,
}

/** Looked for where it usually is, unless `OLLAMA_BASE_URL` says where, or `off`. */
function endpoints(env: ProviderEnv): Endpoint[] {
  const address = setting(env, 'OLLAMA_BASE_URL') ?? OLLAMA_URL
  if (address === 'off') return []
  const baseURL = baseOf(address, /\/(v1|api)$/) ?? OLLAMA_URL
  return [
    { id: 'ollama', label: 'Ollama', provider: 'ollama', baseURL, models: { default: [], fetch: true } },
  ]
}

type Tag = { name?: unknown; capabilities?: unknown; details?: { family?: unknown } | null } | null

async function listModels(endpoint: Endpoint, io: ListingIo, signal: AbortSignal): Promise<string[]> {
  const response = await io.fetch(`${endpoint.baseURL}/api/tags`, { signal, headers: endpoint.headers ?? {} })
  if (!response.ok) throw new Error(`Ollama answers ${response.status}`)
  const { models } = ((await wholeJson(response)) ?? {}) as { models?: Tag[] }
  return (Array.isArray(models) ? models : []).filter(canChat).map((tag) => String(tag?.name))
}

/** Embedding models are listed like all others; newer versions of Ollama say what a model is for. */
function canChat(tag: Tag): boolean {
  if (typeof tag?.name !== 'string') return false
  if (Array.isArray(tag.capabilities)) return tag.capabilities.includes('completion')
  return !/embed|minilm|bge-/i.test(tag.name) && !/bert/i.test(String(tag.details?.family))
}
