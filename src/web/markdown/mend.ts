/**
 * What a half-written text looks like while it is being written. The reader never sees syntax that is about to become
 * something: open emphasis is closed, a link without its address is its text, a table is one from its first row on,
 * and what cannot be guessed yet is held back. Only for the tail of a running answer; never stored.
 */

import { openMaths } from './grammar.ts'

/** How far back an open mark is believed to be meant. Beyond that it is a character. */
const REACH = 600

/** Mends the last line of `tail`, before its blocks are read. `inTable`: it begins with further rows of a table. */
export function mendBlocks(tail: string, inTable: boolean): string {
  const formula = openMaths(tail)
  if (formula >= 0) return tail.slice(0, formula) + PENDING.$$
  const at = tail.lastIndexOf('\n') + 1
  const last = tail.slice(at)
  const before = tail.slice(0, Math.max(0, at - 1))
  const above = before.slice(before.lastIndexOf('\n') + 1)
  const row = /^[\s>]*\|/
  if (inTable && before === '') return HELD_LINE.test(last) ? '' : tail
  if (row.test(above) && !row.test(lineAbove(before)) && /^[\s>]*\|?[\s:|-]*$/.test(last)) {
    return `${before}\n${delimiterFor(above)}`
  }
  if (row.test(last) && !row.test(above)) {
    return /\|\s*[^\s|]/.test(last) ? `${tail}\n${delimiterFor(last)}` : before
  }
  return HELD_LINE.test(last) ? before : tail
}

