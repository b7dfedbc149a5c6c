/** A table of the page as text for elsewhere. */

export function tableMarkdown(table: HTMLTableElement): string {
  const lines = [...table.rows].map((row) => `| ${[...row.cells].map(cellMarkdown).join(' | ')} |`)
  const head = [...(table.rows[0]?.cells ?? [])].map((cell) => RULE[cell.className] ?? '---')
  lines.splice(1, 0, `| ${head.join(' | ')} |`)
  return `${lines.join('\n')}\n`
}

const RULE: Record<string, string> = { 'to-left': ':---', 'to-center': ':---:', 'to-right': '---:' }

/** RFC 4180. A cell that a spreadsheet would run as a formula is marked as text. */
export function tableCsv(table: HTMLTableElement): string {
  return [...table.rows]
    .map((row) => `${[...row.cells].map((cell) => csvCell(textOf(cell))).join(',')}\r\n`)
    .join('')
}

/** Exported for its test. */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.,]+%?$/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless
}

function textOf(cell: Element): string {
  return inline(cell, false).trim()
}

function cellMarkdown(cell: Element): string {
  return inline(cell, true).trim().replace(/\|/g, '\\|')
}

const MARKS: Record<string, string> = { STRONG: '**', B: '**', EM: '*', I: '*', DEL: '~~', S: '~~' }

function inline(node: Node, marks: boolean): string {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? ''
  if (!(node instanceof Element)) return ''
  if (node.nodeName === 'BR') return marks ? '<br>' : '\n'
  const tex = node.getAttribute('data-tex')
  if (tex !== null) return marks ? `$${tex}$` : tex
  const inner = [...node.childNodes].map((child) => inline(child, marks)).join('')
  if (!marks) return inner
  if (node.nodeName === 'CODE') return `\`${inner}\``
  if (node.nodeName === 'A') return `[${inner}](${node.getAttribute('href') ?? ''})`
  const mark = MARKS[node.nodeName]
  return mark && inner.trim() ? mark + inner + mark : inner
}
