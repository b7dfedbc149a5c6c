/**
 * The texts of a person that can be found: what the rooms tell, in rows and in the index beside them. Rows are numbered by
 * the time of their message, so the newest come first without sorting and a date is a range of numbers. [SE2]
 */
import type { ConversationItem } from '../../../shared/conversation.ts'
import type { News, NewsText } from '../../rpc.ts'
import { first, type Sql } from '../../sql.ts'
import { facet, quoted, segmented } from './query.ts'
import { Spelling, vocabularyOf } from './spelling.ts'

/** Rows of one ms. */
const PER_MS = 1024

export type Row = {
  n: number
  conversation: string
  message: string
  role: NewsText['role'] | 'title'
  model: string | null
  text: string
}

export class Texts {
  readonly #sql: Sql
  readonly spelling: Spelling

  constructor(sql: Sql) {
    this.#sql = sql
    this.spelling = new Spelling(sql)
  }

  /** What a room says of itself (null: it was erased). `renewed`: the item is newer than what was known. */
  settle(conversation: string, item: ConversationItem | null, renewed: boolean, news: News | null): void {
    if (!item) this.erase(conversation)
    else if (renewed) this.entitle(conversation, item.title, item.created)
    if (item && news) this.take(conversation, news)
  }

  /** What a room says of its texts. What is older than known comes from a life of it that ended, and is ignored. */
  take(conversation: string, news: News): void {
    const sql = this.#sql
    sql.transaction(() => {
      const heard = first<{ clock: number }>(
        sql,
        'SELECT clock FROM search_heard WHERE conversation = ?',
        conversation,
      )
      if (heard && heard.clock > news.clock) return
      sql.run('INSERT OR REPLACE INTO search_heard VALUES (?, ?)', conversation, news.clock)
      const lost = new Set<string>()
      for (const id of news.gone) this.#drop(conversation, id, lost)
      for (const text of news.texts) {
        this.#drop(conversation, text.id, lost)
        this.#add({ ...text, conversation, message: text.id })
      }
      this.#forget(lost)
    })
  }

  /** The name of a conversation, which is found like a message. Null: it has none. */
  entitle(conversation: string, title: string | null, created: number): void {
    const sql = this.#sql
    const known = this.#row(conversation, '')
    if ((known?.text ?? null) === title) return
    sql.transaction(() => {
      const lost = new Set<string>()
      this.#drop(conversation, '', lost)
      if (title !== null)
        this.#add({ conversation, message: '', role: 'title', model: null, text: title, created })
      this.#forget(lost)
    })
  }

  /** The conversation was erased, with everything in it. */
  erase(conversation: string): void {
    const sql = this.#sql
    sql.transaction(() => {
      const lost = new Set<string>()
      const rows = sql.all<{ message: string }>(
        'SELECT message FROM search_text WHERE conversation = ?',
        conversation,
      )
      for (const { message } of rows) this.#drop(conversation, message, lost)
      // No news of it can come any more that would be newer.
      sql.run('INSERT OR REPLACE INTO search_heard VALUES (?, ?)', conversation, Number.MAX_SAFE_INTEGER)
      this.#forget(lost)
    })
  }

  #row(conversation: string, message: string): Row | undefined {
    return first<Row>(
      this.#sql,
      'SELECT * FROM search_text WHERE conversation = ? AND message = ?',
      conversation,
      message,
    )
  }

  #add(row: Omit<Row, 'n'> & { created: number }): void {
    const sql = this.#sql
    const n = this.#free(row.created)
    const { conversation, message, role, model, text } = row
    sql.run(
      'INSERT INTO search_text (n, conversation, message, role, model, size, text) VALUES (?, ?, ?, ?, ?, ?, ?)',
      n,
      conversation,
      message,
      role,
      model,
      text.length,
      text,
    )
    sql.run(
      'INSERT INTO search_index (rowid, text, facets) VALUES (?, ?, ?)',
      n,
      segmented(text),
      facetsOf(row),
    )
    this.spelling.learn(vocabularyOf(text))
  }

  /** Takes a row out; the words it held go to `lost`. */
  #drop(conversation: string, message: string, lost: Set<string>): void {
    const sql = this.#sql
    const row = this.#row(conversation, message)
    if (!row) return
    // The index keeps no text of its own: it is told what it was given.
    sql.run(
      "INSERT INTO search_index (search_index, rowid, text, facets) VALUES ('delete', ?, ?, ?)",
      row.n,
      segmented(row.text),
      facetsOf(row),
    )
    sql.run('DELETE FROM search_text WHERE n = ?', row.n)
    for (const word of vocabularyOf(row.text)) lost.add(word)
  }

  #forget(lost: ReadonlySet<string>): void {
    this.spelling.forget(
      lost,
      (word) =>
        first(
          this.#sql,
          'SELECT 1 AS one FROM search_index WHERE search_index MATCH ? LIMIT 1',
          `{text}: ${quoted(segmented(word).trim())}`,
        ) !== undefined,
    )
  }

  /** A number for a message of this time that no other has. */
  #free(created: number): number {
    const from = rowFrom(created)
    const [row] = this.#sql.all<{ n: number }>(
      'SELECT n FROM search_text WHERE n >= ? AND n < ? ORDER BY n DESC LIMIT 1',
      from,
      from + PER_MS,
    )
    const next = row ? row.n + 1 : from
    return next < from + PER_MS ? next : this.#free(Math.floor(from / PER_MS) + 1)
  }
}

/** Numbers stay exact up to here: the year 2245. */
const MAX_TIME = 8_700_000_000_000

/** The first number of this time, Unix ms. */
export function rowFrom(time = 0): number {
  return Math.floor(Math.min(Math.max(time, 0), MAX_TIME)) * PER_MS
}

/** The first number after this time, Unix ms. */
export function rowAfter(time = MAX_TIME): number {
  return rowFrom(time) + PER_MS - 1 + (time >= MAX_TIME ? 0 : 1)
}

/** When the message of this row was made, Unix ms. */
export const timeOf = (n: number): number => Math.floor(n / PER_MS)

function facetsOf({ conversation, role, model }: Omit<Row, 'n'>): string {
  const facets = [facet('c', conversation), facet('r', role)]
  if (model !== null) facets.push(facet('m', model))
  return facets.join(' ')
}
