/**
 * Finding names by a few letters of them: beginnings, initials, pieces, letters in order. Accents and upper or lower
 * case do not matter. Knows no page.
 */

export type Fit = {
  score: number
  /** Places of the letters that were found, in UTF-16 units, in order. */
  ranges: [number, number][]
}

/** The same text for comparing, unit for unit as long as it was. */
export function fold(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase()
  let folded = ''
  for (let n = 0; n < text.length; n++) {
    const letter = text[n]!
    const plain = (letter < '\x80' ? letter : letter.normalize('NFD')[0]!).toLowerCase()
    folded += plain.length === 1 ? plain : letter
  }
  return folded
}

/** The words of what is looked for, folded. */
export const wordsOf = (query: string): string[] => fold(query).split(/\s+/).filter(Boolean)

const BEGINNING = 100
const INITIALS = 75
const WORD = 80
const INSIDE = 40
const SCATTERED = 15

/**
 * How well `text` (folded) is found by `words`, all of which must be in it; null: it is not. `loose`: initials and letters in
 * order are enough, which is right for a few hundred names that one knows, and wrong for thousands of sentences.
 */
export function fit(words: readonly string[], text: string, loose: boolean): Fit | null {
  let score = 0
  const ranges: [number, number][] = []
  for (const word of words) {
    const found = place(word, text, loose)
    if (!found) return null
    score += found.score
    ranges.push(...found.ranges)
  }
  // The words as they were written, and nothing but them, are what is meant.
  if (words.length > 1 && text.includes(words.join(' '))) score += INSIDE
  return { score: score / Math.max(words.length, 1) - text.length / 50, ranges: merged(ranges) }
}

function place(word: string, text: string, loose: boolean): Fit | null {
  if (text.startsWith(word)) return { score: BEGINNING, ranges: [[0, word.length]] }
  const first = text.indexOf(word)
  let inside = first
  while (inside >= 0) {
    if (isStart(text, inside)) return { score: WORD, ranges: [[inside, inside + word.length]] }
    inside = text.indexOf(word, inside + 1)
  }
  if (loose && word.length > 1) {
    const initials = initialsOf(text)
    const at = initials
      .map(([letter]) => letter)
      .join('')
      .indexOf(word)
    if (at >= 0) {
      const places = initials.slice(at, at + word.length)
      return { score: INITIALS - at, ranges: places.map(([, n]) => [n, n + 1]) }
    }
  }
  if (first >= 0) return { score: INSIDE, ranges: [[first, first + word.length]] }
  return loose && word.length > 2 ? scattered(word, text) : null
}

/** Every letter in order; the first at the start of a word, and no farther from each other than words reach. */
function scattered(word: string, text: string): Fit | null {
  for (let start = text.indexOf(word[0]!); start >= 0; start = text.indexOf(word[0]!, start + 1)) {
    if (!isStart(text, start)) continue
    const ranges: [number, number][] = [[start, start + 1]]
    let at = start
    for (const letter of word.slice(1)) {
      at = text.indexOf(letter, at + 1)
      if (at < 0) break
      ranges.push([at, at + 1])
    }
    const spread = at - start - word.length
    if (at >= 0 && spread <= 2 * word.length) return { score: SCATTERED - spread / 2, ranges }
  }
  return null
}

const isLetter = (text: string, at: number) => /[\p{L}\p{N}]/u.test(text[at] ?? '')

function isStart(text: string, at: number): boolean {
  return at === 0 || !isLetter(text, at - 1)
}

function initialsOf(text: string): [string, number][] {
  const initials: [string, number][] = []
  for (let n = 0; n < text.length; n++) {
    if (isStart(text, n) && isLetter(text, n)) initials.push([text[n]!, n])
  }
  return initials
}

function merged(ranges: [number, number][]): [number, number][] {
  const all: [number, number][] = []
  for (const [from, to] of ranges.sort(([a], [b]) => a - b)) {
    const last = all.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else all.push([from, to])
  }
  return all
}
