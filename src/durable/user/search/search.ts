/**
 * Finding what a person has written or read: as one types, ranked, page by page. The newest hits of a query are one block,
 * ranked in itself, so a word that is everywhere costs no more than a rare one. [SE3]
 */
import type { UserClientFrame, UserFrame } from '../../../shared/protocol.ts'
import {
  FOUND_PAGE,
  type Found,
  type FoundPage,
  MAX_FOUND_PAGE,
  type SearchFilters,
} from '../../../shared/search.ts'
import { first, type Sql } from '../../sql.ts'
import { facet, matchOf, type Word, wordsOf } from './query.ts'
import { type Candidate, ranked } from './rank.ts'
import { NOT_HIDDEN, scopeOf } from './scope.ts'
import { snippetOf } from './snippet.ts'
import { type Row, rowAfter, rowFrom, Texts, timeOf } from './texts.ts'

/** The newest hits of a block are ranked against each other; a word that is everywhere costs no more than this. */
const BLOCK = 200

/** Fewer hits than this, and similar words are looked for as well. */
const FEW = 5

/** Up to so many words of a query are each taken for misspelt. */
const ALL_SIMILAR = 3

/** UTF-16 units of a text by which it is ranked. */
const RANKED_LENGTH = 2000

/** Where a page goes on: in which block, after which hit. */
type Place = { near: boolean; block: number; score: number; n: number }

export class Search {
  readonly #sql: Sql
  /** What can be found. */
  readonly texts: Texts

  constructor(sql: Sql) {
    this.#sql = sql
    this.texts = new Texts(sql)
  }

  /** The answer to a frame. */
  answer({ n, query, filters, cursor }: Extract<UserClientFrame, { t: 'search' }>): UserFrame {
    const page = this.find(query, filters, cursor, FOUND_PAGE)
    return page ? { t: 'found', n, ...page } : { t: 'error', code: 'bad_request' }
  }

  /** Hits of `query`, best first; none when it holds no word. Null for a cursor that is not ours. `limit` ≤ 50. */
  find(query: string, filters: SearchFilters, cursor: string | undefined, limit: number): FoundPage | null {
    const place = cursor === undefined ? undefined : placeOf(cursor)
    if (place === null) return null
    const words = wordsOf(query)
    if (words.length === 0) return { items: [], nextCursor: null, near: false }
    if (place) return this.#page(words, place.near ? this.#similar(words) : [], filters, place, limit)
    const page = this.#page(words, [], filters, undefined, limit)
    const similar = page.items.length < FEW ? this.#similar(words) : []
    return similar.some((list) => list.length > 0)
      ? this.#page(words, similar, filters, undefined, limit)
      : page
  }

  #page(
    words: Word[],
    similar: string[][],
    filters: SearchFilters,
    place: Place | undefined,
    limit: number,
  ): FoundPage {
    const isNear = similar.some((list) => list.length > 0)
    const scope = scopeOf(this.#sql, filters)
    const match = matching(words, similar, filters, scope)
    const most = Math.min(limit, MAX_FOUND_PAGE)
    const hits: Candidate[] = []
    let block = place?.block ?? rowAfter(filters.to)
    let after: { score: number; n: number } | null = place ?? null
    let next: Place | null = null
    while (hits.length < most) {
      const rows = this.#candidates(match, block, rowFrom(filters.from), scope)
      // What comes later stands before the first block, and moves nothing in it.
      if (!place && hits.length === 0 && rows[0]) block = rows[0].n + 1
      const list = ranked(rows, words).filter((hit) => !after || isAfter(hit, after))
      hits.push(...list.slice(0, most - hits.length))
      const last = hits.at(-1)
      if (last && list.at(-1) !== last && list.length > 0) {
        next = { near: isNear, block, score: last.score, n: last.n }
        break
      }
      if (rows.length < BLOCK) break
      block = rows.at(-1)!.n
      after = null
      if (hits.length >= most) next = { near: isNear, block, score: Number.MAX_VALUE, n: 0 }
    }
    const shown = [...words, ...similar.flat().map((text) => ({ text, last: false }))]
    return {
      items: hits.map((hit) => this.#found(hit, shown)),
      nextCursor: next && cursorOf(next),
      near: isNear,
    }
  }

  /** In a long query, words that are somewhere are what was meant: looking for more would cost more than it finds. */
  #similar(words: readonly Word[]): string[][] {
    const all = words.length <= ALL_SIMILAR
    return words.map((word) =>
      all || !this.texts.spelling.knows(word.text) ? this.texts.spelling.similar(word) : [],
    )
  }

  #candidates(match: string, before: number, from: number, scope: string[] | null) {
    return this.#sql.all<Omit<Candidate, 'score'>>(
      `SELECT t.n, t.role, t.size, substr(t.text, 1, ${RANKED_LENGTH}) AS text
       FROM search_index JOIN search_text t ON t.n = search_index.rowid
       WHERE search_index MATCH ? AND search_index.rowid < ? AND search_index.rowid >= ?
         AND t.conversation ${NOT_HIDDEN} ${scope ? 'AND t.conversation IN (SELECT value FROM json_each(?))' : ''}
       ORDER BY search_index.rowid DESC LIMIT ${BLOCK}`,
      match,
      before,
      from,
      ...(scope ? [JSON.stringify(scope)] : []),
    )
  }

  #found({ n }: Candidate, words: readonly Word[]): Found {
    const row = first<Row & { title: string | null }>(
      this.#sql,
      `SELECT t.*, (SELECT text FROM search_text WHERE conversation = t.conversation AND message = '') AS title
       FROM search_text t WHERE n = ?`,
      n,
    ) as Row & { title: string | null }
    return {
      conversation: row.conversation,
      message: row.message === '' ? null : row.message,
      title: row.title,
      role: row.role === 'title' ? null : row.role,
      model: row.model,
      created: timeOf(n),
      snippet: snippetOf(row.text, words),
    }
  }
}

/** Conversations of a project that the index itself narrows the search to; the rows of more are looked at one by one. */
const MAX_SCOPE = 200

function matching(
  words: readonly Word[],
  similar: readonly string[][],
  filters: SearchFilters,
  scope: readonly string[] | null,
): string {
  const all = words.map((word, n) => {
    const others = (similar[n] ?? []).map((text) => matchOf({ text, last: false }))
    return `{text}: (${[matchOf(word), ...others].join(' OR ')})`
  })
  const { conversation, role, model } = filters
  if (conversation) all.push(`{facets}: ${facet('c', conversation)}`)
  if (model) all.push(`{facets}: ${facet('m', model)}`)
  if (role) all.push(`{facets}: ${facet('r', role)}`)
  if (scope && scope.length > 0 && scope.length <= MAX_SCOPE)
    all.push(`{facets}: (${scope.map((id) => facet('c', id)).join(' OR ')})`)
  return all.join(' AND ')
}

function isAfter(hit: Candidate, place: { score: number; n: number }): boolean {
  return hit.score < place.score || (hit.score === place.score && hit.n < place.n)
}

function cursorOf({ near, block, score, n }: Place): string {
  return `${near ? 'n' : 'w'}_${block}_${score}_${n}`
}

/** Null for a cursor that is not ours. */
function placeOf(cursor: string): Place | null {
  const [, kind, block, score, n] = /^([nw])_(\d{1,16})_(\d[\d.e+-]{0,40})_(\d{1,16})$/.exec(cursor) ?? []
  const place = { near: kind === 'n', block: Number(block), score: Number(score), n: Number(n) }
  return [place.block, place.score, place.n].every(Number.isFinite) ? place : null
}
