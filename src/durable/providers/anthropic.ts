/** Anthropic's Messages. Source: https://docs.anthropic.com/en/api/messages-streaming. */
import { BaseAnthropic } from '@anthropic-ai/sdk/client'
import { type MessageCreateParamsStreaming, Messages } from '@anthropic-ai/sdk/resources/messages/messages'
import { Models } from '@anthropic-ai/sdk/resources/models'
import type { Config } from '../../shared/config/index.ts'
import type { EndReason, Usage } from '../../shared/message.ts'
import { thinksAdaptively } from '../../shared/parameters.ts'
import { messagesOf, REDACTED, toolsOf } from './anthropic-messages.ts'
import { messageOptions } from './anthropic-options.ts'
import { shaped } from './body.ts'
import { faultInStream, faulty } from './faults.ts'

import { baseOf, commonOf, keyOf, modelsOf, setting } from './places.ts'
import type { Call, Endpoint, ListingIo, Provider, ProviderEnv } from './spec.ts'
import { answerOf, type Batch, type Mapper } from './stream.ts'

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

/** Tokens a model may think beyond an answer whose length was limited: `max_tokens` counts both. */
const THINKING_TOKENS = 4000

export const anthropic: Provider = {
  id: 'anthropic',
  endpoints,
  chat(call, endpoint, io, signal) {
    const body = shaped(bodyOf(call), endpoint)
    return answerOf(
      (fetcher) => new Messages(clientOf(endpoint, fetcher)).create(body, { signal }).asResponse(),
      new MessagesMapper(endpoint),
      endpoint,
      io,
      signal,
    )
  },
  models: listModels,
}

