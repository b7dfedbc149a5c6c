/** Anthropic's events as chunks. Source: https://docs.anthropic.com/en/api/messages-streaming. */
import type { EndReason, Usage } from '../../shared/message.ts'
import { REDACTED } from './anthropic-messages.ts'
import { faultInStream, faulty } from './faults.ts'
import type { Chunk, Endpoint } from './spec.ts'
import type { Batch, Mapper } from './stream.ts'

type Source = Extract<Chunk, { kind: 'source' }>

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
    citations?: unknown
  } | null
  delta?: {
    type?: unknown
    text?: unknown
    thinking?: unknown
    partial_json?: unknown
    signature?: unknown
    citation?: unknown
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
  cache_creation?: { ephemeral_1h_input_tokens?: unknown } | null
  output_tokens_details?: { thinking_tokens?: unknown } | null
}

export class MessagesMapper implements Mapper {
  complete = false
  why: EndReason | null = null
  #saidAnything = false
  #calls = 0
  /** Arguments that come now are of a call for us, and not of what the vendor does itself. */
  #ours = false
  /** The model has looked something up since it last said something. */
  #searched = false
  /** By their addresses. */
  readonly #sources = new Map<string, Source>()
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
    else if (typeof delta.partial_json === 'string') {
      if (this.#ours) out.call({ n: this.#calls - 1, args: delta.partial_json })
    } else if (delta.citation) this.#cite(delta.citation)
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
    this.#ours = block.type === 'tool_use'
    for (const citation of Array.isArray(block.citations) ? block.citations : []) this.#cite(citation)
    if (block.type === 'web_search_tool_result') this.#searched = true
    else if (block.type === 'redacted_thinking' && typeof block.data === 'string') {
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
    if (text === '') return
    // What was said before the search and what is said after it are two passages.
    if (this.#searched && this.#saidAnything) out.text('text', '\n\n')
    this.#searched = false
    this.#saidAnything = true
    out.text('text', text)
  }

  /** A source that the text rests on. They are told at the end: in the middle they would tear a sentence apart. */
  #cite(value: unknown): void {
    const { url, title, cited_text: quote } = (value ?? {}) as Record<string, unknown>
    if (typeof url !== 'string' || this.#sources.has(url)) return
    this.#sources.set(url, {
      kind: 'source',
      url,
      title: typeof title === 'string' && title !== '' ? title : url,
      ...(typeof quote === 'string' && quote !== '' && { quote }),
    })
  }

  #stop({ delta, usage }: MessagesEvent, out: Batch): void {
    for (const source of this.#sources.values()) out.add(source)
    this.#sources.clear()
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
  // It searches for long, and wants to be asked to go on.
  pause_turn: 'length',
  refusal: 'refused',
}

/** Anthropic counts cached input apart; here it is contained in the input. */
function usageOf(usage: MessagesUsage): Usage | null {
  const { input_tokens: input, output_tokens: output } = usage
  if (typeof input !== 'number' || typeof output !== 'number') return null
  const cacheRead = count(usage.cache_read_input_tokens)
  const cacheWrite = count(usage.cache_creation_input_tokens)
  const long = count(usage.cache_creation?.ephemeral_1h_input_tokens)
  const thinking = count(usage.output_tokens_details?.thinking_tokens)
  return {
    input: input + cacheRead + cacheWrite,
    output,
    ...(cacheRead > 0 && { cacheRead }),
    ...(cacheWrite > 0 && { cacheWrite }),
    ...(long > 0 && { cacheWriteLong: long }),
    ...(thinking > 0 && { thinking }),
  }
}

const count = (value: unknown): number => (typeof value === 'number' ? value : 0)
