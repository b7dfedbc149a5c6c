/**
 * Cuts a growing text into units that never change again and a tail that may. A unit is one block, one item of a list
 * or one row of a table, so that none of them grows without end. Only the tail is ever read twice. Pure: the view
 * draws what comes out, and the same text gives the same units however it was cut on its way here.
 */
import type { Token, Tokens } from 'marked'
import { type Links, lexBlocks, lexInline, openMaths } from './grammar.ts'

export type Unit =
  | { kind: 'block'; token: Token }
  /** `joins`: belongs into the list before it. */
  | { kind: 'item'; list: Tokens.List; item: Tokens.ListItem; joins: boolean }
  /** Belongs into the table before it. */
  | { kind: 'row'; cells: Tokens.TableCell[] }
  | { kind: 'code'; lang: string; text: string }

/** `changed`: units given out before, by their number, that a later definition of a link made different. */
export type Split = { settled: Unit[]; changed: { index: number; unit: Unit }[] }

/**
 * Nobody writes a paragraph of this many characters; a line of a megabyte is an accident or an attack. Such a block
 * is cut into several, so that the work on each frame stays small whatever arrives.
 */
export const MAX_UNIT = 12_000
/** What is read at once when a long text arrives whole. */
const SLICE = 8_000
/** Units kept in case a definition of a link follows: references stand near the end of a text. */
const MAX_REMEMBERED = 400

const FENCE = /^( {0,3})(`{3,}(?=[^`\n]*\n)|~{3,})([^\n]*)\n/
/** Blocks that a blank line ends. The others may go on after one. */
const ENDED_BY_BLANK = new Set(['paragraph', 'heading', 'hr', 'blockquote', 'table', 'maths', 'html'])

export class Splitter {
  /** Definitions of links so far. The tail is drawn with them too. */
  readonly links: Links = Object.create(null)
  /** What is not settled yet. */
  tail = ''
  /** The tail begins inside this list: its earlier items are settled. */
  list: { ordered: boolean; bullet: string } | null = null
  /** The tail begins inside the table with these two first lines: its earlier rows are settled. */
  table: string | null = null
  #waiting = ''
  #linesRead = 0
  #fenceRead = 0
  #count = 0
  #linkCount = 0
  #remembered: { index: number; raw: string; joins: boolean }[] = []

  /** Takes the next piece of the text and returns what it settled. */
  push(piece: string): Split {
    const out: Split = { settled: [], changed: [] }
    const text = this.#waiting + piece
    // The two halves of \r\n may arrive apart.
    this.#waiting = text.endsWith('\r') ? '\r' : ''
    const clean = (this.#waiting ? text.slice(0, -1) : text).replace(/\r\n?/g, '\n')
    for (let from = 0; from < clean.length; from += SLICE) {
      this.tail += clean.slice(from, from + SLICE)
      this.#settle(out, false)
    }
    return out
  }

  /** The text is complete: what is left of it is settled as it is. */
  end(): Split {
    const out: Split = this.push('\n')
    this.#settle(out, true)
    return out
  }

  /** The fenced block that the tail is inside of. Its text grows only at its end. */
  fence(): { lang: string; text: string } | null {
    const open = FENCE.exec(this.tail)
    return (
      open && { lang: languageOf(open[3]!), text: outdent(this.tail.slice(open[0].length), open[1]!.length) }
    )
  }

  #settle(out: Split, final: boolean): void {
    while (this.tail) {
      const before = this.tail.length
      const open = FENCE.exec(this.tail)
      if (open) this.#readFence(open, out, final)
      else this.#readLines(out, final)
      if (this.tail.length !== before) continue
      if (open || before <= 2 * MAX_UNIT) return
      this.#cut(out)
    }
  }

  #readFence(open: RegExpExecArray, out: Split, final: boolean): void {
    const [start, indent, mark, info] = open as unknown as [string, string, string, string]
    const end = new RegExp(`^ {0,3}${mark[0]}{${mark.length},} *\\n`, 'gm')
    end.lastIndex = Math.max(start.length, this.#fenceRead)
    const close = end.exec(this.tail)
    if (!close && !final) {
      this.#fenceRead = this.tail.lastIndexOf('\n') + 1
      return
    }
    const text = this.tail.slice(start.length, close?.index ?? this.tail.length).replace(/\n$/, '')
    this.#emit(out, { kind: 'code', lang: languageOf(info), text: outdent(text, indent.length) })
    this.#take(close ? close.index + close[0].length : this.tail.length)
  }

