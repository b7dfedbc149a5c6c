/**
 * What a prompt leaves open: `{{name}}` is asked for, `{{name:one|two}}` is chosen, `{{current_date}}` and its like are
 * known. The notation is LibreChat's. Pure text, the same in the form, in the preview and in tests.
 */

/** A place in a prompt. `options` are there where one of them is to be chosen. */
export type Variable = { key: string; name: string; options: readonly string[] }

export const SPECIALS = ['current_date', 'current_datetime', 'iso_datetime', 'current_user'] as const
export type Special = (typeof SPECIALS)[number]

/** A stretch of a prompt: words as they stand, what is known by itself, or what somebody fills in. */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'special'; text: string; special: Special }
  | { kind: 'variable'; text: string; variable: Variable }

/** Without braces inside, so that it cannot run away over a text full of them. */
const PLACE = /\{\{([^{}]{1,1000})\}\}/g

/** The stretches of `text`, in order. Joined they are `text` again. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const match of text.matchAll(PLACE)) {
    const inside = match[1]!.trim()
    if (inside === '') continue
    if (match.index > at) pieces.push({ kind: 'text', text: text.slice(at, match.index) })
    const special = SPECIALS.find((name) => name === inside.toLowerCase())
    pieces.push(
      special
        ? { kind: 'special', text: match[0], special }
        : { kind: 'variable', text: match[0], variable: variableOf(inside) },
    )
    at = match.index + match[0].length
  }
  if (at < text.length) pieces.push({ kind: 'text', text: text.slice(at) })
  return pieces
}

/** What has to be asked for, each once, in the order of its first place. */
export function variablesOf(text: string): Variable[] {
  const found = new Map<string, Variable>()
  for (const piece of piecesOf(text))
    if (piece.kind === 'variable' && !found.has(piece.variable.key))
      found.set(piece.variable.key, piece.variable)
  return [...found.values()]
}

/** A place in the text as it is filled. `filled` is false where nothing is known yet and the place stands as written. */
export type Filled = { text: string; from: Piece['kind']; filled: boolean }

/**
 * The text with its places filled: by `values` under the keys of their variables, and by what is known. What is filled
 * in is not looked through again, so nobody's words become places.
 */
export function fill(
  text: string,
  values: ReadonlyMap<string, string>,
  known: Record<Special, string>,
): Filled[] {
  return piecesOf(text).map((piece) => {
    if (piece.kind === 'text') return { text: piece.text, from: 'text', filled: true }
    const value = piece.kind === 'special' ? known[piece.special] : values.get(piece.variable.key)
    return { text: value || piece.text, from: piece.kind, filled: Boolean(value) }
  })
}

/** What is known at this time, for this reader. The date is ISO 8601 with its day of the week, as LibreChat writes it. */
export function knownAt(date: Date, user: string, locale: string): Record<Special, string> {
  const two = (n: number) => String(n).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  const weekday = date.toLocaleDateString(locale, { weekday: 'long' })
  return {
    current_date: `${day} (${weekday})`,
    current_datetime: `${day} ${time} (${weekday})`,
    iso_datetime: date.toISOString(),
    current_user: user,
  }
}

/** LibreChat's rule: a colon begins options only when there are at least two of them. */
function variableOf(inside: string): Variable {
  const colon = inside.indexOf(':')
  const said = inside.slice(colon + 1).split('|')
  const options = [...new Set(said.map((option) => option.trim()).filter(Boolean))]
  const name = inside.slice(0, colon).trim()
  if (colon < 1 || name === '' || options.length < 2) return { key: inside, name: inside, options: [] }
  return { key: `${name}:${options.join('|')}`, name, options }
}
