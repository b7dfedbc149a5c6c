/** Bodies of one JSON text a line, as Ollama streams them. */
import type { Framing } from './http.ts'

/** UTF-16 units of one line at most. */
const MAX_LINE = 4_000_000

const STREAM = { stream: true }

export class LineFrames implements Framing {
  readonly #decoder = new TextDecoder()
  /** The line that is not complete yet. */
  #rest = ''

  push(bytes: Uint8Array): string[] | null {
    return this.#cut(this.#decoder.decode(bytes, STREAM))
  }

  /** The last line may go without its end, if it looks whole: otherwise the stream was cut in the middle of it. */
  end(): string[] | null {
    const lines = this.#cut(this.#decoder.decode())
    const last = this.#rest.trim()
    return lines && last.endsWith('}') ? [...lines, last] : lines
  }

  #cut(text: string): string[] | null {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    return this.#rest.length > MAX_LINE ? null : lines.map((line) => line.trim()).filter(Boolean)
  }
}
