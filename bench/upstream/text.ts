/** Text that follows from a seed, so that a test knows every character a model was going to say. */

/** What tokens are made of: letters, spaces, breaks, and what takes two, three and four bytes on the wire. */
const PIECES = [
  ' the',
  ' rain',
  ' of',
  ' "so"',
  'ing',
  '\n\n',
  ' été',
  ' 漢字',
  ' 🙂',
  ' **b**',
  ' \\x',
  ' 42,',
]

/** Tokens `from` to `to` of the text of `seed`. */
export function seeded(seed: string, from: number, to: number): string[] {
  const base = hash(seed)
  const tokens: string[] = []
  for (let i = from; i < to; i++) {
    const r = mix(base + i)
    tokens.push(PIECES[r % PIECES.length]! + (r % 5 === 0 ? String(i) : ''))
  }
  return tokens
}

/** The whole text of `length` tokens. */
export function seededText(seed: string, length: number): string {
  return seeded(seed, 0, length).join('')
}

function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}

function mix(n: number): number {
  let h = n | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
