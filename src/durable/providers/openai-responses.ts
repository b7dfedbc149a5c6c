/** OpenAI's Responses. Source: https://platform.openai.com/docs/api-reference/responses-streaming. */
import type { EndReason } from '../../shared/message.ts'
import { takenBy } from '../../shared/parameters.ts'
import { shaped } from './body.ts'
import { faultInStream, faulty } from './faults.ts'
import { DONE } from './http.ts'
import { clientOf, familyOf } from './openai-client.ts'
import { bodyOf, sealOf } from './openai-responses-body.ts'
import type { Call, Chunk, Endpoint, ProviderIo } from './spec.ts'
import { answerOf, type Batch, type Mapper } from './stream.ts'

/** Models that know no other language. */
const ONLY = /^o\d(-\w+)*-pro|^gpt-[\d.]+-pro|codex|deep-research|computer-use/

/** Models that call tools and think at a wanted effort only here. */
const RATHER = /^gpt-(5\.[4-9]|[6-9])/

/** Whether this call is for Responses: because the model needs it, or somebody wants what only that has. */
export function usesResponses({ model, tools, options = {} }: Call, endpoint: Endpoint): boolean {
  // Who has no way of their own to search has OpenAI's.
  if (endpoint.responses || (endpoint.search && !endpoint.dialect?.search)) return true
  const family = familyOf(endpoint)
  if (!/^(openAI|azureOpenAI)$/.test(family)) return false
  const taken = takenBy({ endpoint: family, model }, options)
  if (taken.responses || taken.summary || taken.webSearch) return true
  return ONLY.test(model) || (RATHER.test(model) && !!tools?.length && taken.effort !== undefined)
}

/** Streams a response. */
export function responses(
  call: Call,
  endpoint: Endpoint,
  io: ProviderIo,
  signal: AbortSignal,
): AsyncIterable<Chunk[]> {
  const place = placeOf(endpoint)
  const body = shaped(bodyOf(call, place), place)
  return answerOf(
    (fetcher) => clientOf(place, fetcher).responses.create(body, { signal }).asResponse(),
    new ResponseMapper(place),
    place,
    io,
    signal,
  )
}

/** At Azure, Responses have an address of their own, with versions of their own. */
function placeOf({ responsesURL, ...endpoint }: Endpoint): Endpoint {
  return responsesURL ? { ...endpoint, baseURL: responsesURL, query: { 'api-version': 'preview' } } : endpoint
}

/** What is read of an event. Servers that resemble OpenAI leave out what they like. */
type Event = {
  type?: unknown
  delta?: unknown
  output_index?: unknown
  item?: Item | null
  annotation?: Annotation | null
  response?: Whole | null
  /** Of `error`: beside the type, or in an object. */
  message?: unknown
  code?: unknown
  error?: unknown
}

type Item = {
  type?: unknown
  id?: unknown
  call_id?: unknown
  name?: unknown
  arguments?: unknown
  encrypted_content?: unknown
  summary?: ({ text?: unknown } | null)[] | null
  content?:
    | ({ type?: unknown; text?: unknown; refusal?: unknown; annotations?: Annotation[] | null } | null)[]
    | null
}

type Annotation = { type?: unknown; url?: unknown; title?: unknown }

type Whole = {
  status?: unknown
  error?: unknown
  incomplete_details?: { reason?: unknown } | null
  output?: (Item | null)[] | null
  usage?: {
    input_tokens?: unknown
    output_tokens?: unknown
    input_tokens_details?: { cached_tokens?: unknown; cache_write_tokens?: unknown } | null
    output_tokens_details?: { reasoning_tokens?: unknown } | null
  } | null
}