function endpoints(env: ProviderEnv, config: Config): Endpoint[] {
  const apiKey = keyOf(env, 'ANTHROPIC_API_KEY')
  if (apiKey === null) return []
  const own = config.endpoints.anthropic
  const baseURL = baseOf(setting(env, 'ANTHROPIC_REVERSE_PROXY') ?? own?.baseURL, /\/v1(\/messages)?$/)
  const models = modelsOf(env, 'ANTHROPIC_MODELS', KNOWN_MODELS)
  return [
    {
      id: 'anthropic',
      label: 'Anthropic',
      provider: 'anthropic',
      apiKey,
      ...(baseURL && { baseURL }),
      ...commonOf(config, own),
      models,
    },
  ]
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

function bodyOf(call: Call): MessageCreateParamsStreaming {
  const { model, system, tools, maxTokens, options } = call
  const thinks = thinksAdaptively(model)
  return {
    model,
    messages: messagesOf(call),
    ...(tools?.length && { tools: toolsOf(tools) }),
    stream: true,
    max_tokens: maxTokens === undefined ? defaultTokens(model) : maxTokens + (thinks ? THINKING_TOKENS : 0),
    ...(system && { system }),
    // A short answer, such as a title, is not worth thinking about.
    ...(thinks && maxTokens === undefined && { thinking: { type: 'adaptive', display: 'summarized' } }),
    ...(options && messageOptions(options, model, defaultTokens(model))),
  }
}

/** Tokens of an answer for which no limit was given: as long as the family allows without asking for a beta. */
function defaultTokens(model: string): number {
  if (/claude-(3-(opus|haiku|sonnet)|2|instant)/.test(model)) return 4096
  if (/claude-3-5/.test(model)) return 8192
  return model.includes('claude') ? 32_000 : 8192
}

/** What is read of an event. Vendors add what they like, and proxies leave out: nothing is taken for granted. */
type MessagesEvent = {
  type?: unknown
  message?: { usage?: MessagesUsage | null } | null
  content_block?: {
    type?: unknown
    text?: unknown
    thinking?: unknown
    data?: unknown
    id?: unknown
    name?: unknown
    input?: unknown
  } | null
  delta?: {
    type?: unknown
    text?: unknown
    thinking?: unknown
    partial_json?: unknown
    signature?: unknown
    stop_reason?: unknown
    stop_details?: { explanation?: unknown } | null
  } | null
  usage?: MessagesUsage | null
  error?: unknown
}

type MessagesUsage = {
  input_tokens?: unknown
  output_tokens?: unknown
  cache_read_input_tokens?: unknown
  cache_creation_input_tokens?: unknown
  output_tokens_details?: { thinking_tokens?: unknown } | null
}

class MessagesMapper implements Mapper {
  complete = false
  why: EndReason | null = null
  #saidAnything = false
  #calls = 0
  #usage: MessagesUsage = {}
  readonly #endpoint: Endpoint

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint
  }

  take(value: unknown, out: Batch): void {
    const event = value as MessagesEvent | null
    switch (event?.type) {
      case 'content_block_delta':
        this.#delta(event.delta ?? {}, out)
        break
      case 'content_block_start':
        this.#block(event.content_block ?? {}, out)
        break
      case 'message_start':
        this.#usage = event.message?.usage ?? {}
        break
      case 'message_delta':
        this.#stop(event, out)
        break
      case 'message_stop':
        this.complete = true
        break
      case 'error':
        out.add(faulty(faultInStream(event.error, this.#endpoint)))
    }
  }

  whole(body: unknown, out: Batch): void {
    const message = (body ?? {}) as {
      content?: unknown
      stop_reason?: unknown
      usage?: MessagesUsage
      error?: unknown
    }
    if (message.error) {
      this.take({ type: 'error', error: message.error }, out)
      return
    }
    for (const block of Array.isArray(message.content) ? message.content : []) this.#block(block ?? {}, out)
    this.#stop({ delta: { stop_reason: message.stop_reason }, usage: message.usage ?? {} }, out)
  }

  #delta(delta: NonNullable<MessagesEvent['delta']>, out: Batch): void {
    if (typeof delta.text === 'string') this.#text(delta.text, out)
    else if (typeof delta.partial_json === 'string')
      out.call({ n: this.#calls - 1, args: delta.partial_json })
    else if (typeof delta.thinking === 'string') out.text('thinking', delta.thinking)
    else if (
      delta.type === 'signature_delta' &&
      typeof delta.signature === 'string' &&
      delta.signature !== ''
    ) {
      out.add({ kind: 'seal', signature: delta.signature })
    }
  }

  #block(block: NonNullable<MessagesEvent['content_block']>, out: Batch): void {
    if (block.type === 'redacted_thinking' && typeof block.data === 'string') {
      out.add({ kind: 'seal', signature: REDACTED + block.data })
    } else if (block.type === 'thinking' && typeof block.thinking === 'string') {
      out.text('thinking', block.thinking)
    } else if (block.type === 'tool_use') this.#call(block, out)
    else if (block.type === 'text' && typeof block.text === 'string') this.#text(block.text, out)
  }

  #call({ id, name, input }: NonNullable<MessagesEvent['content_block']>, out: Batch): void {
    const whole = typeof input === 'object' && input !== null && Object.keys(input).length > 0
    out.call({
      n: this.#calls++,
      id: String(id),
      name: String(name),
      args: whole ? JSON.stringify(input) : '',
    })
  }

  #text(text: string, out: Batch): void {
    if (text !== '') this.#saidAnything = true
    out.text('text', text)
  }

  #stop({ delta, usage }: MessagesEvent, out: Batch): void {
    const known = usageOf({ ...this.#usage, ...usage })
    if (known) out.add({ kind: 'usage', usage: known })
    const reason = delta?.stop_reason
    if (typeof reason !== 'string') return
    this.why = REASONS[reason] ?? 'stop'
    const explanation = delta?.stop_details?.explanation
    if (this.why === 'refused' && !this.#saidAnything && typeof explanation === 'string')
      this.#text(explanation, out)
  }
}

const REASONS: Record<string, EndReason> = {
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'refused',
}

/** Anthropic counts cached input apart; here it is contained in the input. */
function usageOf(usage: MessagesUsage): Usage | null {
  const { input_tokens: input, output_tokens: output } = usage
  if (typeof input !== 'number' || typeof output !== 'number') return null
  const cacheRead = count(usage.cache_read_input_tokens)
  const cacheWrite = count(usage.cache_creation_input_tokens)
  const thinking = count(usage.output_tokens_details?.thinking_tokens)
  return {
    input: input + cacheRead + cacheWrite,
    output,
    ...(cacheRead > 0 && { cacheRead }),
    ...(cacheWrite > 0 && { cacheWrite }),
    ...(thinking > 0 && { thinking }),
  }
}

const count = (value: unknown): number => (typeof value === 'number' ? value : 0)
