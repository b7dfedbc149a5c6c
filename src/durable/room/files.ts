/**
 * [FI1] Files that belong to messages: texts as they are, and what is none as Base64 [FI2]. What is in one comes in pieces
 * before its message, waits in memory, and is written with the message, in rows that SQLite bears. Messages hold only its
 * name and beginning; whoever reads windows never reads a file.
 */
import { bytesOf, isBase64 } from '../../shared/base64.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import { mediaOf, mediaTokens, SNIFFED_BYTES, sniffed } from '../../shared/media.ts'
import {
  type FilePart,
  filesOf,
  MAX_FILE_BYTES,
  MAX_MESSAGE_BYTES,
  MAX_PREVIEW,
  type Part,
  previewOf,
  type UserPart,
} from '../../shared/parts.ts'
import { estimateTokens } from '../../shared/tokens.ts'
import type { Caller, FileContent } from '../rpc.ts'
import { first } from '../sql.ts'
import type { Store } from './store.ts'

/** UTF-16 units of one row: at most three bytes each, and a row may have one million. */
const ROW = 300_000

/** UTF-16 units of all files that wait for their message, and how many of them wait. */
const MAX_WAITING = MAX_MESSAGE_BYTES
const MAX_FILES = 100

type Facts = { mime: string; size: number; tokens: number; preview: string; odd: boolean }

type Waiting = { sid: string; text: string; facts?: Facts }

/** What of a message's file says how to read it. */
type Named = Pick<FilePart, 'id' | 'mime' | 'size'>

/** A file as it goes into a copy of its conversation. */
export type StoredFile = {
  id: string
  name: string
  mime: string
  size: number
  tokens: number
  text: string
  messages: string[]
}

export class Files {
  /** Tokens of each text that go to a model, where a conversation says nothing of it. */
  readonly most: number
  readonly #store: Store
  readonly #waiting = new Map<string, Waiting>()

  constructor(store: Store, most = Number.POSITIVE_INFINITY) {
    this.#store = store
    this.most = most
  }

