/**
 * How good a hit is: BM25 of its words (without the rarity of words, because every hit holds them all), the words side by
 * side as they were typed, a title before a text, and what is newer a little before what is older.
 */
import { folded, isUnspaced, type Word } from './query.ts'

export type Candidate = {
  n: number
  role: 'user' | 'assistant' | 'title'
  /** UTF-16 units of the whole text. */
  size: number
  /** Its beginning. */
  text: string
  score: number
}

/** BM25's constants, as SQLite has them. */
const K1 = 1.2
const B = 0.75

/** UTF-16 units of an average text. Fixed: an average over all rows would have to be kept, for a nuance. */
const AVERAGE = 600

const TITLE = 2.5
const TOGETHER = 1.6
const WHOLE_WORD = 1.5

/** Ms after which a hit counts half of what recency gives. */
const HALF_MS = 60 * 24 * 3600 * 1000
const RECENCY = 0.5

/** How often a word is counted: more says no more. */
const MAX_COUNT = 20

/** The hits, best first. Newest first as they come; recency is measured from the first, so that a page can be had again. */
export function ranked(rows: readonly Omit<Candidate, 'score'>[], words: readonly Word[]): Candidate[] {
  const newest = rows[0]?.n ?? 0
  const together = words.length > 1 ? words.map(({ text }) => text).join(' ') : null
  return rows
    .map((row) => {
      const text = folded(row.text)
      const length = 1 - B + B * (row.size / AVERAGE)
      let score = 0
      for (const { text: word } of words) {
        const { all, whole } = count(text, word)
        const often = Math.max(1, all)
        score += ((often * (K1 + 1)) / (often + K1 * length)) * (whole > 0 ? WHOLE_WORD : 1)
      }
      if (together !== null && text.includes(together)) score *= TOGETHER
      if (row.role === 'title') score *= TITLE
      const ageMs = (newest - row.n) / 1024
      return { ...row, score: score * (1 + RECENCY * 2 ** (-ageMs / HALF_MS)) }
    })
    .sort((a, b) => b.score - a.score || b.n - a.n)
}

function count(text: string, word: string): { all: number; whole: number } {
  let [all, whole] = [0, 0]
  const anywhere = isUnspaced(word)
  for (let at = text.indexOf(word); at >= 0 && all < MAX_COUNT; at = text.indexOf(word, at + word.length)) {
    if (!anywhere && isLetter(text, at - 1)) continue
    all++
    if (anywhere || !isLetter(text, at + word.length)) whole++
  }
  return { all, whole }
}

function isLetter(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  // Digits, Latin letters and everything beyond ASCII: exact enough to weigh.
  return (unit >= 97 && unit <= 122) || (unit >= 48 && unit <= 57) || unit > 127
}
