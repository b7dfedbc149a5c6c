/**
 * Draws one text as Markdown into an element and keeps up with it while it grows. Settled blocks are made once; the
 * tail is made anew with every picture and laid over what is there. Uses the DOM directly: there is nothing to compare
 * in what cannot change.
 */
import { build } from './build.ts'
import { addCode, codeBlock, dress } from './dress.ts'
import { elementOf } from './elements.ts'
import type * as Live from './live.ts'
import { isAlike, morph } from './morph.ts'
import { settle } from './settle.ts'
import { type Split, Splitter, type Unit } from './splitter.ts'

let live: typeof Live | undefined

export async function loadLive(): Promise<typeof Live> {
  live ??= await import('./live.ts')
  return live
}

type Drawn = { unit: Unit; node: Element }

/** Blocks that the browser may skip together while they are out of sight. */
const PART_BLOCKS = 30
/** Characters that are drawn in one go. A longer text that comes whole is drawn in several, with pauses for the page. */
const MAX_AT_ONCE = 40_000
/** Drawing a tail may take this share of the time: a tail that is slow to draw is drawn less often. */
const MAX_SHARE = 0.25

export class MarkdownView {
  readonly #root: HTMLElement
  #splitter = new Splitter()
  #text = ''
  #ended = false
  #part: HTMLElement
  /** Settled units by their number; null where one drew nothing. */
  #units: (Drawn | null)[] = []
  #tail: Drawn[] = []
  #idleUntil = 0
  /** What was asked for last. */
  #wanted: [text: string, open: boolean] | null = null
  #awaiting = false
  #later: ReturnType<typeof setTimeout> | undefined

  constructor(root: HTMLElement) {
    this.#root = root
    this.#part = this.#newPart()
  }

  /** Draws `text`. `open`: more of it will follow. */
  update(text: string, open: boolean): void {
    clearTimeout(this.#later)
    this.#wanted = [text, open]
    if (open && !live) this.#awaitLive()
    const grew = text.length - this.#text.length
    if (grew < 0 || this.#ended || !text.startsWith(this.#text)) {
      if (this.#ended && grew === 0 && !open) return
      this.#reset()
    }
    const wait = this.#idleUntil - performance.now()
    if (open && wait > 0) {
      this.#later = setTimeout(() => this.update(text, open), wait)
      return
    }
    const started = performance.now()
    const end = Math.min(text.length, this.#text.length + MAX_AT_ONCE)
    const piece = text.slice(this.#text.length, end)
    this.#text = text.slice(0, end)
    this.#draw(this.#splitter.push(piece), open && end === text.length)
    if (end < text.length) {
      // Nobody is shown the middle of an old answer that is still being put together.
      this.#root.style.visibility = 'hidden'
      this.#idleUntil = 0
      this.#later = setTimeout(() => this.update(text, open))
      return
    }
    this.#root.style.visibility = ''
    if (!open) {
      this.#ended = true
      this.#draw(this.#splitter.end(), false)
    }
    const took = performance.now() - started
    this.#idleUntil = performance.now() + (took > 4 ? took / MAX_SHARE - took : 0)
  }

  stop(): void {
    clearTimeout(this.#later)
    this.#wanted = null
  }

  /** Until it is here, and where it cannot be loaded, only settled blocks are drawn. */
  #awaitLive(): void {
    if (this.#awaiting) return
    this.#awaiting = true
    loadLive().then(
      () => this.#wanted && this.update(...this.#wanted),
      () => {
        this.#awaiting = false
      },
    )
  }

  #reset(): void {
    this.#root.replaceChildren()
    this.#splitter = new Splitter()
    this.#text = ''
    this.#ended = false
    this.#part = this.#newPart()
    this.#units = []
    this.#tail = []
  }

  #draw({ settled, changed }: Split, open: boolean): void {
    const units = [...settled, ...((open && live?.preview(this.#splitter)) || [])]
    const grown = this.#growCode(units[0])
    this.#lay(
      units.map((unit, n) => ({
        unit,
        node: n === 0 && grown ? grown : made(unit),
        settled: n < settled.length,
      })),
    )
    for (const { index, unit } of changed) {
      const old = this.#units[index]
      const node = made(unit)
      if (!old || !node || !fits(old, unit, node)) continue
      morph(core(old.unit, old.node), core(unit, node))
      settle(old.node)
    }
  }

  /** A fenced block that only grew: its text is appended, and nothing else of it is touched. */
  #growCode(unit: Unit | undefined): Element | null {
    const [first] = this.#tail
    if (this.#tail.length !== 1 || first?.unit.kind !== 'code' || unit?.kind !== 'code') return null
    if (!unit.text.startsWith(first.unit.text)) return null
    addCode(first.node, unit.text.slice(first.unit.text.length))
    return first.node
  }

  /** Lays `wanted` over the tail that is drawn. What is settled of it leaves the tail. */
  #lay(wanted: { unit: Unit; node: Element | null; settled: boolean }[]): void {
    const old = this.#tail
    this.#tail = []
    let at = 0
    for (const { unit, node: fresh, settled } of wanted) {
      let node = fresh
      if (fresh) {
        const known = old[at]
        if (known && fits(known, unit, fresh)) {
          node = known.node
          if (node !== fresh) morph(core(known.unit, node), core(unit, fresh))
        } else {
          for (const outdated of old.splice(at)) outdated.node.remove()
          this.#place(unit, fresh)
        }
        at++
      }
      if (!settled) {
        if (node) this.#tail.push({ unit, node })
        continue
      }
      this.#units.push(node && { unit, node })
      if (node) settle(node)
    }
    for (const outdated of old.splice(at)) outdated.node.remove()
  }

  #place(unit: Unit, node: Element): void {
    const last = this.#part.lastElementChild ?? this.#part.previousElementSibling?.lastElementChild
    if (unit.kind === 'row') last?.querySelector('tbody')?.append(node)
    else if (joins(unit)) last?.append(node)
    else {
      if (this.#part.childElementCount >= PART_BLOCKS) this.#part = this.#newPart()
      this.#part.append(node)
    }
  }

  #newPart(): HTMLElement {
    const part = document.createElement('div')
    part.className = 'prose-part'
    this.#root.append(part)
    return part
  }
}

/** The element of a unit, with its tools; null when it draws nothing. */
function made(unit: Unit): Element | null {
  if (unit.kind === 'code') return codeBlock(unit.text, unit.lang)
  const element = elementOf(unit)
  return element && dress(build(element))
}

function fits(old: Drawn, unit: Unit, node: Element): boolean {
  const same = old.unit.kind === unit.kind && joins(old.unit) === joins(unit) && isAlike(old.node, node)
  // Code and tables are both figures, and a list cannot change the number it starts with.
  return same && ['class', 'start'].every((name) => old.node.getAttribute(name) === node.getAttribute(name))
}

/** What of an element is the unit itself: the first item of a list and the head of a table hold what joins them. */
function core(unit: Unit, node: Element): Element {
  if (unit.kind === 'item' && !unit.joins) return node.firstElementChild ?? node
  if (unit.kind === 'block' && unit.token.type === 'table') return node.querySelector('thead') ?? node
  return node
}

function joins(unit: Unit): boolean {
  return unit.kind === 'row' || (unit.kind === 'item' && unit.joins)
}
