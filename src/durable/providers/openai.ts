/**
 * OpenAI's Chat Completions, and every server that speaks it. Source:
 * https://platform.openai.com/docs/api-reference/chat-streaming; what compatible servers add is named where it is read.
 */
import { OpenAI } from 'openai/client'
import type { Config } from '../../shared/config/index.ts'
import type { EndReason } from '../../shared/message.ts'
import { shaped } from './body.ts'
import { faultInStream, faulty } from './faults.ts'
import { DONE } from './http.ts'
import { messagesOf, toolsOf } from './openai-messages.ts'
import { chatOptions } from './openai-options.ts'
import { baseOf, commonOf, keyOf, modelsOf, setting } from './places.ts'
import type { Call, Chunk, Endpoint, ListingIo, Provider, ProviderEnv, ProviderIo } from './spec.ts'
import { answerOf, type Batch, type Mapper } from './stream.ts'
import { ThinkTags } from './think-tags.ts'

const OPENAI_URL = 'https://api.openai.com/v1'

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

/**
 * Tokens that a reasoning model may think beyond the answer that was asked for: `max_completion_tokens` counts both, and
 * a short limit would leave nothing to say.
 */
const THINKING_TOKENS = 4000

export const openai: Provider = { id: 'openAI', endpoints, chat: chatCompletions, models: listModels }

function endpoints(env: ProviderEnv, config: Config): Endpoint[] {
  const apiKey = keyOf(env, 'OPENAI_API_KEY')
  if (apiKey === null) return []
  const own = config.endpoints.openAI
  const baseURL = baseOf(setting(env, 'OPENAI_REVERSE_PROXY') ?? own?.baseURL, /\/chat\/completions$/)
  const models = modelsOf(env, 'OPENAI_MODELS', KNOWN_MODELS)
  return [
    {
      id: 'openAI',
      label: 'OpenAI',
      provider: 'openAI',
      apiKey,
      ...(baseURL && { baseURL }),
      ...commonOf(config, own),
      models,
    },
  ]
}

/** Streams a chat completion. */
export function chatCompletions(
  call: Call,
  endpoint: Endpoint,
  io: ProviderIo,
  signal: AbortSignal,
): AsyncIterable<Chunk[]> {
  const body = shaped(bodyOf(call, endpoint), endpoint)
  return answerOf(
    (fetcher) => clientOf(endpoint, fetcher).chat.completions.create(body, { signal }).asResponse(),
    new ChatMapper(endpoint),
    endpoint,
    io,
    signal,
  )
}

/** `GET /models`, in the server's order. At OpenAI itself only what can chat, the newest first. */
async function listModels(endpoint: Endpoint, io: ListingIo, signal: AbortSignal): Promise<string[]> {
  const page = await clientOf(endpoint, io.fetch).models.list({ signal })
  const models = page.data.filter((model) => typeof model?.id === 'string')
  if (!isOpenAI(endpoint)) return models.map(({ id }) => id)
  return models
    .filter(({ id }) => canChat(id))
    .sort((a, b) => (b.created ?? 0) - (a.created ?? 0))
    .map(({ id }) => id)
}

/** Whether this is OpenAI, perhaps behind a proxy, and no server that merely resembles it. */
function isOpenAI(endpoint: Endpoint): boolean {
  return endpoint.id === 'openAI'
}

/** OpenAI's list names everything it ever made; dated snapshots only repeat what their alias offers. */
function canChat(id: string): boolean {
  if (!/^(gpt-|chatgpt-|o\d)/.test(id)) return false
  if (/audio|realtime|transcribe|tts|image|search|instruct|codex|deep-research|-pro\b|live/.test(id))
    return false
  return !/-\d{4}-\d{2}-\d{2}$|-\d{4}(-preview)?$|-16k$/.test(id)
}

/** Made per call: that costs 30 µs, and `fetch` belongs to the request. Nothing is read from the process's environment. */
function clientOf(endpoint: Endpoint, fetcher: typeof fetch): OpenAI {
  const { apiKey, baseURL, headers } = endpoint
  return new OpenAI({
    apiKey: apiKey || 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: baseURL ?? OPENAI_URL,
    defaultHeaders: { ...(!apiKey && { authorization: null }), ...headers },
    fetch: fetcher,
    maxRetries: 0,
    logLevel: 'off',
    // Nothing here runs in a browser; some test environments only look like one.
    dangerouslyAllowBrowser: true,
  })
}

function bodyOf(call: Call, endpoint: Endpoint): OpenAI.ChatCompletionCreateParamsStreaming {
  const { model, tools, maxTokens, options } = call
  return {
    model,
    messages: messagesOf(call),
    ...(tools?.length && { tools: toolsOf(tools) }),
    stream: true,
    stream_options: { include_usage: true },
    ...(options && chatOptions(options, endpoint.id, model)),
    ...(maxTokens !== undefined && limit(maxTokens, endpoint)),
  }
}

