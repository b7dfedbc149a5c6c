/** What a vendor's wire format consists of. One file a vendor; `index.ts` names them all. */
import type { Failure, Script } from '../upstream-script.ts'

export type Usage = { input: number; output: number; cached: number; thinking: number }

/** A tool call as the script wants it; the arguments come in pieces. */
export type ToolCall = { id: string; name: string; args: readonly string[] }

/** The bytes of a stream, event by event. */
export type Wire = {
  /** `text/event-stream` where nothing is said. */
  contentType?: string
  open(): Bytes
  thinking(text: string): Bytes
  /** Between reasoning and text. */
  turn(): Bytes
  text(text: string): Bytes
  /** All calls of the answer, side by side where the vendor sends them so. */
  calls(calls: readonly ToolCall[]): Bytes
  malformed(): Bytes
  inBand(): Bytes
  close(usage: Usage): Bytes
}
export type Bytes = string | Uint8Array

export type Asked = {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string>
  body: unknown
}

/** What the vendor makes of a request. */
export type Reaction =
  | { kind: 'json'; body: unknown; status?: number }
  /** Lines as they are made. `gone` aborts when the reader leaves; `false` at the end breaks the connection. */
  | { kind: 'lines'; lines: (gone: AbortSignal) => AsyncGenerator<object, boolean> }
  | {
      kind: 'chat'
      model: string
      /** The last message of the user, in which a script may stand. */
      question: string
      stream: boolean
      /** Characters of what was asked, for the count of tokens. */
      length: number
      wire(script: Script, id: string, usage: Usage): Wire
      whole(id: string, text: string, usage: Usage): unknown
      error(failure: Failure): unknown
    }

export type Vendor = {
  name: string
  /** Null where the request is for another vendor. `models`: what its list has; a download adds to it. */
  react(asked: Asked, models: string[]): Reaction | null
  models: string[]
}

/** An event of a stream. `name` is the SSE event field, where the vendor sends one. */
export const sse = (data: unknown, name?: string): string =>
  `${name === undefined ? '' : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`

/** The words of a message in any of the vendors' shapes: a text, or a list of blocks with `text`. */
export function wordsOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .map((block: { text?: unknown } | null) => (typeof block?.text === 'string' ? block.text : ''))
    .join('')
}
