/**
 * Local servers often pass a model's reasoning through as `<think>…</think>` at the beginning of its text. This tells the
 * two apart, over tags that are cut anywhere. Only at the very beginning: later the tag is somebody's text.
 */
import type { Batch } from './stream.ts'

const OPEN = '<think>'
const CLOSE = '</think>'

export class ThinkTags {
  #state: 'start' | 'before' | 'thinking' | 'after' | 'text' = 'start'
  /** What may be the beginning of a tag. */
  #held = ''

  /** Adds `text` to `out`, as reasoning or as text. */
  push(text: string, out: Batch): void {
    if (this.#state === 'text') {
      out.text('text', text)
      return
    }
    const all = this.#held + text
    this.#held = ''
    if (this.#state === 'start') this.#start(all, out)
    else if (this.#state === 'before') this.#before(all, out)
    else if (this.#state === 'thinking') this.#thinking(all, out)
    else this.#after(all, out)
  }

  /** The text is over: what was held back was no tag. */
  end(out: Batch): void {
    out.text(this.#state === 'thinking' ? 'thinking' : 'text', this.#state === 'after' ? '' : this.#held)
    this.#held = ''
  }

  #start(all: string, out: Batch): void {
    const text = all.trimStart()
    if (text.startsWith(OPEN)) {
      this.#state = 'before'
      this.#before(text.slice(OPEN.length), out)
    } else if (OPEN.startsWith(text)) {
      this.#held = all
    } else {
      this.#state = 'text'
      out.text('text', all)
    }
  }

  /** The empty lines around the reasoning belong to nothing. */
  #before(all: string, out: Batch): void {
    const text = all.trimStart()
    if (text === '') return
    this.#state = 'thinking'
    this.#thinking(text, out)
  }

  #thinking(all: string, out: Batch): void {
    const end = all.indexOf(CLOSE)
    if (end === -1) {
      const keep = tagStart(all)
      out.text('thinking', all.slice(0, keep))
      this.#held = all.slice(keep)
      return
    }
    out.text('thinking', all.slice(0, end))
    this.#state = 'after'
    this.#after(all.slice(end + CLOSE.length), out)
  }

  #after(all: string, out: Batch): void {
    const text = all.trimStart()
    if (text === '') return
    this.#state = 'text'
    out.text('text', text)
  }
}

/** Where at the end of `text` a closing tag may begin; its length when nowhere. */
function tagStart(text: string): number {
  for (let size = Math.min(CLOSE.length - 1, text.length); size > 0; size--) {
    if (CLOSE.startsWith(text.slice(-size))) return text.length - size
  }
  return text.length
}