/** Marks of a block without its content yet: bullets, numbers, hashes, rules, underlines, fences, ticks, tags. */
const HELD_LINE =
  /^[\s>]*(?:(?:[-+*]|\d{1,9}[.)])\s+)*(?:[-+*=_~`#|:\s]+|\d{1,9}[.)]?|\[[ xX]?\]?\s*|`{3,}[^`]*|~{3,}.*|<\/?[a-z][^>]*|<!.*|\\\[?|\${1,2})?$/i

function lineAbove(text: string): string {
  const end = text.lastIndexOf('\n')
  return end < 0 ? '' : text.slice(text.lastIndexOf('\n', end - 1) + 1, end)
}

function delimiterFor(header: string): string {
  const indent = /^[\s>]*/.exec(header)![0]
  const inner = header.trim().replace(/^[\s>]*\|/, '')
  const cells = inner
    .replace(/\\\|/g, '')
    .replace(/\|\s*$/, '')
    .split('|').length
  return `${indent}|${' - |'.repeat(cells)}`
}

/** Mends the inline text at the end of what has been written. */
export function mendInline(text: string): string {
  let out = text.replace(/(?:\\|(?<!~)~|&#?[a-z\d]{0,8}|<\/?[a-z][^<>]{0,200}|<!?-{0,2}[^<>]{0,200}|<)$/i, '')
  const open = openCode(out)
  if (open >= 0) {
    const run = /^`+/.exec(out.slice(open))![0]
    const body = out.slice(open + run.length).replace(/`+$/, '')
    const head = emphasised(linked(out.slice(0, open)))
    if (!body.trim() || body.length > REACH) return closeAll(head)
    return closeAll({ ...head, text: head.text + run + body + run })
  }
  out = mathsHeld(out)
  return closeAll(emphasised(linked(out)))
}

/** Where a code span begins that has no end, or -1. */
function openCode(text: string): number {
  const runs = /\\.|`+/gs
  let open: { at: number; length: number } | null = null
  for (let match = runs.exec(text); match; match = runs.exec(text)) {
    const run = match[0]
    if (run[0] !== '`') {
      // A backslash inside code is itself.
      if (open) runs.lastIndex = match.index + 1
    } else if (!open) open = { at: match.index, length: run.length }
    else if (run.length === open.length) open = null
  }
  return open?.at ?? -1
}

/** An open formula becomes an empty one, which is drawn as a place for it. */
function mathsHeld(text: string): string {
  const clean = text.replace(/`[^`]*`/g, (code) => ' '.repeat(code.length))
  for (const [open, close] of [
    ['\\(', '\\)'],
    ['\\[', '\\]'],
    ['$$', '$$'],
  ] as const) {
    const at = lastOpen(clean, open, close)
    if (at >= 0) return `${text.slice(0, at)}${PENDING[open]}`
  }
  const dollar = /(?:^|[^\\$\p{L}\p{N}])\$(?!\$)([^\s$\d][^$\n]{0,300})?$/u.exec(clean)
  if (!dollar) return text
  const body = dollar[1] ?? ''
  if (/\s/.test(body) && !/[\\^_{}=+<>|/]/.test(body)) return text
  return text.slice(0, dollar.index + dollar[0].lastIndexOf('$', dollar[0].length - body.length))
}

/** Read by the lexer as text; `preview.ts` turns them into tokens of formulas without TeX. */
export const PENDING = { '\\(': '\ue000', '\\[': '\ue001', $$: '\ue001' } as const

function lastOpen(text: string, open: string, close: string): number {
  let at = -1
  for (let from = text.indexOf(open); from >= 0; ) {
    const end = text.indexOf(close, from + 2)
    if (end < 0) {
      at = from
      break
    }
    from = text.indexOf(open, end + 2)
  }
  return at >= 0 && !/\n[ \t]*\n/.test(text.slice(at)) ? at : -1
}

/** A link that is not whole yet is its text; an image that is not whole yet is nothing. */
function linked(text: string): string {
  const match =
    /(!?)\[((?:[^[\]\\]|\\.|\[[^[\]]*\]){0,400})(?:\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+(?:["'][^"'\n]*["']?)?)?|\[[^\]]*)?)?$/.exec(
      text,
    )
  if (!match) return text
  const [whole, bang, label] = match as unknown as [string, string, string]
  const before = text.slice(0, match.index)
  if (bang) return before
  // `list[0]` is no link, and a number in brackets is a note.
  if (/[\p{L}\p{N}_\])]$/u.test(before)) return text
  if (/^\[\^?\d+\]$/.test(whole)) return text
  return before + label
}

type Open = { text: string; marks: string[] }

/** Follows the emphasis through `text`; takes marks off its end that hold nothing yet. */
function emphasised(text: string): Open {
  const marks: { mark: string; at: number }[] = []
  const scan = /\\.|`+[^`]*`+|\]\([^)]*\)|<[^>]*>|\*+|_+|~~/gs
  for (let match = scan.exec(text); match; match = scan.exec(text)) {
    const run = match[0]
    if (!/^[*_~]/.test(run)) continue
    const [prev, next] = [text[match.index - 1] ?? ' ', text[match.index + run.length] ?? '']
    let left = run
    if (!/\s/.test(prev)) left = closed(marks, run)
    const opens = left && next && !/\s/.test(next) && !(run[0] === '_' && /[\p{L}\p{N}]/u.test(prev))
    if (opens) for (const mark of split(left)) marks.push({ mark, at: match.index })
    if (!next && (left === run || left)) {
      // A run at the very end: half of a closing mark, or an opening one without content.
      const rest = text.slice(0, match.index)
      return { text: rest.trimEnd(), marks: open(marks, rest.length) }
    }
  }
  return { text, marks: open(marks, text.length) }
}

const open = (marks: { mark: string; at: number }[], end: number) =>
  marks.filter(({ at }) => end - at < REACH).map(({ mark }) => mark)

/** Closes what `run` closes and returns what is left of it. */
function closed(marks: { mark: string }[], run: string): string {
  let left = run
  while (left) {
    const last = marks.at(-1)
    if (!last || !left.startsWith(last.mark)) break
    left = left.slice(last.mark.length)
    marks.pop()
  }
  return left
}

function split(run: string): string[] {
  if (run === '~~') return [run]
  return run.length >= 3 ? [run[0]!, run.slice(0, 2)] : [run]
}

function closeAll({ text, marks }: Open): string {
  const space = /\s*$/.exec(text)![0]
  const body = space ? text.slice(0, -space.length) : text
  return marks.length ? body + [...marks].reverse().join('') : text
}
