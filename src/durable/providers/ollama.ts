/**
 * Ollama by its own API, because only that says how much of a conversation the model is to read: by the other one it
 * silently forgets what is beyond a few thousand tokens. Source: https://github.com/ollama/ollama/blob/main/docs/api.md.
 */
import { mediaTokens } from '../../shared/media.ts'
import type { EndReason } from '../../shared/message.ts'
import { takenBy } from '../../shared/parameters.ts'
import { textOf } from '../../shared/parts.ts'
import type { Options } from '../../shared/setup.ts'
import { estimateTokens } from '../../shared/tokens.ts'
import { argumentsOf } from './arguments.ts'
import { shaped } from './body.ts'
import { faultInStream, faulty } from './faults.ts'
import { wholeJson } from './http.ts'
import { unsayable } from './media.ts'
import { baseOf, setting } from './places.ts'
import type { Call, Endpoint, Input, Listed, ListingIo, Provider, ProviderEnv } from './spec.ts'
import { answerOf, type Batch, type Mapper, posted } from './stream.ts'
import { ThinkTags } from './think-tags.ts'

const OLLAMA_URL = 'http://127.0.0.1:11434'

/** Tokens that every Ollama reads by itself; more must be asked for, and loads the model anew. */
const USUAL_CONTEXT = 4096

/** Tokens of context that are left for the answer. */
const ANSWER_TOKENS = 1024

