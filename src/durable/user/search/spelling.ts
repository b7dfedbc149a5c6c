/**
 * The words that a person's texts hold, found again when they are misspelt. A word is written once, when it is new, and
 * goes when the last text with it goes. Similar words are found by the trigrams that a slip of the finger leaves whole.
 */
import type { Sql } from '../../sql.ts'
import { folded, quoted, type Word } from './query.ts'

/** Shorter words are similar to too many; longer ones are no words. */
const SHORTEST = 4
const LONGEST = 24

/** From this length on, two slips are forgiven. */
const TWO_SLIPS = 8

/** Words of a text that are looked at. */
const MAX_WORDS = 20_000

/** Similar words of one word, at most, and words among which they are looked for. */
const MAX_SIMILAR = 6
const MAX_CANDIDATES = 1500

/** Marks the ends of a word, so that its first and last letters are trigrams of their own. */
const EDGE = '_'

export class Spelling {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** A text came. Inside a transaction. */
  learn(words: ReadonlySet<string>): void {
    const sql = this.#sql
    const known = new Set(
      sql
        .all<{ word: string }>(
          'SELECT word FROM search_word WHERE word IN (SELECT value FROM json_each(?))',
          JSON.stringify([...words]),
        )
        .map(({ word }) => word),
    )
    for (const word of words) {
      if (known.has(word)) continue
      const [row] = sql.all<{ n: number }>('INSERT INTO search_word (word) VALUES (?) RETURNING n', word)
      sql.run('INSERT INTO search_gram (rowid, word) VALUES (?, ?)', row!.n, EDGE + word + EDGE)
    }
  }

  /** Texts with these words went: those that `isUsed` denies are forgotten. Inside a transaction. */
  forget(words: ReadonlySet<string>, isUsed: (word: string) => boolean): void {
    const sql = this.#sql
    for (const word of words) {
      if (isUsed(word)) continue
      const [row] = sql.all<{ n: number }>('DELETE FROM search_word WHERE word = ? RETURNING n', word)
      if (row)
        sql.run(
          "INSERT INTO search_gram (search_gram, rowid, word) VALUES ('delete', ?, ?)",
          row.n,
          EDGE + word + EDGE,
        )
    }
  }

  /** Whether a text holds this word. */
  knows(word: string): boolean {
    return this.#sql.all('SELECT 1 AS one FROM search_word WHERE word = ?', word).length > 0
  }

  /** Words that were perhaps meant by this one or contain it, nearest first, without those that it matches. */
  similar({ text: word, last }: Word): string[] {
    if (word.length < SHORTEST || word.length > LONGEST || !/^\p{L}+$/u.test(word)) return []
    const slips = word.length >= TWO_SLIPS ? 2 : 1
    const rows = this.#sql.all<{ word: string }>(
      `SELECT word FROM search_word WHERE n IN (SELECT rowid FROM search_gram WHERE search_gram MATCH ? LIMIT ?)
       UNION SELECT word FROM search_word WHERE word IN (SELECT value FROM json_each(?))`,
      whole(EDGE + word + EDGE, slips + 1),
      MAX_CANDIDATES,
      JSON.stringify(swapped(word)),
    )
    return rows
      .flatMap((row) => {
        if (row.word === word || (last && row.word.startsWith(word))) return []
        const distance = row.word.includes(word) ? 1 : slipsBetween(word, row.word, slips)
        return distance <= slips ? [{ word: row.word, distance }] : []
      })
      .sort((a, b) => a.distance - b.distance || a.word.length - b.word.length)
      .slice(0, MAX_SIMILAR)
      .map((found) => found.word)
  }
}

/** The words of `text` that are worth remembering, folded, each once. */
export function vocabularyOf(text: string): Set<string> {
  const words = new Set<string>()
  for (const [run] of folded(text).matchAll(/[\p{L}\p{N}_]+/gu)) {
    if (run.length < SHORTEST || run.length > LONGEST || !/^\p{L}+$/u.test(run)) continue
    words.add(run)
    if (words.size >= MAX_WORDS) break
  }
  return words
}

/** Of `pieces` pieces of the word that do not overlap one stays whole, when it has fewer slips than that. */
function whole(word: string, pieces: number): string {
  const alternatives = Array.from({ length: pieces }, (_, n) => {
    const from = Math.floor((n * word.length) / pieces)
    const to = Math.floor(((n + 1) * word.length) / pieces)
    const grams: string[] = []
    for (let at = from; at + 3 <= to; at++) grams.push(quoted(word.slice(at, at + 3)))
    return `(${grams.join(' AND ')})`
  })
  return alternatives.join(' OR ')
}

/** `word` with two neighbours the other way round: the slip that leaves short words no trigram. */
function swapped(word: string): string[] {
  return Array.from(
    { length: word.length - 1 },
    (_, n) => word.slice(0, n) + word[n + 1] + word[n] + word.slice(n + 2),
  )
}

/** Letters added, left out, replaced or swapped with their neighbour between two words; more than `most` is `most + 1`. */
function slipsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let above: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, n) => n)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, above[j - 2]! + 1)
      next.push(cost)
      least = Math.min(least, cost)
    }
    if (least > most) return most + 1
    above = row
    row = next
  }
  return row[b.length]!
}