  /** Reads the whole lines of the tail and takes what no later line can change. */
  #readLines(out: Split, final: boolean): void {
    const whole = this.tail.lastIndexOf('\n') + 1
    if (whole === this.#linesRead && !final) return
    this.#linesRead = whole
    const unsure = final ? -1 : openMaths(this.tail.slice(0, whole))
    const lines = unsure < 0 ? whole : unsure
    if (lines === 0) return
    const head = this.table ?? ''
    const lexed = lexBlocks(head + this.tail.slice(0, lines), this.links)
    const ready: Unit[] = []
    const raws: string[] = []
    const add = (unit: Unit, raw: string) => raws.push(raw) && ready.push(unit)
    let [list, table]: [Splitter['list'], string | null] = [null, null]
    let end = 0
    for (const [index, token] of lexed.tokens.entries()) {
      const inTable = index === 0 && head !== ''
      if (index > 0 && isFence(token)) break
      if (isHuge(token) && !inTable) {
        if (index === 0) this.#cut(out)
        if (index === 0) return
        break
      }
      if (final || isSettled(lexed.tokens, index)) {
        this.#units(token, index === 0, inTable, add)
        end += token.raw.length
        continue
      }
      if (token.type === 'list' && token.items.length > 1) {
        const done = { ...(token as Tokens.List), items: token.items.slice(0, -1) }
        this.#units(done, index === 0, false, add)
        for (const item of done.items) end += item.raw.length
        list = { ordered: token.ordered, bullet: bulletOf(token as Tokens.List) }
      } else if (token.type === 'list' && index === 0) {
        list = this.list
      } else if (token.type === 'table') {
        this.#units(token, false, inTable, add)
        end += token.raw.length
        table = inTable ? head : `${token.raw.split('\n', 2).join('\n')}\n`
      }
      break
    }
    const taken = Math.max(0, end - head.length)
    if (ready.length) lexInline(lexed)
    ready.forEach((unit, n) => {
      this.#emit(out, unit, raws[n])
    })
    this.list = list
    this.table = table
    if (taken) this.#take(taken)
    this.#relink(out)
  }

  #units(token: Token, first: boolean, inTable: boolean, add: (unit: Unit, raw: string) => void): void {
    if (token.type === 'list') {
      const list = token as Tokens.List
      const open = first ? this.list : null
      const joins = open !== null && open.ordered === list.ordered && open.bullet === bulletOf(list)
      list.items.forEach((item, n) => {
        add({ kind: 'item', list, item, joins: joins || n > 0 }, item.raw)
      })
    } else if (token.type === 'table') {
      const { rows } = token as Tokens.Table
      if (!inTable) add({ kind: 'block', token: { ...token, rows: [] } as Tokens.Table }, '')
      for (const cells of rows) add({ kind: 'row', cells }, '')
    } else if (isFence(token)) {
      add({ kind: 'code', lang: languageOf(token.lang ?? ''), text: token.text }, '')
    } else if (token.type !== 'space' && token.type !== 'def') {
      add({ kind: 'block', token }, token.raw)
    }
  }

  /** Takes a piece off a block that is longer than any should be, at a space if there is one. */
  #cut(out: Split): void {
    const space = this.tail.slice(0, MAX_UNIT).search(/\s\S*$/)
    const broken = /[\ud800-\udbff]/.test(this.tail[MAX_UNIT - 1]!)
    const at = space > 0 ? space + 1 : MAX_UNIT - (broken ? 1 : 0)
    const lexed = lexBlocks(this.tail.slice(0, at), this.links)
    lexInline(lexed)
    lexed.tokens.forEach((token, index) => {
      this.#units(token, index === 0, false, (unit) => this.#emit(out, unit))
    })
    this.list = null
    this.table = null
    this.#take(at)
  }

  #take(length: number): void {
    this.tail = this.tail.slice(length)
    this.#linesRead = 0
    this.#fenceRead = 0
  }

  #emit(out: Split, unit: Unit, raw = ''): void {
    const index = this.#count++
    out.settled.push(unit)
    if (!/\[[^\]]+\](?!\()/.test(raw)) return
    this.#remembered.push({ index, raw, joins: unit.kind === 'item' && unit.joins })
    if (this.#remembered.length > MAX_REMEMBERED) this.#remembered.shift()
  }

  /** Units that name a link defined only now are read once more. */
  #relink(out: Split): void {
    const tags = Object.keys(this.links)
    const fresh = tags.slice(this.#linkCount)
    this.#linkCount = tags.length
    if (!fresh.length) return
    for (const { index, raw, joins } of this.#remembered) {
      const label = raw.toLowerCase().replace(/\s+/g, ' ')
      if (!fresh.some((tag) => label.includes(`[${tag}]`))) continue
      const lexed = lexBlocks(raw, this.links)
      lexInline(lexed)
      this.#units(lexed.tokens[0]!, false, false, (unit) => {
        out.changed.push({ index, unit: unit.kind === 'item' ? { ...unit, joins } : unit })
      })
    }
  }
}

/** The first word after the fence, as far as it can be the name of a language. */
function languageOf(info: string): string {
  return /^[\w+#.-]{1,30}/.exec(info.trim().replace(/^\{?\.?/, ''))?.[0].toLowerCase() ?? ''
}

/** A fence that is itself indented takes that much off each line. */
function outdent(text: string, width: number): string {
  return width ? text.replace(new RegExp(`^ {1,${width}}`, 'gm'), '') : text
}

function bulletOf(list: Tokens.List): string {
  return /[-+*.)]/.exec(list.raw)?.[0] ?? ''
}

function isFence(token: Token): token is Tokens.Code {
  return token.type === 'code' && token.codeBlockStyle !== 'indented'
}

function isHuge(token: Token): boolean {
  if (token.type === 'table') return false
  const raw: string = token.type === 'list' ? token.items[0].raw : token.raw
  return raw.length > MAX_UNIT
}

function isSettled(tokens: readonly Token[], index: number): boolean {
  const next = tokens[index + 1]
  if (!next) return tokens[index]!.type === 'space'
  if (next.type !== 'space' || index + 2 < tokens.length) return true
  return ENDED_BY_BLANK.has(tokens[index]!.type) || isFence(tokens[index]!)
}
