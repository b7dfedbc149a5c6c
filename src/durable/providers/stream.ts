/** The one loop of all adapters: from a response to batches of chunks, whatever goes wrong on the way. */
import type { EndReason } from '../../shared/message.ts'
import { AmazonFrames } from './bedrock-frames.ts'
import { faultOfException, faultOfRefusal, faulty, watched } from './faults.ts'
import { CutStream, events, type Framing, wholeJson } from './http.ts'
import { LineFrames } from './lines.ts'
import type { Chunk, Endpoint, ProviderIo } from './spec.ts'

/** A vendor's events, one after the other, become chunks. One mapper reads one answer. */
export interface Mapper {
  /** Adds the chunks of one event to `out`. A fault among them ends the answer. */
  take(event: unknown, out: Batch): void
  /** A whole answer instead of a stream, from servers that do not stream. */
  whole(body: unknown, out: Batch): void
  /** Nothing more is needed: the vendor said that it is complete. */
  readonly complete: boolean
  /** Why the model stopped, once it said so. */
  readonly why: EndReason | null
}

/** The chunks of one read, neighbouring text merged. */
export class Batch {
  readonly chunks: Chunk[] = []
  /** Text or reasoning was among them. */
  content = false

  text(kind: 'text' | 'thinking', text: string): void {
    if (text === '') return
    this.content = true
    const last = this.chunks.at(-1)
    if (last?.kind === kind) last.text += text
    else this.chunks.push({ kind, text })
  }

  /** A piece of a tool call. Pieces of the same call that come together are one. */
  call(piece: Omit<Extract<Chunk, { kind: 'call' }>, 'kind'>): void {
    this.content = true
    const last = this.chunks.at(-1)
    if (last?.kind === 'call' && last.n === piece.n && piece.id === undefined) last.args += piece.args
    else this.chunks.push({ kind: 'call', ...piece })
  }

  add(chunk: Chunk): void {
    this.chunks.push(chunk)
  }

  get failed(): boolean {
    return this.chunks.at(-1)?.kind === 'fault'
  }
}

/** Sends a request without an SDK, where there is no good one. Throws for a refusal, as SDKs do. */
export function posted(
  url: string,
  headers: Record<string, string>,
  body: object,
  signal: AbortSignal,
): (fetcher: typeof fetch) => Promise<Response> {
  return async (fetcher) => {
    const sent = { 'content-type': 'application/json', ...headers }
    const response = await fetcher(url, { method: 'POST', headers: sent, body: JSON.stringify(body), signal })
    if (!response.ok) throw new Error(`HTTP ${response.status}`)
    return response
  }
}

/**
 * Streams one answer. `ask` sends the request with the `fetch` it is given, by the vendor's SDK. The first content is
 * never held back; an empty batch is a sign of life.
 */
export async function* answerOf(
  ask: (fetcher: typeof fetch) => Promise<Response>,
  mapper: Mapper,
  endpoint: Endpoint,
  io: ProviderIo,
  signal: AbortSignal,
): AsyncGenerator<Chunk[], void, undefined> {
  signal.throwIfAborted()
  const http = watched(io.fetch)
  let response: Response
  try {
    response = await ask(http.fetch)
  } catch (error) {
    signal.throwIfAborted()
    const refusal = http.refusal()
    const fault = refusal ? faultOfRefusal(refusal, endpoint, Date.now()) : faultOfException(error, endpoint)
    yield [faulty(fault)]
    return
  }
  try {
    yield* response.headers.get('content-type')?.startsWith('application/json')
      ? wholeAnswer(response, mapper)
      : streamed(response, mapper, signal)
  } catch (error) {
    signal.throwIfAborted()
    yield [faulty(faultOfException(error, endpoint))]
    return
  }
}

async function* streamed(
  response: Response,
  mapper: Mapper,
  signal: AbortSignal,
): AsyncGenerator<Chunk[], void> {
  let begun = false
  for await (const batch of events(response, signal, () => !begun, framingOf(response))) {
    const out = new Batch()
    for (const event of batch) {
      mapper.take(event, out)
      if (out.failed || mapper.complete) break
    }
    begun ||= out.content
    if (mapper.complete && !out.failed) out.add({ kind: 'end', why: mapper.why ?? 'stop' })
    yield out.chunks
    if (mapper.complete || out.failed) return
  }
  // Some servers just close the connection after the last event.
  if (mapper.why === null) throw new CutStream('the body ended before the answer')
  yield [{ kind: 'end', why: mapper.why }]
}

function framingOf(response: Response): Framing | undefined {
  const type = response.headers.get('content-type') ?? ''
  if (type.includes('amazon.eventstream')) return new AmazonFrames()
  return type.includes('ndjson') ? new LineFrames() : undefined
}

async function* wholeAnswer(response: Response, mapper: Mapper): AsyncGenerator<Chunk[], void> {
  const out = new Batch()
  mapper.whole(await wholeJson(response), out)
  if (!out.failed) out.add({ kind: 'end', why: mapper.why ?? 'stop' })
  yield out.chunks
}
