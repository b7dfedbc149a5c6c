/**
 * Drafts: what is written in a composer and not sent yet, one for each conversation and one for the next new one. Who
 * writes says which version they knew; another one is never written over, but told.
 */
import type { Draft } from '../../shared/drafts.ts'
import type { UserClientFrame, UserFrame } from '../../shared/protocol.ts'
import { first, type Sql } from '../sql.ts'

export const DRAFTS_SCHEMA =
  'CREATE TABLE draft (conversation TEXT PRIMARY KEY, text TEXT NOT NULL, updated INTEGER NOT NULL) WITHOUT ROWID;'

/** More than anybody returns to. */
const MAX_DRAFTS = 200

export type DraftFrame = Extract<UserClientFrame, { t: 'draft' | 'draft-ask' }>

/** What the page that asks hears, and what all others of this person do. */
export function onDraft(
  sql: Sql,
  frame: DraftFrame,
  now: number,
): { mine: UserFrame; others: UserFrame | null } {
  const { of } = frame
  const stored = draftOf(sql, of)
  if (frame.t === 'draft-ask') return { mine: { t: 'draft', ...stored }, others: null }
  if (stored.text === frame.text) return { mine: { t: 'draft-kept', of, at: stored.at }, others: null }
  if (stored.at > 0 && stored.at !== frame.base) return { mine: { t: 'draft', ...stored }, others: null }
  const at = frame.text === '' || isErased(sql, of) ? 0 : Math.max(now, stored.at + 1)
  if (at === 0) dropDraft(sql, of)
  else keep(sql, { of, at, text: frame.text })
  const told: Draft = { of, at, text: at === 0 ? '' : frame.text }
  return { mine: { t: 'draft-kept', of, at }, others: { t: 'draft', ...told } }
}

export function draftOf(sql: Sql, of: string): Draft {
  const row = first<{ text: string; updated: number }>(
    sql,
    'SELECT text, updated FROM draft WHERE conversation = ?',
    of,
  )
  return { of, at: row?.updated ?? 0, text: row?.text ?? '' }
}

export function dropDraft(sql: Sql, of: string): void {
  sql.run('DELETE FROM draft WHERE conversation = ?', of)
}

function keep(sql: Sql, { of, at, text }: Draft): void {
  sql.transaction(() => {
    sql.run('INSERT OR REPLACE INTO draft (conversation, text, updated) VALUES (?, ?, ?)', of, text, at)
    sql.run(
      'DELETE FROM draft WHERE conversation IN (SELECT conversation FROM draft ORDER BY updated DESC LIMIT -1 OFFSET ?)',
      MAX_DRAFTS,
    )
  })
}

/** A page that was away writes on in what was erased meanwhile: that must not come back. */
function isErased(sql: Sql, of: string): boolean {
  return first(sql, 'SELECT 1 AS one FROM conversation WHERE id = ? AND gone > 0', of) !== undefined
}
