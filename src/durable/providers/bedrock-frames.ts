/**
 * Amazon's binary event streams, as the JSON texts that a mapper reads: `{"contentBlockDelta": …}`, or
 * `{"exception": {"type": …, "message": …}}`.
 */
import { EventStreamCodec } from '@smithy/eventstream-codec'
import { type Framing, MalformedEvent } from './http.ts'

/** Amazon's own limit of one message. */
const MAX_MESSAGE = 16_000_000

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes as Uint8Array)),
  (text) => new TextEncoder().encode(text),
)

export class AmazonFrames implements Framing {
  /** The message that is not complete yet. */
  #rest = new Uint8Array(0)

  push(bytes: Uint8Array): string[] | null {
    const all = new Uint8Array(this.#rest.length + bytes.length)
    all.set(this.#rest)
    all.set(bytes, this.#rest.length)
    const out: string[] = []
    let from = 0
    while (all.length - from >= 4) {
      const length = new DataView(all.buffer, from).getUint32(0)
      if (length > MAX_MESSAGE) return null
      if (all.length - from < length) break
      out.push(textOf(all.subarray(from, from + length)))
      from += length
    }
    this.#rest = all.slice(from)
    return out
  }

  end(): string[] {
    return []
  }
}

function textOf(message: Uint8Array): string {
  const { headers, body } = decoded(message)
  const header = (name: string) => String(headers[name]?.value ?? '')
  const text = new TextDecoder().decode(body)
  if (header(':message-type') === 'event') return `{${JSON.stringify(header(':event-type'))}:${text || '{}'}}`
  const type = header(':exception-type') || header(':error-code')
  return JSON.stringify({ exception: { type, message: messageIn(text) || header(':error-message') } })
}

function decoded(message: Uint8Array) {
  try {
    return codec.decode(message)
  } catch (error) {
    throw new MalformedEvent((error as Error).message)
  }
}

function messageIn(text: string): string {
  try {
    const body = JSON.parse(text) as { message?: unknown; Message?: unknown }
    return String(body.message ?? body.Message ?? '')
  } catch {
    return text
  }
}
