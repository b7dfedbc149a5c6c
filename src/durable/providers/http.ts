/**
 * Reads event streams of vendors, for every adapter. What costs on workerd is not parsing (2 µs a token) but waking
 * JavaScript for each chunk and sending for each wake-up, so reads are merged natively by `readAtLeast`: from one byte
 * at the start to what arrives in one interval of a stream that flows.
 */
import { Pace } from './pace.ts'
import { Splitter } from './splitter.ts'

/** The `[DONE]` that ends streams in OpenAI's format. */
export const DONE = Symbol('[DONE]')

/** An event that is no JSON, or too large. */
export class MalformedEvent extends Error {}

/** The connection ended or broke in the middle of the body. */
export class CutStream extends Error {}

/** Bytes of one read at most. 200 streams then hold 6 MB of the isolate's 128. */
const READ_BYTES = 32_768

/** Ms in which the end of a body that is over in content may still come, so that the connection is used again. */
const DRAIN_MS = 1000

/** Streams that are being read in this isolate now. */
let live = 0

/**
 * The JSON payloads of an event stream (WHATWG HTML, "Server-sent events"), batch by batch: each batch is what one read
 * brought. `hurry` is asked before each read: while true, nothing is held back. Throws `MalformedEvent` or `CutStream`
 * after the events before it, and the signal's reason when it aborts. A consumer that returns early leaves a body that
 * is drained, not broken off.
 */
export async function* events(
  response: Response,
  signal: AbortSignal,
  hurry: () => boolean,
  framing: Framing = new TextFrames(),
): AsyncGenerator<unknown[], void, undefined> {
  signal.throwIfAborted()
  if (!response.body) throw new CutStream('no body')
  const source = sourceOf(response.body)
  const pace = new Pace(Date.now())
  const cancel = (): void => source.cancel()
  let over = false
  signal.addEventListener('abort', cancel, { once: true })
  live += 1
  try {
    while (!over) {
      const bytes = await readSome(source, hurry() ? 1 : pace.atLeast(live), signal)
      over = bytes === null
      const payloads = bytes === null ? framing.end() : framing.push(bytes)
      if (payloads === null) throw new MalformedEvent('event too large')
      if (bytes !== null) pace.took(bytes.byteLength, payloads.length, Date.now())
      const batch: unknown[] = []
      const bad = parseInto(batch, payloads)
      // An empty batch is a sign of life: a comment or half an event came.
      if (!over || batch.length > 0) yield batch
      if (bad !== null) throw new MalformedEvent(bad)
    }
  } finally {
    live -= 1
    signal.removeEventListener('abort', cancel)
    if (!over) source.drain()
  }
}

/** Cuts the bytes of a body into the JSON texts of its events. Null when an event grows beyond all measure. */
export interface Framing {
  push(bytes: Uint8Array): string[] | null
  end(): string[] | null
}

const STREAM = { stream: true }

class TextFrames implements Framing {
  readonly #splitter = new Splitter()
  readonly #decoder = new TextDecoder()

  push(bytes: Uint8Array): string[] | null {
    return this.#splitter.push(this.#decoder.decode(bytes, STREAM))
  }

  end(): string[] | null {
    return this.#splitter.end(this.#decoder.decode())
  }
}

/** Parses a whole JSON body of a vendor. Throws `MalformedEvent`. */
export async function wholeJson(response: Response): Promise<unknown> {
  const batch: unknown[] = []
  const bad = parseInto(batch, [await wholeText(response)])
  if (bad !== null) throw new MalformedEvent(bad)
  return batch[0]
}

/** UTF-16 units of a whole body. People bring servers of their own: none is to fill the memory of all. */
const MAX_WHOLE = 10_000_000

async function wholeText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const bytes of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(bytes, STREAM)
    if (text.length > MAX_WHOLE) throw new MalformedEvent('the answer is too large')
  }
  return text + decoder.decode()
}

/** The value of a body that need not be JSON, such as an error's; null when it is none. */
export function jsonOrNull(text: string): unknown {
  const batch: unknown[] = []
  return parseInto(batch, [text]) === null ? batch[0] : null
}

/** Fills `batch` up to the first payload that is no JSON, and returns what is wrong with that one. */
function parseInto(batch: unknown[], payloads: readonly string[]): string | null {
  for (const payload of payloads) {
    if (payload === '[DONE]') {
      batch.push(DONE)
      continue
    }
    try {
      batch.push(JSON.parse(payload))
    } catch (error) {
      return error instanceof Error ? error.message : 'not JSON'
    }
  }
  return null
}

type Source = {
  /** Resolves with at least `min` bytes, fewer at the end; null after it. */
  read(min: number): Promise<Uint8Array | null>
  cancel(): void
  /** Reads the rest in the background, for a moment. */
  drain(): void
}

async function readSome(source: Source, min: number, signal: AbortSignal): Promise<Uint8Array | null> {
  let bytes: Uint8Array | null
  try {
    bytes = await source.read(min)
  } catch (error) {
    signal.throwIfAborted()
    throw new CutStream(error instanceof Error ? error.message : 'connection lost')
  }
  // A cancelled source ends as if the body had: only the signal tells the difference.
  signal.throwIfAborted()
  return bytes
}

/** workerd's addition to BYOB readers: resolves once `min` bytes are there, without waking JavaScript before. */
type AtLeastReader = {
  readAtLeast(min: number, view: Uint8Array): Promise<{ done: boolean; value?: Uint8Array | undefined }>
}

function sourceOf(body: ReadableStream<Uint8Array>): Source {
  const reader = byobReader(body) ?? body.getReader()
  const read = 'readAtLeast' in reader ? mergedReads(reader as unknown as AtLeastReader) : plainReads(reader)
  const cancel = (): void => {
    // A stream that is broken already cannot be cancelled, and need not be.
    reader.cancel().catch(() => {})
  }
  return {
    read,
    cancel,
    drain() {
      const timer = setTimeout(cancel, DRAIN_MS)
      const next = (): Promise<void> => read(1).then((bytes) => (bytes === null ? undefined : next()))
      // Whatever goes wrong now, the answer is complete.
      next()
        .catch(() => {})
        .finally(() => clearTimeout(timer))
    },
  }
}

type Reader = Pick<ReadableStreamDefaultReader<Uint8Array>, 'read' | 'cancel'>

/** Null where there is no `readAtLeast` (Node), or where the body is not made of bytes (a response built by hand). */
function byobReader(body: ReadableStream<Uint8Array>): Reader | null {
  if (typeof ReadableStreamBYOBReader === 'undefined') return null
  if (!('readAtLeast' in ReadableStreamBYOBReader.prototype)) return null
  try {
    return body.getReader({ mode: 'byob' }) as unknown as Reader
  } catch {
    // A stream of JavaScript's own making has no byte reader: read it plainly.
    return null
  }
}

function mergedReads(reader: AtLeastReader): Source['read'] {
  let buffer: ArrayBufferLike = new ArrayBuffer(READ_BYTES)
  return async (min) => {
    const { value } = await reader.readAtLeast(Math.min(min, READ_BYTES), new Uint8Array(buffer))
    if (value === undefined) return null
    // The memory went to the stream and came back with the bytes: it is used again.
    buffer = value.buffer
    return value.byteLength === 0 ? null : value
  }
}

function plainReads(reader: Reader): Source['read'] {
  return async () => {
    const { value, done } = await reader.read()
    return done ? null : value
  }
}
