/**
 * Passages of documents in SQLite's full-text index, and the search over them. Used by the Knowledge object; plain Node
 * tests it over `node:sqlite`.
 */
import type { Passage } from '../providers/spec.ts'
import { termsOf } from '../providers/terms.ts'
import { first, migrate, type Sql } from '../sql.ts'
import { SCHEMA } from './schema.ts'
import { type Document, sectionsOf } from './split.ts'

/** Passages of one answer to a query, at most. */
export const MAX_PASSAGES = 6

/** How much more a word counts in a title than in a text. */
const TITLE_WEIGHT = 6

/** Share of a question that a passage must cover: below, it is about something else. */
const MIN_COVERAGE = 0.34

/** Letters of a word that must be right at least: with three, every other word fits. */
const SHORTEST_STEM = 4

/** A plural of this length is three letters to the index, which knows stems: "cats" would begin "category". */
const PLURAL = /^.{3}s$/

export class Knowledge {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Brings the index up to these documents. Costs a hash when nothing changed. */
  seed(documents: readonly Document[]): void {
    const hash = hashOf(documents)
    this.#sql.transaction(() => {
      migrate(this.#sql, SCHEMA)
      if (first<{ hash: string }>(this.#sql, 'SELECT hash FROM seed')?.hash === hash) return
      for (const table of ['seed', 'passages', 'words']) this.#sql.run(`DELETE FROM ${table}`)
      sectionsOf(documents).forEach(({ title, url, text }, n) => {
        this.#sql.run('INSERT INTO passages (id, title, url, text) VALUES (?, ?, ?, ?)', n, title, url, text)
        this.#sql.run('INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)', n, title, text)
      })
      this.#sql.run('INSERT INTO seed (hash) VALUES (?)', hash)
    })
  }

  /**
   * The passages that answer `query`, best first, at most `MAX_PASSAGES`; none when nothing fits. Ranked by BM25, and by
   * how much of the question they cover.
   */
  passages(query: string): Passage[] {
    const terms = termsOf(query).map((term) => this.#look(term))
    const known = terms.filter((term) => term.rows.size > 0)
    if (known.length === 0) return []
    const total = this.#count()
    const weight = (rows: number): number => Math.log(1 + (total - rows + 0.5) / (rows + 0.5))
    const average = known.reduce((sum, { rows }) => sum + weight(rows.size), 0) / known.length
    // A word that is nowhere counts like any other: "poem about models" is no question about models.
    const all = terms.reduce((sum, { rows }) => sum + (rows.size > 0 ? weight(rows.size) : average), 0)
    const scored = this.#ranked(known.map(({ match }) => match).join(' OR '))
      .map((row) => {
        const covered =
          known.reduce((sum, { rows }) => sum + (rows.has(row.id) ? weight(rows.size) : 0), 0) / all
        return { row, covered, score: row.rank * (0.3 + covered) }
      })
      .filter(({ covered }) => covered >= MIN_COVERAGE)
      .sort((a, b) => b.score - a.score)
      .slice(0, MAX_PASSAGES)
    const best = scored[0]?.score ?? 1
    return scored.map(({ row: { title, url, text }, score }) => ({ title, url, text, score: score / best }))
  }

  /** How a term is looked for, and where it is: as it stands, else as the beginning of a word, else without its end. */
  #look(term: string): { match: string; rows: Set<number> } {
    const shortest = Math.max(SHORTEST_STEM, term.length - 3)
    let match = quoted(term)
    let rows = this.#rows(match)
    if (PLURAL.test(term)) return { match, rows }
    for (let size = term.length; rows.size === 0 && size >= shortest; size--) {
      match = `${quoted(term.slice(0, size))}*`
      rows = this.#rows(match)
    }
    return { match, rows }
  }

  #rows(match: string): Set<number> {
    const rows = this.#sql.all<{ rowid: number }>('SELECT rowid FROM words WHERE words MATCH ?', match)
    return new Set(rows.map(({ rowid }) => rowid))
  }

  #ranked(match: string): { id: number; title: string; url: string; text: string; rank: number }[] {
    return this.#sql.all(
      `SELECT passages.id, passages.title, passages.url, passages.text, -bm25(words, ${TITLE_WEIGHT}, 1) AS rank
       FROM words JOIN passages ON passages.id = words.rowid WHERE words MATCH ? ORDER BY rank DESC LIMIT 40`,
      match,
    )
  }

  #count(): number {
    return first<{ n: number }>(this.#sql, 'SELECT count(*) AS n FROM passages')?.n ?? 0
  }
}

/** A string of FTS5: inside the quotes nothing is syntax. Terms hold letters and digits only, but who knows. */
const quoted = (term: string): string => `"${term.replaceAll('"', '""')}"`

/** Says whether documents changed, no more. Raised by hand when the splitting does. */
const SPLIT_VERSION = 1

function hashOf(documents: readonly Document[]): string {
  // cyrb53 by bryc (public domain): synchronous, which `crypto.subtle` is not, and nobody gains by a collision here.
  let a = 0xdeadbeef ^ SPLIT_VERSION
  let b = 0x41c6ce57 ^ SPLIT_VERSION
  for (const { path, text } of documents) {
    for (const part of [path, text]) {
      for (let i = 0; i < part.length; i++) {
        const unit = part.charCodeAt(i)
        a = Math.imul(a ^ unit, 2654435761)
        b = Math.imul(b ^ unit, 1597334677)
      }
      a = Math.imul(a ^ 0x1f, 2654435761)
    }
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36)
}
