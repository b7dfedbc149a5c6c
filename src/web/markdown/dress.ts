/**
 * What the page adds to plain Markdown elements: a bar with tools above code and tables, places for pictures, formulas.
 * The tools' effect is in `tools.ts`.
 */
import { Copy, Download, type IconNode, Image, WrapText } from 'lucide'
import { type Key, t } from '../i18n/index.ts'
import { drawFormula } from './formula.ts'

/** Lines of code that the browser lays out together. */
const CHUNK_LINES = 120

/** The same element, or the one that stands in its place now. */
export function dress(element: Element): Element {
  for (const pre of element.querySelectorAll('pre')) pre.replaceWith(codeOf(pre))
  for (const table of element.querySelectorAll('table')) table.replaceWith(tableOf(table))
  for (const picture of element.querySelectorAll('a.picture')) {
    const shown = pictureOf(picture)
    if (shown !== picture) picture.replaceWith(shown)
  }
  for (const code of element.querySelectorAll('code.maths')) drawFormula(code)
  for (const link of element.querySelectorAll('a[href]')) note(link)
  if (element.matches('pre')) return codeOf(element)
  if (element.matches('table')) return tableOf(element)
  return element
}

/** A block of code with its language and tools. */
export function codeBlock(text: string, lang: string): HTMLElement {
  const figure = make('figure', 'code')
  figure.dataset.lang = lang
  const bar = make('figcaption', 'code-bar')
  const name = make('span', 'code-name')
  name.textContent = lang || t('message.code.plain')
  const tools = make('span', 'code-tools')
  tools.append(
    tool('wrap', WrapText, 'message.code.wrap'),
    tool('download', Download, 'message.code.download'),
    tool('copy-code', Copy, 'message.code.copy'),
  )
  bar.append(name, tools)
  const pre = make('pre', 'code-text')
  pre.tabIndex = 0
  pre.dir = 'ltr'
  pre.append(make('code', ''))
  figure.append(bar, pre)
  addCode(figure, text)
  return figure
}

/** Appends to the text of a block of code. Long code is kept in chunks, so that one more line is cheap. */
export function addCode(figure: Element, text: string): void {
  const code = figure.querySelector('code')!
  const lines = text.split('\n')
  let chunk = code.lastElementChild as HTMLElement | null
  lines.forEach((line, n) => {
    const full = chunk !== null && Number(chunk.dataset.lines) >= CHUNK_LINES
    if (chunk === null || (n > 0 && full)) {
      chunk = make('span', 'code-chunk')
      chunk.dataset.lines = '1'
      chunk.append('')
      code.append(chunk)
      if (line) (chunk.firstChild as Text).appendData(line)
      return
    }
    if (n > 0) chunk.dataset.lines = `${Number(chunk.dataset.lines) + 1}`
    ;(chunk.firstChild as Text).appendData(n > 0 ? `\n${line}` : line)
  })
}

/** The text of a block of code. */
export function codeText(figure: Element): string {
  return [...figure.querySelectorAll('.code-chunk')].map((chunk) => chunk.textContent ?? '').join('\n')
}

function codeOf(pre: Element): HTMLElement {
  const lang = /language-(\S+)/.exec(pre.firstElementChild?.className ?? '')?.[1] ?? ''
  return codeBlock(pre.textContent ?? '', lang)
}

function tableOf(table: Element): HTMLElement {
  const figure = make('figure', 'table')
  const tools = make('div', 'table-tools')
  tools.append(
    tool('copy-markdown', Copy, 'message.table.markdown', t('message.table.markdown.short')),
    tool('copy-csv', Copy, 'message.table.csv', t('message.table.csv.short')),
  )
  const scroll = make('div', 'table-scroll')
  scroll.tabIndex = 0
  scroll.setAttribute('role', 'group')
  scroll.setAttribute('aria-label', t('message.table'))
  scroll.append(table.cloneNode(true))
  figure.append(tools, scroll)
  return figure
}

/**
 * A picture that is part of the text is shown. One from elsewhere stays a link that says where it leads: fetching it
 * would tell that server what a model, or a page that it read, put into the address.
 */
function pictureOf(link: Element): Element {
  const href = link.getAttribute('href') ?? ''
  const alt = link.textContent ?? ''
  if (href.startsWith('data:')) {
    const img = make('img', 'picture')
    img.src = href
    img.alt = alt
    return img
  }
  const host = URL.canParse(href) ? new URL(href).host : location.host
  const name = make('span', '')
  name.textContent = alt || t('message.picture.plain')
  const where = make('small', '')
  where.textContent = host
  link.replaceChildren(icon(Image), name, where)
  link.setAttribute('title', t('message.picture', { host }))
  return link
}

/** Where a link leads, when its words do not say so. */
function note(link: Element): void {
  const href = link.getAttribute('href')!
  if (!link.hasAttribute('title') && link.textContent !== href) link.setAttribute('title', href)
}

function tool(what: string, of: IconNode, key: Key, words?: string): HTMLButtonElement {
  const button = make('button', 'tool')
  button.type = 'button'
  button.dataset.do = what
  button.ariaLabel = t(key)
  button.dataset.tip = t(key)
  button.append(icon(of))
  if (words) button.append(words)
  return button
}

const SVG = 'http://www.w3.org/2000/svg'

function icon(of: IconNode): SVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  const attributes = {
    class: 'icon',
    width: 15,
    height: 15,
    viewBox: '0 0 24 24',
    fill: 'none',
    stroke: 'currentColor',
  }
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, `${value}`)
  svg.setAttribute('stroke-width', '1.75')
  svg.setAttribute('stroke-linecap', 'round')
  svg.setAttribute('stroke-linejoin', 'round')
  svg.setAttribute('aria-hidden', 'true')
  for (const [tag, values] of of) {
    const shape = document.createElementNS(SVG, tag)
    for (const [name, value] of Object.entries(values)) shape.setAttribute(name, `${value}`)
    svg.append(shape)
  }
  return svg
}

function make<K extends keyof HTMLElementTagNameMap>(tag: K, name: string): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  if (name) element.className = name
  return element
}
