/**
 * Units of Markdown as elements to be. Nothing here is ever read as HTML: an element has its tag and attributes because
 * this file says so, and everything the writer wrote is text in it. Of HTML tags in the text, a few harmless ones become
 * elements without their attributes, and the others are shown as the text they are. So a running answer and an old one
 * cannot differ in what they let through, and there is nothing to sanitise.
 */
import type { Token, Tokens } from 'marked'
import { decodeReferences } from './entities.ts'
import type { MathsToken } from './grammar.ts'
import { safeHref } from './href.ts'
import type { Unit } from './splitter.ts'

export type El = { tag: OwnTag | PassedTag; attributes?: Attributes; kids: readonly Kid[] }
export type Kid = El | string

type Attributes = { class?: string; href?: string; title?: string; start?: string }
type OwnTag =
  | 'a'
  | 'blockquote'
  | 'br'
  | 'code'
  | 'div'
  | 'h3'
  | 'h4'
  | 'h5'
  | 'h6'
  | 'hr'
  | 'li'
  | 'ol'
  | 'p'
  | 'pre'
  | 'span'
  | 'table'
  | 'tbody'
  | 'td'
  | 'th'
  | 'thead'
  | 'tr'
  | 'ul' // prettier-ignore

/** Tags that models write where Markdown has none, and that neither load nor do anything. */
const PASSED = [
  'b',
  'br',
  'del',
  'em',
  'i',
  'ins',
  'kbd',
  'mark',
  's',
  'small',
  'strong',
  'sub',
  'sup',
  'u',
] as const
type PassedTag = (typeof PASSED)[number]
/** Tags that only arrange: what is in them is shown. */
const DROPPED = ['a', 'center', 'details', 'div', 'font', 'p', 'span', 'summary']

/** The element of a unit: a block, an item for the list before it, a row for the table before it. Null draws nothing. */
export function elementOf(unit: Unit): El | null {
  switch (unit.kind) {
    case 'block':
      return block(unit.token)[0] ?? null
    case 'item':
      return unit.joins ? listItem(unit.item) : listOf(unit.list, [unit.item])
    case 'row':
      return row(unit.cells, 'td')
    case 'code':
      return code(unit.text, unit.lang)
  }
}

function blocks(tokens: readonly Token[]): El[] {
  return tokens.flatMap(block)
}