class ResponseMapper implements Mapper {
  complete = false
  why: EndReason | null = null
  #refused = false
  /** Reasoning came last. */
  #thought = false
  readonly #endpoint: Endpoint
  readonly #cited = new Set<string>()
  /** By the place of its item: the number of a call, and whether its arguments came in pieces. */
  readonly #calls = new Map<unknown, { n: number; pieces: boolean }>()

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint
  }

  take(value: unknown, out: Batch): void {
    if (value === DONE) {
      this.complete = this.why !== null
      return
    }
    const event = value as Event | null
    switch (event?.type) {
      case 'response.output_text.delta':
        this.#thought = false
        out.text('text', textIn(event.delta))
        break
      case 'response.refusal.delta':
        this.#refused = true
        out.text('text', textIn(event.delta))
        break
      case 'response.reasoning_summary_part.added':
        // The parts of a summary are paragraphs.
        if (this.#thought) out.text('thinking', '\n\n')
        break
      case 'response.reasoning_summary_text.delta':
      case 'response.reasoning_text.delta':
        this.#thought = true
        out.text('thinking', textIn(event.delta))
        break
      case 'response.output_text.annotation.added':
        this.#source(event.annotation, out)
        break
      case 'response.output_item.added':
        if (event.item?.type === 'function_call') this.#call(event.item, event.output_index, out)
        break
      case 'response.function_call_arguments.delta':
        this.#piece(textIn(event.delta), event.output_index, out)
        break
      case 'response.output_item.done':
        this.#done(event.item, event.output_index, out)
        break
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        this.#end(event.response, out)
        break
      case 'error':
        out.add(faulty(faultInStream(event.error ?? event, this.#endpoint)))
    }
  }

  whole(value: unknown, out: Batch): void {
    const body = value as Whole | null
    for (const [at, item] of (body?.output ?? []).entries()) {
      if (item?.type === 'reasoning')
        out.text('thinking', (item.summary ?? []).map((part) => textIn(part?.text)).join('\n\n'))
      for (const part of item?.content ?? []) {
        if (typeof part?.refusal === 'string') this.#refused = true
        out.text('text', textIn(part?.text ?? part?.refusal))
        for (const annotation of part?.annotations ?? []) this.#source(annotation, out)
      }
      this.#done(item, at, out)
    }
    this.#end(body, out)
  }

  #call(item: Item, at: unknown, out: Batch): void {
    const n = this.#calls.size
    this.#calls.set(at, { n, pieces: false })
    out.call({ n, id: textIn(item.call_id) || textIn(item.id), name: textIn(item.name), args: '' })
  }

  #piece(args: string, at: unknown, out: Batch): void {
    const call = this.#calls.get(at)
    if (!call) return
    call.pieces = true
    out.call({ n: call.n, args })
  }

  #done(item: Item | null | undefined, at: unknown, out: Batch): void {
    if (item?.type === 'reasoning' && typeof item.encrypted_content === 'string') {
      this.#thought = false
      out.add({ kind: 'seal', signature: sealOf(textIn(item.id), item.encrypted_content) })
    }
    if (item?.type !== 'function_call') return
    if (!this.#calls.has(at)) this.#call(item, at, out)
    if (!this.#calls.get(at)?.pieces) this.#piece(textIn(item.arguments), at, out)
  }

  #source(annotation: Annotation | null | undefined, out: Batch): void {
    const url = annotation?.url
    if (annotation?.type !== 'url_citation' || typeof url !== 'string' || this.#cited.has(url)) return
    this.#cited.add(url)
    out.add({ kind: 'source', url, title: textIn(annotation.title) || url })
  }

  #end(whole: Whole | null | undefined, out: Batch): void {
    usage(whole?.usage, out)
    if (whole?.status === 'failed' || whole?.error) {
      out.add(faulty(faultInStream(whole.error ?? {}, this.#endpoint)))
      return
    }
    this.complete = true
    const reason = whole?.incomplete_details?.reason
    this.why = this.#refused
      ? 'refused'
      : reason === 'content_filter'
        ? 'refused'
        : whole?.status === 'incomplete'
          ? 'length'
          : 'stop'
  }
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')

function usage(told: Whole['usage'], out: Batch): void {
  const { input_tokens: input, output_tokens: output } = told ?? {}
  if (typeof input !== 'number' || typeof output !== 'number') return
  const { cached_tokens: cacheRead, cache_write_tokens: cacheWrite } = told?.input_tokens_details ?? {}
  const thinking = told?.output_tokens_details?.reasoning_tokens
  out.add({
    kind: 'usage',
    usage: {
      input,
      output,
      ...(typeof cacheRead === 'number' && { cacheRead }),
      ...(typeof cacheWrite === 'number' && { cacheWrite }),
      ...(typeof thinking === 'number' && { thinking }),
    },
  })
}
