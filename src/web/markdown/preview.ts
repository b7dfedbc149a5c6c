/** The tail of a running answer as units, mended so that it can be drawn. Pure. */
import type { Token, Tokens } from 'marked'
import { lexBlocks, lexInline, type MathsToken } from './grammar.ts'
import { mendBlocks, mendInline, PENDING } from './mend.ts'
import type { Splitter, Unit } from './splitter.ts'

/** Units of what `splitter` has not settled. The first may belong into the list or table before it. */
export function preview(splitter: Splitter): Unit[] {
  const fence = splitter.fence()
  if (fence)
    return [{ kind: 'code', lang: fence.lang, text: fence.text.replace(/(?:^|\n)(?: {0,3}[`~]+)?$/, '') }]
  const head = splitter.table ?? ''
  // A definition that is still being written must not be remembered.
  const links = Object.assign(Object.create(null), splitter.links)
  const lexed = lexBlocks(head + mendBlocks(splitter.tail, head !== ''), links)
  const last = leaf(lexed.tokens)
  const waiting = lexed.queue.find(({ tokens }) => tokens === last)
  if (waiting) waiting.src = mendInline(waiting.src)
  lexInline(lexed)
  if (last) drawPending(last)
  return lexed.tokens.flatMap((token, index) => unitsOf(token, index === 0 ? splitter : null))
}

function unitsOf(token: Token, splitter: Splitter | null): Unit[] {
  if (token.type === 'list') {
    const list = token as Tokens.List
    const joins = splitter?.list != null
    return list.items.map((item, n) => ({ kind: 'item', list, item, joins: joins || n > 0 }))
  }
  if (token.type === 'table') {
    const rows: Unit[] = (token as Tokens.Table).rows.map((cells) => ({ kind: 'row', cells }))
    const head: Unit = { kind: 'block', token: { ...token, rows: [] } as Tokens.Table }
    return splitter?.table ? rows : [head, ...rows]
  }
  return token.type === 'space' || token.type === 'def' ? [] : [{ kind: 'block', token }]
}

/** The inline tokens of the block that was written last. */
function leaf(tokens: readonly Token[]): Token[] | null {
  const token = tokens.findLast(({ type }) => type !== 'space')
  switch (token?.type) {
    case 'paragraph':
    case 'text':
    case 'heading':
      return token.tokens ?? null
    case 'blockquote':
      return leaf(token.tokens ?? [])
    case 'list':
      return leaf(token.items.at(-1)?.tokens ?? [])
    case 'table': {
      const cells: Tokens.TableCell[] = token.rows.at(-1) ?? token.header
      return (cells.findLast(({ text }) => text) ?? cells.at(-1))?.tokens ?? null
    }
    default:
      return null
  }
}

function drawPending(tokens: Token[]): void {
  const last = tokens.at(-1)
  if (!last) return
  if (last.type !== 'text') {
    if ('tokens' in last && last.tokens) drawPending(last.tokens)
    return
  }
  const mark = last.text.at(-1)
  if (mark !== PENDING['\\('] && mark !== PENDING.$$) return
  last.text = last.text.slice(0, -1)
  const formula: MathsToken = { type: 'maths', raw: '', tex: '', display: mark === PENDING.$$ }
  tokens.push(formula)
}