  /** A piece of a file whose message is to follow. The first begins it anew. */
  take({ sid }: Caller, id: string, at: number, text: string): Result<null> {
    const known = this.#waiting.get(id)
    const begun = at === 0 ? '' : (known?.text ?? '')
    if (begun.length !== at || (known && known.sid !== sid))
      return fail('conflict', 'a piece of this file is missing')
    const whole = begun + text
    let total = whole.length
    for (const [other, { text }] of this.#waiting) if (other !== id) total += text.length
    if (whole.length > MAX_FILE_BYTES || total > MAX_WAITING)
      return fail('too_large', 'this file is too large')
    if (!known && this.#waiting.size >= MAX_FILES)
      return fail('too_large', 'too many files wait for their message')
    this.#waiting.set(id, { sid, text: whole })
    return ok(null)
  }

  /** Does `work` with files that come in one piece each, and forgets those that no message has afterwards. */
  async carrying<T>(
    caller: Caller,
    contents: readonly FileContent[],
    work: () => Promise<Result<T>>,
  ): Promise<Result<T>> {
    try {
      for (const { id, text } of contents) {
        const taken = this.take(caller, id, 0, text)
        if (!taken.ok) return taken
      }
      return await work()
    } finally {
      for (const { id } of contents) this.#waiting.delete(id)
    }
  }

  /** A session is over: what it brought will not be sent. */
  forget(sid: string): void {
    for (const [id, file] of this.#waiting) if (file.sid === sid) this.#waiting.delete(id)
  }

  /** Whether the files of a message are all here, whole, and what it says of them. */
  claim(parts: readonly UserPart[]): Result<null> {
    for (const part of filesOf(parts)) {
      const file = this.#facts(part)
      if (file?.mime !== part.mime || file.size !== part.size || file.preview !== part.preview)
        return fail('conflict', 'a file of this message did not arrive')
      if (file.odd) return fail('bad_request', `what is in this file is not ${part.mime}`)
    }
    return ok(null)
  }

  /** Keeps the files of `message`. Inside `write`. */
  write(message: string, parts: readonly Part[], now: number): void {
    for (const part of filesOf(parts)) {
      const { id, name, mime, size } = part
      const waiting = this.#waiting.get(id)
      if (waiting && !this.#row(id))
        insert(this.#store, { id, name, mime, size, text: waiting.text, tokens: this.tokens(part) }, now)
      this.#store.sql.run('INSERT OR IGNORE INTO file_use VALUES (?, ?)', id, message)
    }
  }

  /** They are written. */
  written(parts: readonly Part[]): void {
    this.drop(parts)
  }

  /** No message waits for what came of these files. */
  drop(parts: readonly Part[]): void {
    for (const { id } of filesOf(parts)) this.#waiting.delete(id)
  }

  /** Asked for with every look at the gauge: of what is stored, nothing is read. */
  tokens(part: Named): number {
    return (this.#waiting.has(part.id) ? this.#facts(part) : this.#row(part.id))?.tokens ?? 0
  }

  /** What is in it: words, or Base64. */
  text(id: string): string {
    return this.#waiting.get(id)?.text ?? textOfFile(this.#store, id)
  }

  /** Counted once: it is asked for with every step of a message. */
  #facts({ id, mime }: Named): Facts | undefined {
    const waiting = this.#waiting.get(id)
    if (waiting) {
      const { text } = waiting
      if (waiting.facts?.mime !== mime)
        waiting.facts = mediaOf(mime) ? mediaFacts(mime, text) : textFacts(mime, text)
      return waiting.facts
    }
    const row = this.#row(id)
    if (!row) return undefined
    const preview = mediaOf(row.mime) ? '' : previewOf(textOfFile(this.#store, id, MAX_PREVIEW))
    return { ...row, preview, odd: false }
  }

  #row(id: string): Pick<Facts, 'mime' | 'size' | 'tokens'> | undefined {
    if (!this.#store.head) return undefined
    return first(this.#store.sql, 'SELECT mime, size, tokens FROM file WHERE id = ?', id)
  }
}

function textFacts(mime: string, text: string): Facts {
  return {
    mime,
    size: new TextEncoder().encode(text).length,
    tokens: estimateTokens(text),
    preview: previewOf(text),
    // Neither can be stored as it is.
    odd: text.includes('\0') || !text.isWellFormed(),
  }
}

/** [FI2] It must be of the type it says by its first bytes: it is shown, and sent to vendors, as that. */
function mediaFacts(mime: string, text: string): Facts {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const size = (text.length / 4) * 3 - padding
  const is = isBase64(text) && sniffed(bytesOf(text.slice(0, Math.ceil(SNIFFED_BYTES / 3) * 4))) === mime
  return { mime, size, tokens: mediaTokens(mime, size), preview: '', odd: !is }
}

/** What is in a stored file, or its beginning. */
export function textOfFile(store: Store, id: string, most = Number.POSITIVE_INFINITY): string {
  const rows = store.sql.all<{ text: string }>(
    'SELECT text FROM file_text WHERE file = ? AND n <= ? ORDER BY n',
    id,
    Math.min(Math.floor(most / ROW), 1_000_000),
  )
  return rows
    .map(({ text }) => text)
    .join('')
    .slice(0, most)
}

export function hasFile(store: Store, id: string): boolean {
  return store.head !== null && first(store.sql, 'SELECT 1 AS one FROM file WHERE id = ?', id) !== undefined
}

/** The stored file `id`; undefined where there is none. */
export function fileOf(store: Store, id: string): { name: string; mime: string; text: string } | undefined {
  if (!store.head) return undefined
  const row = first<{ name: string; mime: string }>(store.sql, 'SELECT name, mime FROM file WHERE id = ?', id)
  return row && { ...row, text: textOfFile(store, id) }
}

/** A file as a model reads it: under its name, in a fence that nothing in it ends; the first `share` of it. */
export function fenced(name: string, text: string, share: number): string {
  const shown = share < 1 ? text.slice(0, Math.floor(text.length * share)) : text
  const ticks = (shown.match(/`{3,}/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2)
  const fence = '`'.repeat(ticks + 1)
  const rest = text.length - shown.length
  const note =
    rest > 0 ? `\n[The file goes on. Its last ${rest} characters did not fit and are left out.]` : ''
  return `File: ${name}\n${fence}\n${shown}\n${fence}${note}`
}

/** Bytes of all files of these messages. None is read for it. */
export function sizeOfFiles(store: Store, parts: Iterable<readonly Part[]>): number {
  const ids = new Set([...parts].flatMap((all) => filesOf(all).map(({ id }) => id)))
  let bytes = 0
  for (const id of ids) {
    bytes += first<{ size: number }>(store.sql, 'SELECT size FROM file WHERE id = ?', id)?.size ?? 0
  }
  return bytes
}

/** The files of these messages, for a copy under other names of the messages. */
export function filesFor(store: Store, parts: ReadonlyMap<string, readonly Part[]>): StoredFile[] {
  const found = new Map<string, StoredFile>()
  for (const [message, all] of parts) {
    for (const { id } of filesOf(all)) {
      const known = found.get(id)
      if (known) known.messages.push(message)
      else {
        const row = first<Omit<StoredFile, 'text' | 'messages'>>(
          store.sql,
          'SELECT id, name, mime, size, tokens FROM file WHERE id = ?',
          id,
        )
        if (row) found.set(id, { ...row, text: textOfFile(store, id), messages: [message] })
      }
    }
  }
  return [...found.values()]
}

/** Takes the files of a copy in. Inside `write`. */
export function adoptFiles(store: Store, files: readonly StoredFile[], now: number): void {
  for (const { messages, ...file } of files) {
    insert(store, file, now)
    for (const message of messages)
      store.sql.run('INSERT OR IGNORE INTO file_use VALUES (?, ?)', file.id, message)
  }
}

/** [DE3] Erases files that belong to no message any more, also to none that waits or can be restored. */
export function sweepFiles(store: Store, before: number): void {
  store.sql.run(
    `DELETE FROM file_use WHERE message NOT IN (SELECT id FROM message WHERE parts <> '[]')
       AND message NOT IN (SELECT id FROM queue)`,
  )
  const orphans = store.sql.all<{ id: string }>(
    'SELECT id FROM file WHERE created < ? AND id NOT IN (SELECT file FROM file_use)',
    before,
  )
  for (const { id } of orphans) {
    store.sql.run('DELETE FROM file_text WHERE file = ?', id)
    store.sql.run('DELETE FROM file WHERE id = ?', id)
  }
}

function insert(store: Store, file: Omit<StoredFile, 'messages'>, now: number): void {
  const { id, name, mime, size, tokens, text } = file
  store.sql.run('INSERT INTO file VALUES (?, ?, ?, ?, ?, ?)', id, name, mime, size, tokens, now)
  for (let at = 0, n = 0; at < text.length; n++) {
    let end = Math.min(at + ROW, text.length)
    // Two halves of one character stay in one row: alone, neither can be stored.
    if (end < text.length && /[\uD800-\uDBFF]/.test(text[end - 1] as string)) end--
    store.sql.run('INSERT INTO file_text VALUES (?, ?, ?)', id, n, text.slice(at, end))
    at = end
  }
}
