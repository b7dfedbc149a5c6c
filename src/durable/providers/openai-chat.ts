/**
 * OpenAI's Chat Completions, and every server that speaks it. Source:
 * https://platform.openai.com/docs/api-reference/chat-streaming; what compatible servers add is named where it is read.
 */
import type { OpenAI } from 'openai/client'
import type { EndReason } from '../../shared/message.ts'
import { shaped } from './body.ts'
import { faultInStream, faulty } from './faults.ts'
import { DONE } from './http.ts'
import { clientOf, familyOf } from './openai-client.ts'
import { Details } from './openai-details.ts'
import { messagesOf, toolsOf } from './openai-messages.ts'
import { chatOptions, detailOf, thinks } from './openai-options.ts'
import type { Call, Chunk, Endpoint, ProviderIo } from './spec.ts'
import { answerOf, type Batch, type Mapper } from './stream.ts'
import { ThinkTags } from './think-tags.ts'

/**
 * Tokens that a reasoning model may think beyond the answer that was asked for: `max_completion_tokens` counts both, and
 * a short limit would leave nothing to say.
 */
export const THINKING_TOKENS = 4000

/** Streams a chat completion. */
export function chatCompletions(
  call: Call,
  endpoint: Endpoint,
  io: ProviderIo,
  signal: AbortSignal,
): AsyncIterable<Chunk[]> {
  const body = shaped(bodyOf(call, endpoint), endpoint)
  return answerOf(
    (fetcher) => {
      const client = clientOf(endpoint, fetcher)
      return endpoint.dialect?.direct && endpoint.baseURL
        ? client.post(endpoint.baseURL, { body, signal, stream: true }).asResponse()
        : client.chat.completions.create(body, { signal }).asResponse()
    },
    new ChatMapper(endpoint),
    endpoint,
    io,
    signal,
  )
}

export function bodyOf(call: Call, endpoint: Endpoint): OpenAI.ChatCompletionCreateParamsStreaming {
  const { model, tools, maxTokens, options } = call
  const { dialect = {}, deployment = model } = endpoint
  return {
    model: deployment,
    messages: messagesOf(call, dialect, detailOf(options ?? {}, familyOf(endpoint), model)),
    ...(tools?.length && { tools: toolsOf(tools) }),
    stream: true,
    ...(!dialect.countsAnyway && { stream_options: { include_usage: true } }),
    ...chatOptions(
      { ...options, ...(endpoint.search && { webSearch: true }) },
      familyOf(endpoint),
      model,
      dialect,
    ),
    ...(maxTokens !== undefined && limit(maxTokens, endpoint, model)),
  }
}

/** OpenAI's newer models refuse `max_tokens`, and most compatible servers know nothing else. */
function limit(
  tokens: number,
  endpoint: Endpoint,
  model: string,
): { max_completion_tokens: number } | { max_tokens: number } {
  return endpoint.id === 'openAI' || thinks(familyOf(endpoint), model)
    ? { max_completion_tokens: tokens + THINKING_TOKENS }
    : { max_tokens: tokens }
}

/** What is read of a chunk. Vendors leave out, add and null whatever they like: nothing is taken for granted. */
type ChatChunk = {
  choices?:
    | { delta?: Delta | null; message?: Delta | null; finish_reason?: unknown; error?: unknown }[]
    | null
  usage?: ChatUsage | null
  error?: unknown
  /** Perplexity: what the answer rests on, in every chunk. */
  search_results?: (Found | null)[] | null
}

type Found = { url?: unknown; title?: unknown; snippet?: unknown; content?: unknown }

type Delta = {
  content?: unknown
  refusal?: unknown
  /** DeepSeek, vLLM, xAI. */
  reasoning_content?: unknown
  /** OpenRouter, Ollama, Groq. */
  reasoning?: unknown
  /** OpenRouter: the same in pieces, with seals. */
  reasoning_details?: unknown
  /** OpenRouter: what a search found. */
  annotations?: ({ url_citation?: Found | null } | null)[] | null
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
  prompt_tokens_details?: { cached_tokens?: unknown; cache_write_tokens?: unknown } | null
  completion_tokens_details?: { reasoning_tokens?: unknown } | null
  total_tokens?: unknown
  /** DeepSeek. */
  prompt_cache_hit_tokens?: unknown
  /** Moonshot. */
  cached_tokens?: unknown
}

