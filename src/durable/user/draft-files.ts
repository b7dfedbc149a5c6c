/**
 * What is in the files of drafts. It comes in pieces after the draft that names them, each a row, and goes with the draft.
 * A piece that comes again, or out of its order, changes nothing: the answer says where the file goes on.
 */
import { type Lack, MAX_DRAFTS_BYTES } from '../../shared/drafts.ts'
import { carriedBytes } from '../../shared/media.ts'
import type { FilePart } from '../../shared/parts.ts'
import type { UserClientFrame, UserFrame } from '../../shared/protocol.ts'
import { first, json, type Sql } from '../sql.ts'

/** `units` and `bytes` of what is here, of `size` bytes: of Base64, where it is no text. */
export const DRAFT_FILES_SCHEMA = `ALTER TABLE draft ADD COLUMN files TEXT NOT NULL DEFAULT '[]';
   CREATE TABLE draft_file (
     draft TEXT NOT NULL, id TEXT NOT NULL, size INTEGER NOT NULL, units INTEGER NOT NULL, bytes INTEGER NOT NULL,
     PRIMARY KEY (draft, id)
   ) WITHOUT ROWID;
   CREATE TABLE draft_text (
     draft TEXT NOT NULL, file TEXT NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (draft, file, at)
   );`

type Row = { id: string; size: number; units: number; bytes: number }

/** Those of the files that have room beside the files of all other drafts. */
export function fitting(sql: Sql, of: string, files: readonly FilePart[]): FilePart[] {
  if (files.length === 0) return []
  const others = first<{ bytes: number | null }>(
    sql,
    'SELECT SUM(size) AS bytes FROM draft_file WHERE draft <> ?',
    of,
  )
  let room = MAX_DRAFTS_BYTES - (others?.bytes ?? 0)
  const seen = new Set<string>()
  return files.filter((file) => {
    const size = carriedBytes(file)
    if (seen.has(file.id) || size > room) return false
    seen.add(file.id)
    room -= size
    return true
  })
}

/** From now on the draft has these files. Inside `transaction`. */
export function keepFiles(sql: Sql, of: string, files: readonly FilePart[]): void {
  const wanted = new Set(files.map(({ id }) => id))
  for (const { id } of rowsOf(sql, of)) {
    if (wanted.has(id)) continue
    sql.run('DELETE FROM draft_file WHERE draft = ? AND id = ?', of, id)
    sql.run('DELETE FROM draft_text WHERE draft = ? AND file = ?', of, id)
  }
  for (const file of files)
    sql.run('INSERT OR IGNORE INTO draft_file VALUES (?, ?, ?, 0, 0)', of, file.id, carriedBytes(file))
}

export function dropFiles(sql: Sql, of: string): void {
  sql.run('DELETE FROM draft_file WHERE draft = ?', of)
  sql.run('DELETE FROM draft_text WHERE draft = ?', of)
}

/** Those whose text is not all here. */
export function lacking(sql: Sql, of: string, files: readonly FilePart[]): Lack[] {
  if (files.length === 0) return []
  return rowsOf(sql, of).flatMap(({ id, size, units, bytes }) => (bytes < size ? [{ id, at: units }] : []))
}

/** A piece of a file. Nobody waits for one that no draft has. */
export function onPiece(
  sql: Sql,
  { of, id, at, text }: Extract<UserClientFrame, { t: 'draft-file' }>,
): { mine: UserFrame; others: UserFrame | null } {
  const row = first<Row>(sql, 'SELECT * FROM draft_file WHERE draft = ? AND id = ?', of, id)
  const told = (to: number | null, whole: boolean): UserFrame => ({ t: 'draft-file', of, id, at: to, whole })
  if (!row) return { mine: told(null, false), others: null }
  if (at !== row.units) return { mine: told(row.units, row.bytes === row.size), others: null }
  const bytes = row.bytes + new TextEncoder().encode(text).length
  // It is not the file that the draft names.
  if (bytes > row.size) return { mine: told(null, false), others: null }
  const units = row.units + text.length
  sql.transaction(() => {
    sql.run('INSERT INTO draft_text VALUES (?, ?, ?, ?)', of, id, at, text)
    sql.run('UPDATE draft_file SET units = ?, bytes = ? WHERE draft = ? AND id = ?', units, bytes, of, id)
  })
  const whole = bytes === row.size
  return { mine: told(units, whole), others: whole ? told(units, true) : null }
}

/** What is in a file, once it is all here. */
export function fileOf(
  sql: Sql,
  of: string,
  id: string,
): { name: string; mime: string; text: string } | undefined {
  const row = first<{ files: string; whole: number }>(
    sql,
    `SELECT files, size = bytes AS whole FROM draft JOIN draft_file ON draft = conversation
     WHERE conversation = ? AND id = ?`,
    of,
    id,
  )
  const file = row?.whole === 1 && json<FilePart[]>(row.files)?.find((one) => one.id === id)
  if (!file) return
  const pieces = sql.all<{ text: string }>(
    'SELECT text FROM draft_text WHERE draft = ? AND file = ? ORDER BY at',
    of,
    id,
  )
  return { name: file.name, mime: file.mime, text: pieces.map(({ text }) => text).join('') }
}

function rowsOf(sql: Sql, of: string): Row[] {
  return sql.all<Row>('SELECT id, size, units, bytes FROM draft_file WHERE draft = ?', of)
}
