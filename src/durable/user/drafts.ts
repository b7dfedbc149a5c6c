/**
 * Drafts: what is written in a composer and not sent yet, one for each conversation and one for the next new one. Who
 * writes says which version they knew; another one is never written over, but told. What is in its files is in
 * `draft-files.ts`.
 */
import * as v from 'valibot'
import { type Draft, DraftOf } from '../../shared/drafts.ts'
import { isId } from '../../shared/ids.ts'
import type { FilePart } from '../../shared/parts.ts'
import type { UserClientFrame, UserFrame } from '../../shared/protocol.ts'
import { download } from '../download.ts'
import { first, json, type Sql } from '../sql.ts'
import { dropFiles, fileOf, fitting, keepFiles, lacking, onPiece } from './draft-files.ts'

export const DRAFTS_SCHEMA =
  'CREATE TABLE draft (conversation TEXT PRIMARY KEY, text TEXT NOT NULL, updated INTEGER NOT NULL) WITHOUT ROWID;'

/** More than anybody returns to. */
const MAX_DRAFTS = 200

export type DraftFrame = Extract<UserClientFrame, { t: 'draft' | 'draft-ask' | 'draft-file' }>

type Answer = { mine: UserFrame; others: UserFrame | null }

/** What the page that asks hears, and what all others of this person do. */
export function onDraft(sql: Sql, frame: DraftFrame, now: number): Answer {
  if (frame.t === 'draft-file') return onPiece(sql, frame)
  const { of } = frame
  const stored = draftOf(sql, of)
  if (frame.t === 'draft-ask') return { mine: { t: 'draft', ...stored }, others: null }
  const { text } = frame
  // A page from before drafts had files says nothing of them.
  const wanted = frame.files ?? (text === '' ? [] : stored.files)
  const files = fitting(sql, of, wanted)
  const full = wanted.filter((file) => !files.includes(file)).map(({ id }) => id)
  const kept = (at: number): UserFrame => {
    const lacks = lacking(sql, of, files)
    return { t: 'draft-kept', of, at, ...(lacks.length > 0 && { lacks }), ...(full.length > 0 && { full }) }
  }
  if (stored.text === text && isSame(stored.files, files)) return { mine: kept(stored.at), others: null }
  if (stored.at > 0 && stored.at !== frame.base) return { mine: { t: 'draft', ...stored }, others: null }
  const isNone = (text === '' && files.length === 0) || isErased(sql, of)
  if (isNone) {
    dropDraft(sql, of)
    return { mine: { t: 'draft-kept', of, at: 0 }, others: { t: 'draft', of, at: 0, text: '', files: [] } }
  }
  const at = Math.max(now, stored.at + 1)
  keep(sql, { of, at, text, files }, stored)
  return { mine: kept(at), others: { t: 'draft', ...draftOf(sql, of) } }
}

/** `GET ?draft=OF&file=ID`: what is in a file of a draft. */
export function serveDraft(sql: Sql, request: Request): Response {
  const { searchParams } = new URL(request.url)
  const [of, id] = [searchParams.get('draft'), searchParams.get('file') ?? '']
  if (of === null) return new Response(null, { status: 426 })
  const found = v.is(DraftOf, of) && isId(id) ? fileOf(sql, of, id) : undefined
  return found ? download({ id, ...found }, { fleeting: true }) : new Response(null, { status: 404 })
}

export function draftOf(sql: Sql, of: string): Draft {
  const row = first<{ text: string; files: string; updated: number }>(
    sql,
    'SELECT text, files, updated FROM draft WHERE conversation = ?',
    of,
  )
  const files = json<FilePart[]>(row?.files ?? null) ?? []
  const lacks = lacking(sql, of, files)
  return { of, at: row?.updated ?? 0, text: row?.text ?? '', files, ...(lacks.length > 0 && { lacks }) }
}

export function dropDraft(sql: Sql, of: string): void {
  const row = first<{ files: string }>(sql, 'SELECT files FROM draft WHERE conversation = ?', of)
  if (!row) return
  sql.run('DELETE FROM draft WHERE conversation = ?', of)
  if (row.files !== '[]') dropFiles(sql, of)
}

function keep(sql: Sql, { of, at, text, files }: Draft, before: Draft): void {
  sql.transaction(() => {
    sql.run(
      'INSERT OR REPLACE INTO draft (conversation, text, updated, files) VALUES (?, ?, ?, ?)',
      of,
      text,
      at,
      JSON.stringify(files),
    )
    if (!isSame(files, before.files)) keepFiles(sql, of, files)
    const old = sql.all<{ conversation: string }>(
      'SELECT conversation FROM draft ORDER BY updated DESC LIMIT -1 OFFSET ?',
      MAX_DRAFTS,
    )
    for (const { conversation } of old) dropDraft(sql, conversation)
  })
}

function isSame(some: readonly FilePart[], others: readonly FilePart[]): boolean {
  return some.length === others.length && some.every(({ id }, n) => id === others[n]?.id)
}

/** A page that was away writes on in what was erased meanwhile: that must not come back. */
function isErased(sql: Sql, of: string): boolean {
  return first(sql, 'SELECT 1 AS one FROM conversation WHERE id = ? AND gone > 0', of) !== undefined
}