/** None or one. */
function block(token: Token): El[] {
  switch (token.type) {
    case 'paragraph':
    case 'text':
      return paragraph(inline(token.tokens ?? []))
    case 'heading':
      return [heading(token.depth, inline(token.tokens ?? []))]
    case 'hr':
      return [el('hr', [])]
    case 'blockquote':
      return [el('blockquote', blocks(token.tokens ?? []))]
    case 'list':
      return [listOf(token as Tokens.List, token.items)]
    case 'code':
      return [code(token.text, /^[\w+#.-]{1,30}/.exec(token.lang ?? '')?.[0].toLowerCase() ?? '')]
    case 'table':
      return [tableOf(token as Tokens.Table)]
    case 'maths':
      return [el('div', [formula(token as MathsToken)], { class: 'formula' })]
    case 'html':
      return paragraph(inline([token]))
    default:
      return []
  }
}

/**
 * The page has h1, a message h2. Most answers begin with ##, as parts of something whose title is the question: so that
 * no level is left out, it is an h3 like #, which only looks larger.
 */
function heading(depth: number, kids: readonly Kid[]): El {
  if (depth === 1) return el('h3', kids, { class: 'title' })
  return el(`h${Math.min(depth + 1, 6) as 3 | 4 | 5 | 6}`, kids)
}

function paragraph(kids: readonly Kid[]): El[] {
  return kids.some((kid) => typeof kid !== 'string' || kid.trim()) ? [el('p', kids)] : []
}

function listOf(list: Tokens.List, items: readonly Tokens.ListItem[]): El {
  const start = Number(list.start)
  const from = list.ordered && start !== 1 ? { start: `${start || 0}` } : undefined
  return el(list.ordered ? 'ol' : 'ul', items.map(listItem), from)
}

/** Whether an item is spaced like paragraphs is its own affair: its list may still grow. */
function listItem(item: Tokens.ListItem): El {
  const last = item.tokens.findLastIndex((token) => token.type !== 'space')
  const loose = item.tokens.some((token, n) => token.type === 'space' && n < last)
  const kids = item.tokens.flatMap((token): readonly Kid[] => {
    if (token.type === 'checkbox') return inline([token])
    const words = token.type === 'text' || token.type === 'paragraph'
    return words && !loose ? inline(token.tokens ?? []) : block(token)
  })
  return el('li', kids, item.task ? { class: 'task' } : undefined)
}

function tableOf({ header, rows }: Tokens.Table): El {
  const body = rows.map((cells) => row(cells, 'td'))
  return el('table', [el('thead', [row(header, 'th')]), el('tbody', body)])
}

function row(cells: readonly Tokens.TableCell[], tag: 'td' | 'th'): El {
  return el(
    'tr',
    cells.map((cell) => el(tag, inline(cell.tokens), cell.align ? { class: `to-${cell.align}` } : undefined)),
  )
}

function code(text: string, lang: string): El {
  return el('pre', [el('code', [text], lang ? { class: `language-${lang}` } : undefined)])
}

/** Without TeX it is a place for a formula that is being written. */
function formula({ tex, display }: MathsToken): El {
  const kind = display ? 'maths display' : 'maths'
  return tex ? el('code', [tex], { class: kind }) : el('code', [], { class: `${kind} pending` })
}

/** Words and what is in them. A tag that the writer opened ends with the block at the latest. */
function inline(tokens: readonly Token[]): readonly Kid[] {
  const open: { tag: PassedTag | null; kids: Kid[] }[] = [{ tag: null, kids: [] }]
  const add = (kid: Kid) => open.at(-1)!.kids.push(kid)
  const close = () => {
    const { tag, kids } = open.pop()!
    if (tag) add(el(tag, kids))
  }
  for (const token of tokens) {
    if (token.type !== 'html') {
      for (const kid of span(token)) add(kid)
      continue
    }
    for (const piece of token.text.replace(/<!--[\s\S]*?(?:-->|$)/g, '').split(/(<\/?[a-z][^<>]*>)/i)) {
      const [, slash, name] = /^<(\/?)([a-z][a-z\d-]*)/i.exec(piece) ?? []
      const tag = PASSED.find((passed) => passed === name?.toLowerCase())
      if (tag === 'br') add(el('br', []))
      else if (tag && !slash) open.push({ tag, kids: [] })
      else if (tag && open.some((level) => level.tag === tag)) {
        while (open.at(-1)!.tag !== tag) close()
        close()
      } else if (piece && !tag && !DROPPED.includes(name?.toLowerCase() ?? '')) add(decodeReferences(piece))
    }
  }
  while (open.length > 1) close()
  return open[0]!.kids
}

function span(token: Token): readonly Kid[] {
  switch (token.type) {
    case 'text':
      return token.tokens ? inline(token.tokens) : [decodeReferences(token.text)]
    case 'escape':
      return [token.text]
    case 'strong':
    case 'em':
    case 'del':
      return [el(token.type, inline(token.tokens ?? []))]
    case 'codespan':
      return [el('code', [token.text])]
    case 'br':
      return [el('br', [])]
    case 'link':
      return link(token as Tokens.Link)
    case 'image':
      return [image(token as Tokens.Image)]
    case 'maths':
      return [formula(token as MathsToken)]
    case 'checkbox':
      return [el('span', [token.checked ? '☑' : '☐'], { class: 'tick' })]
    default:
      return [token.raw]
  }
}

function link({ href, title, tokens }: Tokens.Link): readonly Kid[] {
  const address = safeHref(decodeReferences(href))
  if (address === null) return inline(tokens)
  return [el('a', inline(tokens), { href: address, ...(title && { title: decodeReferences(title) }) })]
}

const PICTURE = /^data:image\/(?:png|jpeg|gif|webp|avif);base64,[a-z\d+/=]+$/i

/** A picture is drawn as a link to it: nothing is fetched because a model, or a page it read, said so. */
function image({ href, text }: Tokens.Image): Kid {
  const src = decodeReferences(href)
  const address = PICTURE.test(src) ? src : safeHref(src)
  return address === null ? text : el('a', [text], { class: 'picture', href: address })
}

function el(tag: El['tag'], kids: readonly Kid[], attributes?: Attributes): El {
  return attributes ? { tag, attributes, kids } : { tag, kids }
}