/** OpenAI's newer models refuse `max_tokens`, and most compatible servers know nothing else. */
function limit(
  tokens: number,
  endpoint: Endpoint,
): { max_completion_tokens: number } | { max_tokens: number } {
  return isOpenAI(endpoint) ? { max_completion_tokens: tokens + THINKING_TOKENS } : { max_tokens: tokens }
}

/** What is read of a chunk. Vendors leave out, add and null whatever they like: nothing is taken for granted. */
type ChatChunk = {
  choices?: { delta?: Delta | null; message?: Delta | null; finish_reason?: unknown }[] | null
  usage?: ChatUsage | null
  error?: unknown
}

type Delta = {
  content?: unknown
  refusal?: unknown
  /** DeepSeek, vLLM, xAI. */
  reasoning_content?: unknown
  /** OpenRouter, Ollama, Groq. */
  reasoning?: unknown
  tool_calls?: ToolCall[] | null
}

type ToolCall = {
  index?: unknown
  id?: unknown
  function?: { name?: unknown; arguments?: unknown } | null
} | null

type ChatUsage = {
  prompt_tokens?: unknown
  completion_tokens?: unknown
  prompt_tokens_details?: { cached_tokens?: unknown } | null
  completion_tokens_details?: { reasoning_tokens?: unknown } | null
}

class ChatMapper implements Mapper {
  complete = false
  why: EndReason | null = null
  #refused = false
  readonly #endpoint: Endpoint
  readonly #tags: ThinkTags | null

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint
    this.#tags = isOpenAI(endpoint) ? null : new ThinkTags()
  }

  take(event: unknown, out: Batch): void {
    if (event === DONE) {
      this.complete = true
      this.#finish(out)
      return
    }
    const chunk = event as ChatChunk | null
    if (chunk?.error) {
      out.add(faulty(faultInStream(chunk.error, this.#endpoint)))
      return
    }
    const choice = chunk?.choices?.[0]
    if (choice) this.#choice(choice.delta ?? choice.message, choice.finish_reason, out)
    if (chunk?.usage) usage(chunk.usage, out)
  }

  whole(body: unknown, out: Batch): void {
    this.take(body, out)
    this.#finish(out)
  }

  #choice(delta: Delta | null | undefined, reason: unknown, out: Batch): void {
    if (delta) {
      const reasoning = delta.reasoning_content ?? delta.reasoning
      if (typeof reasoning === 'string') out.text('thinking', reasoning)
      if (typeof delta.content === 'string') this.#text(delta.content, out)
      else if (Array.isArray(delta.content)) this.#blocks(delta.content, out)
      for (const [at, call] of (delta.tool_calls ?? []).entries()) this.#call(call, at, out)
      if (typeof delta.refusal === 'string' && delta.refusal !== '') {
        this.#refused = true
        out.text('text', delta.refusal)
      }
    }
    if (typeof reason !== 'string' || reason === '') return
    this.#finish(out)
    this.why = this.#refused ? 'refused' : (REASONS[reason] ?? 'stop')
  }

  /** A piece of a call. Some servers leave the index out and send each call whole. */
  #call(call: ToolCall, at: number, out: Batch): void {
    const { name, arguments: args } = call?.function ?? {}
    out.call({
      n: typeof call?.index === 'number' ? call.index : at,
      ...(typeof call?.id === 'string' && call.id !== '' && { id: call.id }),
      ...(typeof name === 'string' && name !== '' && { name }),
      args: typeof args === 'string' ? args : args ? JSON.stringify(args) : '',
    })
  }

  #text(text: string, out: Batch): void {
    if (this.#tags) this.#tags.push(text, out)
    else out.text('text', text)
  }

  /** Mistral's reasoning models: content as a list of blocks. */
  #blocks(blocks: { type?: unknown; text?: unknown; thinking?: unknown }[], out: Batch): void {
    for (const block of blocks) {
      if (block?.type === 'thinking' && Array.isArray(block.thinking)) {
        for (const { text } of block.thinking) if (typeof text === 'string') out.text('thinking', text)
      } else if (typeof block?.text === 'string') out.text('text', block.text)
    }
  }

  #finish(out: Batch): void {
    this.#tags?.end(out)
  }
}

const REASONS: Record<string, EndReason> = { stop: 'stop', length: 'length', content_filter: 'refused' }

function usage(usage: ChatUsage, out: Batch): void {
  const { prompt_tokens: input, completion_tokens: output } = usage
  if (typeof input !== 'number' || typeof output !== 'number') return
  const cacheRead = usage.prompt_tokens_details?.cached_tokens
  const thinking = usage.completion_tokens_details?.reasoning_tokens
  out.add({
    kind: 'usage',
    usage: {
      input,
      output,
      ...(typeof cacheRead === 'number' && { cacheRead }),
      ...(typeof thinking === 'number' && { thinking }),
    },
  })
}
