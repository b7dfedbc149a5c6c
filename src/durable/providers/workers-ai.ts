/**
 * Cloudflare's Workers AI. On Cloudflare by the binding `AI`, without a key; elsewhere by its REST API, which is like
 * OpenAI's. Sources: https://developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility and
 * /workers-ai/configuration/bindings.
 */
import { shaped } from './body.ts'
import { wholeJson } from './http.ts'
import { bodyOf, ChatMapper, chatCompletions } from './openai-chat.ts'
import { baseOf, fixedOf, modelsOf, setting } from './places.ts'
import type { Endpoint, Listed, ListingIo, Provider, ProviderEnv } from './spec.ts'
import { answerOf, type Batch, posted } from './stream.ts'

/** As much of the binding as is used. */
export type WorkersAi = {
  run(
    model: string,
    input: object,
    options: { returnRawResponse: true; signal?: AbortSignal },
  ): Promise<Response>
  models?(query: { task: string; per_page: number }): Promise<unknown>
}

/** Shown when the list cannot be had; and these come first when it can. */
const KNOWN_MODELS = [
  '@cf/openai/gpt-oss-120b',
  '@cf/openai/gpt-oss-20b',
  '@cf/meta/llama-4-scout-17b-16e-instruct',
  '@cf/meta/llama-3.3-70b-instruct-fp8-fast',
  '@cf/mistralai/mistral-small-3.1-24b-instruct',
  '@cf/qwen/qwen3-30b-a3b-fp8',
]

const TASK = 'Text Generation'
const MOST = 100

export const workersAi: Provider = {
  id: 'workersAI',
  endpoints,
  chat(call, endpoint, io, signal) {
    const { ai } = endpoint
    if (!ai) return chatCompletions(call, endpoint, io, signal)
    const { model, ...body } = shaped(bodyOf(call, endpoint), endpoint)
    return answerOf(
      posted(model, {}, body, signal),
      new WorkersMapper(endpoint),
      endpoint,
      { ...io, fetch: () => run(ai, model, body, signal) },
      signal,
    )
  },
  async models(endpoint, io, signal) {
    const { ai } = endpoint
    const list = ai?.models
      ? await ai.models({ task: TASK, per_page: MOST })
      : await fetched(endpoint, io, signal)
    return (Array.isArray(list) ? (list as Item[]) : []).flatMap((item) => listed(item) ?? [])
  },
}

/** The binding throws where an API would refuse. */
async function run(ai: WorkersAi, model: string, body: object, signal: AbortSignal): Promise<Response> {
  try {
    return await ai.run(model, body, { returnRawResponse: true, signal })
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    const status = REFUSALS[/^\D*(\d{4})\b/.exec(message)?.[1] ?? '']
    if (status === undefined) throw error
    return Response.json({ error: { message } }, { status })
  }
}

/** https://developers.cloudflare.com/workers-ai/platform/errors. */
const REFUSALS: Readonly<Record<string, number>> = {
  3003: 400,
  3006: 413,
  3007: 408,
  3036: 402,
  3040: 503,
  3041: 400,
  5004: 400,
  5007: 404,
  5018: 403,
}

function endpoints(env: ProviderEnv): Endpoint[] {
  const ai = isBinding(env.AI) ? env.AI : null
  const account = fixedOf(env, 'CLOUDFLARE_ACCOUNT_ID')
  const apiKey = fixedOf(env, 'CLOUDFLARE_API_TOKEN')
  const told = baseOf(setting(env, 'WORKERS_AI_BASE_URL'), /\/chat\/completions$/)
  const baseURL = told ?? (account && `https://api.cloudflare.com/client/v4/accounts/${account}/ai/v1`)
  if (!ai && !(apiKey && baseURL)) return []
  return [
    {
      id: 'workersAI',
      label: 'Workers AI',
      provider: 'workersAI',
      ...(ai ? { ai } : { apiKey: apiKey ?? '', baseURL: baseURL ?? '' }),
      icon: 'workersAI',
      models: modelsOf(env, 'WORKERS_AI_MODELS', KNOWN_MODELS),
    },
  ]
}

function isBinding(value: unknown): value is WorkersAi {
  return typeof value === 'object' && value !== null && typeof (value as { run?: unknown }).run === 'function'
}

/** The list is beside the API that is like OpenAI's. */
async function fetched(
  { apiKey, baseURL = '' }: Endpoint,
  io: ListingIo,
  signal: AbortSignal,
): Promise<unknown> {
  const url = `${baseURL.replace(/\/v1$/, '')}/models/search?task=${encodeURIComponent(TASK)}&per_page=${MOST}`
  const response = await io.fetch(url, { headers: { authorization: `Bearer ${apiKey}` }, signal })
  if (!response.ok) throw new Error(`Cloudflare answers ${response.status}`)
  return ((await wholeJson(response)) as { result?: unknown } | null)?.result
}

type Item = {
  name?: unknown
  task?: { name?: unknown } | null
  properties?: ({ property_id?: unknown; value?: unknown } | null)[] | null
} | null

function listed(item: Item): Listed | null {
  if (typeof item?.name !== 'string' || (item.task?.name ?? TASK) !== TASK) return null
  const property = (id: string) => item.properties?.find((one) => one?.property_id === id)?.value
  const context = Number(property('context_window'))
  const prices = property('price')
  const price = (unit: RegExp): number | undefined => {
    const found = Array.isArray(prices) ? prices.find((one) => unit.test(String(one?.unit))) : undefined
    return typeof found?.price === 'number' ? found.price : undefined
  }
  const [input, output] = [price(/input tokens/), price(/output tokens/)]
  return {
    id: item.name,
    label: item.name.replace(/^@[\w-]+\/[\w-]+\//, ''),
    ...(context > 0 && { context }),
    ...(input !== undefined && output !== undefined && { price: { input, output } }),
  }
}

/** Models of the first years answer in a format of Cloudflare's own, the others as OpenAI does. */
class WorkersMapper extends ChatMapper {
  #plain = false

  override take(event: unknown, out: Batch): void {
    const own = event as { response?: unknown; tool_calls?: unknown } | null
    if (typeof own?.response === 'string') {
      this.#plain = true
      this.why ??= 'stop'
      super.take({ choices: [{ delta: { content: own.response } }] }, out)
    }
    if (this.#plain && Array.isArray(own?.tool_calls))
      super.take({ choices: [{ delta: { tool_calls: own.tool_calls.map(asCall) } }] }, out)
    super.take(event, out)
  }
}

/** Theirs come whole and without a number. */
function asCall(call: { name?: unknown; arguments?: unknown } | null, index: number): object {
  return { index, id: `call_${index}`, function: { name: call?.name, arguments: call?.arguments } }
}
