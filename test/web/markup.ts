/** Elements of Markdown as HTML, for comparing and searching. The page itself never has this text. */
import { type El, elementOf } from '../../src/web/markdown/elements.ts'
import type { Unit } from '../../src/web/markdown/splitter.ts'

export function htmlOf(unit: Unit): string {
  const element = elementOf(unit)
  return element ? html(element) : ''
}

function html({ tag, attributes, kids }: El): string {
  const named = Object.entries(attributes ?? {}).map(([name, value]) => ` ${name}="${escaped(value)}"`)
  const inner = kids.map((kid) => (typeof kid === 'string' ? escaped(kid) : html(kid))).join('')
  return tag === 'br' || tag === 'hr' ? `<${tag}>` : `<${tag}${named.join('')}>${inner}</${tag}>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }[c]};`)
}
