/**
 * Cuts the text of an event stream into the data of its events, as the WHATWG HTML standard says, but leaner: names, ids
 * and retry times are not kept, because no vendor says anything by them that the data does not.
 */

/** UTF-16 units of one event at most. No vendor sends so much in one; a broken one must not fill the memory. */
const MAX_EVENT = 4_000_000

export class Splitter {
  /** The line that is not complete yet. */
  #rest = ''
  /** The data lines of the event that is not complete yet. */
  #data: string | null = null

  /** The data of the events that `text` completes. Null when an event grows beyond all measure. */
  push(text: string): string[] | null {
    const out: string[] = []
    let all = this.#rest + text
    let held = ''
    if (all.includes('\r')) {
      // A CR at the very end may be half of a CR LF.
      if (all.endsWith('\r')) {
        held = '\r'
        all = all.slice(0, -1)
      }
      all = all.replace(/\r\n?/g, '\n')
    }
    let from = 0
    for (let end = all.indexOf('\n'); end !== -1; end = all.indexOf('\n', from)) {
      this.#line(all, from, end, out)
      from = end + 1
    }
    this.#rest = all.slice(from) + held
    return this.#rest.length + (this.#data?.length ?? 0) > MAX_EVENT ? null : out
  }

  /**
   * The same at the end of the body. Servers that forget the last empty line are forgiven, if what they said looks whole:
   * otherwise the stream was cut in the middle of an event, which is then dropped.
   */
  end(text: string): string[] | null {
    const out = this.push(text)
    if (out === null) return null
    if (this.#rest !== '') this.#line(this.#rest, 0, this.#rest.replace(/\r$/, '').length, out)
    const last = this.#data
    if (last !== null && (last.endsWith('}') || last === '[DONE]')) out.push(last)
    this.#rest = ''
    this.#data = null
    return out
  }

  #line(text: string, from: number, end: number, out: string[]): void {
    if (from === end) {
      if (this.#data !== null) out.push(this.#data)
      this.#data = null
      return
    }
    if (!text.startsWith('data:', from)) return
    const start = text.charCodeAt(from + 5) === SPACE ? from + 6 : from + 5
    const value = text.slice(start, Math.max(start, end))
    this.#data = this.#data === null ? value : `${this.#data}\n${value}`
  }
}

const SPACE = 0x20
