/**
 * The Markdown that models write: GitHub's, with line breaks kept as they were written and TeX maths. Every place that
 * reads Markdown uses this one lexer, while an answer streams in and when it is opened again.
 */
import { Lexer, type Links, type MarkedOptions, type Token, Tokenizer, type Tokens } from 'marked'

export type { Links }

/** `display` stands on its own line. Without `tex` it has not been written yet. */
export type MathsToken = { type: 'maths'; raw: string; tex: string; display: boolean }

/** A formula longer than this is text that happens to hold a dollar sign. Bounds the search for its end. */
const MAX_TEX = 4000

class Grammar extends Tokenizer {
  /** A formula ends the paragraph before it, underlined or not. */
  override lheading(src: string): Tokens.Heading | undefined {
    const heading = super.lheading(src)
    return heading && /^ {0,3}(?:\$\$|\\\[)/m.test(heading.raw) ? undefined : heading
  }
}

const options: MarkedOptions = {
  tokenizer: new Grammar(),
  gfm: true,
  breaks: true,
  extensions: {
    renderers: {},
    childTokens: {},
    block: [(src: string) => blockMaths(src)],
    inline: [(src: string) => inlineMaths(src)],
    startBlock: [(src: string) => after(src.search(/\n {0,3}(?:\$\$|\\\[)/))],
    startInline: [(src: string) => found(src.search(/\$|\\[([]/))],
  },
}

/** Where the pieces of inline text wait until `lexInline` reads them. */
export type Lexed = { tokens: Token[]; queue: { src: string; tokens: Token[] }[]; lexer: Lexer }

/** Reads the blocks of `src`, which ends its lines with \n only. Definitions found on the way are added to `links`. */
export function lexBlocks(src: string, links: Links): Lexed {
  const lexer = new Lexer(options)
  lexer.tokens.links = links
  try {
    lexer.blockTokens(src.replace(TOO_DEEP, flatten), lexer.tokens)
    return { tokens: lexer.tokens, queue: lexer.inlineQueue, lexer }
  } catch {
    // There are texts the lexer breaks on. The reader still gets every word.
    return { tokens: [{ type: 'paragraph', raw: src, text: src, tokens: [plain(src)] }], queue: [], lexer }
  }
}

/** Reads the inline text of all blocks. */
export function lexInline({ lexer, queue }: Lexed): void {
  for (const { src, tokens } of queue) {
    lexer.state.inRawBlock = false
    try {
      lexer.inlineTokens(src, tokens)
    } catch {
      tokens.splice(0, tokens.length, plain(src))
    }
  }
}

const plain = (text: string): Tokens.Text => ({ type: 'text', raw: text, text, escaped: false })

/** Quotes and lists within each other: the lexer goes down one call for each. Nobody means more than twenty. */
const TOO_DEEP = /^((?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))){20})([-+*>.)\d \t]+)/gm

const flatten = (_: string, kept: string, rest: string) => kept + rest.replace(/[^ \t]/g, '·')

/**
 * Where in `lines` a formula on lines of its own begins whose end is still open, or -1. Until it ends, or a blank line
 * says that it is none, the lines after it may be anything.
 */
export function openMaths(lines: string): number {
  const open = /^ {0,3}(?:(\$\$|\\\[)|`{3,}|~{3,})/gm
  for (let match = open.exec(lines); match?.[1]; match = open.exec(lines)) {
    const from = match.index + match[0].length
    const end = lines.indexOf(match[1] === '$$' ? '$$' : '\\]', from)
    const blank = lines.slice(from, from + MAX_TEX).search(/\n[ \t]*\n/)
    if (end < 0 && blank < 0 && lines.length - from < MAX_TEX) return match.index
    const isWhole = end >= 0 && (blank < 0 || end < from + blank) && lines.slice(from, end).trim() !== ''
    if (isWhole && /^[ \t]*(?:\n|$)/.test(lines.slice(end + 2))) open.lastIndex = end + 2
  }
  return -1
}

function blockMaths(src: string): MathsToken | undefined {
  const open = /^ {0,3}(\$\$|\\\[)/.exec(src)
  if (!open) return
  const raw = closed(src, open[0].length, open[1] === '$$' ? '$$' : '\\]')
  const line = raw && /^[ \t]*(?:\n|$)/.exec(src.slice(raw.length))
  // Something follows on the same line: the formula is part of a paragraph.
  if (!raw || !line) return
  return maths(raw, raw.slice(open[0].length, -2), true)
}

function inlineMaths(src: string): MathsToken | undefined {
  const open = /^(?:\$\$?|\\[([])/.exec(src)?.[0]
  if (!open) return
  if (open === '$') return dollarMaths(src)
  const raw = closed(src, open.length, open === '\\(' ? '\\)' : open === '\\[' ? '\\]' : '$$')
  return raw ? maths(raw, raw.slice(2, -2), open !== '\\(') : undefined
}

/** Pandoc's rule, and prices stay prices: no space inside the dollars, no digit or letter after them. */
function dollarMaths(src: string): MathsToken | undefined {
  const match = /^\$(?![\s$])((?:\\.|[^\\$\n]){0,1000}?)\$(?![\p{L}\p{N}$])/u.exec(src)
  const tex = match?.[1]
  if (!match || !tex || /\s$/.test(tex) || /^\d[\d.,]*(?:\s+\p{L}{2,}|\s*[-–]\s*$)/u.test(tex)) return
  return maths(match[0], tex, false)
}

/** `src` up to and with the first `end` after `from`; nothing when a blank line comes first, which TeX forbids. */
function closed(src: string, from: number, end: string): string | undefined {
  const at = src.indexOf(end, from)
  if (at < 0 || at - from > MAX_TEX || at === from) return
  const raw = src.slice(0, at + 2)
  return /\n[ \t]*\n/.test(raw) ? undefined : raw
}

function maths(raw: string, tex: string, display: boolean): MathsToken | undefined {
  return tex.trim() ? { type: 'maths', raw, tex: tex.trim(), display } : undefined
}

const found = (index: number) => (index < 0 ? undefined : index)
const after = (index: number) => (index < 0 ? undefined : index + 1)
