/**
 * Units of Markdown as HTML. Everything the writer wrote is escaped; of HTML tags in the text, a few harmless ones
 * pass without their attributes and the others are shown as the text they are. What comes out is sanitised again
 * before it is drawn (`sanitise.ts`). A unit gives exactly one element, or nothing.
 */
import type { Token, Tokens } from 'marked'
import type { MathsToken } from './grammar.ts'
import type { Unit } from './splitter.ts'

/** Tags that models write where Markdown has none, and that neither load nor do anything. */
const PASSED = new Set('b br del em i ins kbd mark s small strong sub sup u'.split(' '))
const DROPPED = new Set(['a', 'div', 'p', 'span', 'center', 'font', 'details', 'summary'])
const VOID = new Set(['br'])

/** The element of one unit; a part of a list or table comes in a list or table of its own. */
export function htmlOf(unit: Unit): string {
  switch (unit.kind) {
    case 'block':
      return block(unit.token)
    case 'item':
      return listOf(unit.joins ? { ...unit.list, start: 1 } : unit.list, [unit.item])
    case 'row':
      return `<table><tbody>${row(unit.cells, 'td')}</tbody></table>`
    case 'code':
      return code(unit.text, unit.lang)
  }
}

/** Text as HTML that shows it. Character references that the text holds stay what they are. */
export function escapeText(text: string): string {
  return escapeAll(text).replace(/&amp;(#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});/gi, '&$1;')
}

export function escapeAll(text: string): string {
  return text.replace(/[&<>"']/g, (c) => ESCAPES[c]!)
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** The address of a link, if it is one that may be followed from here; relative ones stay on this page's origin. */
export function safeHref(href: string): string | null {
  try {
    const url = new URL(href, 'https://relative.invalid')
    if (!/^(?:https?|mailto):$/.test(url.protocol)) return null
    return url.host === 'relative.invalid' ? url.pathname + url.search + url.hash : url.href
  } catch {
    return null
  }
}

function blocks(tokens: readonly Token[], tight = false): string {
  return tokens.map((token) => block(token, tight)).join('')
}

function block(token: Token, tight = false): string {
  switch (token.type) {
    case 'paragraph':
    case 'text': {
      const inner = inline(token.tokens ?? [])
      return tight ? `${inner} ` : inner.trim() ? `<p>${inner}</p>` : ''
    }
    case 'heading': {
      // The page has h1, a message h2.
      const level = Math.min(token.depth + 2, 6)
      return `<h${level}>${inline(token.tokens ?? [])}</h${level}>`
    }
    case 'hr':
      return '<hr>'
    case 'blockquote':
      return `<blockquote>${blocks(token.tokens ?? [])}</blockquote>`
    case 'list':
      return listOf(token as Tokens.List, token.items)
    case 'code':
      return code(token.text, /^[\w+#.-]{1,30}/.exec(token.lang ?? '')?.[0].toLowerCase() ?? '')
    case 'table':
      return tableOf(token as Tokens.Table)
    case 'maths':
      return `<div class="formula">${formula(token as MathsToken)}</div>`
    case 'html': {
      const inner = balanced(passTags(token.text)).trim()
      return inner ? `<p>${inner}</p>` : ''
    }
    case 'checkbox':
      return inline([token])
    default:
      return ''
  }
}

function listOf(list: Tokens.List, items: readonly Tokens.ListItem[]): string {
  const tag = list.ordered ? 'ol' : 'ul'
  const start = list.ordered && list.start !== 1 ? ` start="${Number(list.start) || 0}"` : ''
  return `<${tag}${start}>${items.map(listItem).join('')}</${tag}>`
}

/** Whether an item is spaced like paragraphs is its own affair: its list may still grow. */
function listItem(item: Tokens.ListItem): string {
  const last = item.tokens.findLastIndex((token) => token.type !== 'space')
  const loose = item.tokens.some((token, n) => token.type === 'space' && n < last)
  const inner = loose ? blocks(item.tokens) : blocks(item.tokens, true).trimEnd()
  return item.task ? `<li class="task">${inner}</li>` : `<li>${inner}</li>`
}

function tableOf(table: Tokens.Table): string {
  const rows = table.rows.map((cells) => row(cells, 'td')).join('')
  return `<table><thead>${row(table.header, 'th')}</thead><tbody>${rows}</tbody></table>`
}

function row(cells: readonly Tokens.TableCell[], tag: 'td' | 'th'): string {
  const html = cells.map((cell) => {
    const align = cell.align ? ` class="to-${cell.align}"` : ''
    return `<${tag}${align}>${inline(cell.tokens)}</${tag}>`
  })
  return `<tr>${html.join('')}</tr>`
}

function code(text: string, lang: string): string {
  const name = lang ? ` class="language-${escapeAll(lang)}"` : ''
  return `<pre><code${name}>${escapeAll(text)}</code></pre>`
}

function formula({ tex, display }: MathsToken): string {
  const kind = display ? 'maths display' : 'maths'
  return tex ? `<code class="${kind}">${escapeAll(tex)}</code>` : `<code class="${kind} pending"></code>`
}

function inline(tokens: readonly Token[]): string {
  return balanced(tokens.map(span).join(''))
}

function span(token: Token): string {
  switch (token.type) {
    case 'text':
      return token.tokens ? inline(token.tokens) : escapeText(token.text)
    case 'escape':
      return escapeAll(token.text)
    case 'strong':
    case 'em':
    case 'del':
      return `<${token.type}>${inline(token.tokens ?? [])}</${token.type}>`
    case 'codespan':
      return `<code>${escapeAll(token.text)}</code>`
    case 'br':
      return '<br>'
    case 'link':
      return link(token as Tokens.Link)
    case 'image':
      return image(token as Tokens.Image)
    case 'maths':
      return formula(token as MathsToken)
    case 'checkbox':
      return `<span class="tick">${token.checked ? '☑' : '☐'}</span>`
    case 'html':
      return passTags(token.text)
    default:
      return escapeText(token.raw)
  }
}

function link({ href, title, tokens }: Tokens.Link): string {
  const address = safeHref(unescapeReferences(href))
  if (address === null) return inline(tokens)
  const note = title ? ` title="${escapeText(title)}"` : ''
  return `<a href="${escapeAll(address)}"${note}>${inline(tokens)}</a>`
}

/** An image is drawn as a link to it: nothing is fetched because a model, or a page it read, said so. */
function image({ href, text }: Tokens.Image): string {
  const src = unescapeReferences(href)
  const address = /^data:image\/(?:png|jpeg|gif|webp|avif);base64,[a-z\d+/=]+$/i.test(src)
    ? src
    : safeHref(src)
  return address === null
    ? escapeText(text)
    : `<a class="picture" href="${escapeAll(address)}">${escapeText(text)}</a>`
}

/** `&amp;` in an address is the usual way to write `&`. Other references are left for the browser to not understand. */
function unescapeReferences(href: string): string {
  return href.replace(/&amp;/gi, '&')
}

/** Keeps the tags that may pass, drops what only arranges, and shows the rest. */
function passTags(html: string): string {
  return html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .split(/(<\/?[a-z][^<>]*>)/i)
    .map((piece, n) => {
      if (n % 2 === 0) return escapeText(piece)
      const [, slash, name] = /^<(\/?)([a-z][a-z\d-]*)/i.exec(piece) ?? ['', '', '']
      const tag = name!.toLowerCase()
      if (PASSED.has(tag)) return `<${VOID.has(tag) ? '' : slash}${tag}>`
      return DROPPED.has(tag) ? '' : escapeAll(piece)
    })
    .join('')
}

/** Closes what was left open and forgets what closes nothing, so that one unit cannot reach into the next. */
function balanced(html: string): string {
  if (!html.includes('<')) return html
  const open: string[] = []
  const kept = html.replace(/<(\/?)([a-z][a-z\d]*)([^>]*)>/g, (whole, slash: string, tag: string) => {
    if (VOID.has(tag)) return whole
    if (!slash) {
      open.push(tag)
      return whole
    }
    const at = open.lastIndexOf(tag)
    if (at < 0) return ''
    return open
      .splice(at)
      .reverse()
      .map((name) => `</${name}>`)
      .join('')
  })
  return (
    kept +
    open
      .reverse()
      .map((name) => `</${name}>`)
      .join('')
  )
}