export const ollama: Provider = {
  id: 'ollama',
  endpoints,
  chat(call, endpoint, io, signal) {
    const body = shaped(bodyOf(call), endpoint)
    const url = `${endpoint.baseURL}/api/chat`
    return answerOf(
      posted(url, endpoint.headers ?? {}, body, signal),
      new ChatMapper(endpoint),
      endpoint,
      io,
      signal,
    )
  },
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

async function listModels(
  endpoint: Endpoint,
  io: ListingIo,
  signal: AbortSignal,
): Promise<(string | Listed)[]> {
  const response = await io.fetch(`${endpoint.baseURL}/api/tags`, { signal, headers: endpoint.headers ?? {} })
  if (!response.ok) throw new Error(`Ollama answers ${response.status}`)
  const { models } = ((await wholeJson(response)) ?? {}) as { models?: Tag[] }
  return (Array.isArray(models) ? models : []).filter(canChat).map(listed)
}

function listed(tag: Tag): string | Listed {
  const id = String(tag?.name)
  if (!Array.isArray(tag?.capabilities)) return id
  return { id, takes: tag.capabilities.includes('vision') ? ['image'] : [] }
}

/** Embedding models are listed like all others; newer versions of Ollama say what a model is for. */
function canChat(tag: Tag): boolean {
  if (typeof tag?.name !== 'string') return false
  if (Array.isArray(tag.capabilities)) return tag.capabilities.includes('completion')
  return !/embed|minilm|bge-/i.test(tag.name) && !/bert/i.test(String(tag.details?.family))
}

type Message = Record<string, unknown>

function bodyOf(call: Call): Record<string, unknown> {
  const { model, system, turns, tools, options, maxTokens } = call
  const taken = takenBy({ endpoint: 'ollama', model }, options ?? {})
  const messages: Message[] = [
    ...(system ? [{ role: 'system', content: system }] : []),
    ...turns.flatMap(({ role, parts }) => (role === 'user' ? userMessages(parts) : assistantMessages(parts))),
  ]
  const settings = settingsOf(taken, maxTokens, contextFor(call, options?.contextTokens))
  const { effort } = taken
  return {
    model,
    messages,
    stream: true,
    ...(tools?.length && {
      tools: tools.map(({ name, about, schema }) => ({
        type: 'function',
        function: { name, description: about, parameters: schema },
      })),
    }),
    ...(effort && { think: effort === 'none' ? false : thinkOf(model, effort) }),
    ...(Object.keys(settings).length > 0 && { options: settings }),
  }
}

/** Only gpt-oss knows degrees. */
const thinkOf = (model: string, effort: string): string | true => (/gpt-oss/.test(model) ? effort : true)

function settingsOf(
  taken: Options,
  maxTokens: number | undefined,
  context: number | null,
): Record<string, unknown> {
  const most = maxTokens ?? taken.maxTokens
  return {
    ...(taken.temperature !== undefined && { temperature: taken.temperature }),
    ...(taken.topP !== undefined && { top_p: taken.topP }),
    ...(taken.topK !== undefined && { top_k: taken.topK }),
    ...(taken.frequencyPenalty !== undefined && { frequency_penalty: taken.frequencyPenalty }),
    ...(taken.presencePenalty !== undefined && { presence_penalty: taken.presencePenalty }),
    ...(taken.seed !== undefined && { seed: taken.seed }),
    ...(taken.stop?.length && { stop: taken.stop }),
    ...(most !== undefined && { num_predict: most }),
    ...(context !== null && { num_ctx: context }),
  }
}

/** As much as the conversation needs, in steps, so that the model is not loaded anew for each message. */
function contextFor({ system = '', turns }: Call, wished: number | undefined): number | null {
  const words = turns.reduce((sum, { parts }) => sum + tokensOf(parts), estimateTokens(system))
  let context = USUAL_CONTEXT
  while (context < words + ANSWER_TOKENS) context *= 2
  if (wished !== undefined && wished > context) context = wished
  return context > USUAL_CONTEXT ? context : null
}

function tokensOf(parts: readonly Input[]): number {
  const pictures = parts.filter((part) => part.type === 'media').filter(({ mime }) => isPicture(mime))
  return pictures.reduce(
    (sum, { mime, data }) => sum + mediaTokens(mime, (data.length / 4) * 3),
    estimateTokens(textOf(parts)),
  )
}

const isPicture = (mime: string): boolean => mime.startsWith('image/')

function userMessages(parts: readonly Input[]): Message[] {
  const results = parts
    .filter((part) => part.type === 'result')
    .map(({ name, text }) => ({ role: 'tool', tool_name: name, content: text }))
  const images = parts.flatMap((part) => (part.type === 'media' && isPicture(part.mime) ? [part.data] : []))
  const others = parts.filter((part) => part.type === 'media').filter(({ mime }) => !isPicture(mime))
  const content = textOf([...others.map(unsayable), ...parts])
  if (content === '' && images.length === 0) return results
  return [...results, { role: 'user', content, ...(images.length > 0 && { images }) }]
}

function assistantMessages(parts: readonly Input[]): Message[] {
  const content = textOf(parts)
  const calls = parts.filter((part) => part.type === 'call')
  if (content === '' && calls.length === 0) return []
  const tool_calls = calls.map(({ name, args }) => ({ function: { name, arguments: argumentsOf(args) } }))
  return [{ role: 'assistant', content, ...(calls.length > 0 && { tool_calls }) }]
}

/** What is read of a line. */
type Line = {
  message?: {
    content?: unknown
    thinking?: unknown
    tool_calls?: ({ function?: { name?: unknown; arguments?: unknown } | null } | null)[] | null
  } | null
  done?: unknown
  done_reason?: unknown
  prompt_eval_count?: unknown
  eval_count?: unknown
  error?: unknown
}

class ChatMapper implements Mapper {
  complete = false
  why: EndReason | null = null
  readonly #endpoint: Endpoint
  readonly #tags = new ThinkTags()
  #calls = 0

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint
  }

  take(value: unknown, out: Batch): void {
    const line = (value ?? {}) as Line
    if (line.error) {
      const error = typeof line.error === 'string' ? { message: line.error } : line.error
      out.add(faulty(faultInStream(error, this.#endpoint)))
      return
    }
    const { content, thinking, tool_calls } = line.message ?? {}
    if (typeof thinking === 'string') out.text('thinking', thinking)
    if (typeof content === 'string') this.#tags.push(content, out)
    for (const call of tool_calls ?? []) {
      const n = this.#calls++
      const { name, arguments: args } = call?.function ?? {}
      out.call({ n, id: `call_${n}`, name: String(name), args: JSON.stringify(args ?? {}) })
    }
    if (line.done !== true) return
    this.#tags.end(out)
    this.why = line.done_reason === 'length' ? 'length' : 'stop'
    const { prompt_eval_count: input, eval_count: output } = line
    // What was read before is not counted again, and then there is no figure at all.
    if (typeof output === 'number')
      out.add({ kind: 'usage', usage: { input: typeof input === 'number' ? input : 0, output } })
    this.complete = true
  }

  whole(body: unknown, out: Batch): void {
    this.take(body, out)
  }
}