export class ChatMapper implements Mapper {
  complete = false
  why: EndReason | null = null
  #refused = false
  readonly #endpoint: Endpoint
  readonly #tags: ThinkTags | null
  readonly #cited = new Set<string>()
  readonly #details: Details | null
  #called = false

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint
    this.#tags = endpoint.id === 'openAI' ? null : new ThinkTags()
    this.#details = endpoint.dialect?.details ? new Details() : null
  }

  take(event: unknown, out: Batch): void {
    if (event === DONE) {
      this.complete = true
      this.#finish(out)
      return
    }
    const chunk = event as ChatChunk | null
    const choice = chunk?.choices?.[0]
    const error = chunk?.error ?? choice?.error
    if (error) {
      out.add(faulty(faultInStream(error, this.#endpoint)))
      return
    }
    for (const found of chunk?.search_results ?? []) this.#source(found, out)
    if (choice) this.#choice(choice.delta ?? choice.message, choice.finish_reason, out)
    if (chunk?.usage) usage(chunk.usage, out)
  }

  whole(body: unknown, out: Batch): void {
    this.take(body, out)
    this.#finish(out)
  }

  #choice(delta: Delta | null | undefined, reason: unknown, out: Batch): void {
    if (delta) {
      const reasoning =
        this.#endpoint.dialect?.reasoning === 'reasoning'
          ? (delta.reasoning ?? delta.reasoning_content)
          : (delta.reasoning_content ?? delta.reasoning)
      if (typeof reasoning === 'string') out.text('thinking', reasoning)
      if (typeof delta.content === 'string') this.#text(delta.content, out)
      else if (Array.isArray(delta.content)) this.#blocks(delta.content, out)
      this.#details?.take(delta.reasoning_details)
      for (const found of delta.annotations ?? []) this.#source(found?.url_citation, out)
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
    this.#called = true
    out.call({
      n: typeof call?.index === 'number' ? call.index : at,
      ...(typeof call?.id === 'string' && call.id !== '' && { id: call.id }),
      ...(typeof name === 'string' && name !== '' && { name }),
      args: typeof args === 'string' ? args : args ? JSON.stringify(args) : '',
    })
  }

  #source(found: Found | null | undefined, out: Batch): void {
    const { url, title, snippet, content } = found ?? {}
    if (typeof url !== 'string' || this.#cited.has(url)) return
    this.#cited.add(url)
    const quote = [content, snippet].find((one): one is string => typeof one === 'string' && one !== '')
    out.add({
      kind: 'source',
      url,
      title: typeof title === 'string' && title !== '' ? title : url,
      ...(quote !== undefined && { quote: quote.slice(0, MAX_QUOTE) }),
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
    // Only calls are sent back with the reasoning that led to them.
    const seal = this.#called ? this.#details?.seal() : null
    if (seal) out.add({ kind: 'seal', signature: seal })
  }
}

/** UTF-16 units of what is quoted of a source. */
const MAX_QUOTE = 300

const REASONS: Record<string, EndReason> = {
  stop: 'stop',
  length: 'length',
  content_filter: 'refused',
  /** Mistral. */
  model_length: 'length',
  /** Z.AI. */
  sensitive: 'refused',
}

function usage(usage: ChatUsage, out: Batch): void {
  const { prompt_tokens: input, completion_tokens: output, total_tokens: total } = usage
  if (typeof input !== 'number' || typeof output !== 'number') return
  const { cached_tokens, cache_write_tokens: cacheWrite } = usage.prompt_tokens_details ?? {}
  const cacheRead = cached_tokens ?? usage.prompt_cache_hit_tokens ?? usage.cached_tokens
  const thinking = usage.completion_tokens_details?.reasoning_tokens
  // xAI counts reasoning beside the answer, all others within it.
  const beside = typeof thinking === 'number' && total === input + output + thinking ? thinking : 0
  out.add({
    kind: 'usage',
    usage: {
      input,
      output: output + beside,
      ...(typeof cacheRead === 'number' && { cacheRead }),
      ...(typeof cacheWrite === 'number' && { cacheWrite }),
      ...(typeof thinking === 'number' && { thinking }),
    },
  })
}
