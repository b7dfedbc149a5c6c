/**
 * Where this person's sockets are, so that revoking a session closes them everywhere [AC1]. A session that was revoked is
 * remembered for as long as an access token lives, because a socket may be opening at that very moment.
 */
import { first, type Sql } from '../sql.ts'

/** Ms an access token is good for. */
const ACCESS_TOKEN_MS = 15 * 60 * 1000

export class Presence {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** A socket of this session opened or closed in `conversation`. False: the session is over. */
  watch(conversation: string, sid: string, open: boolean): boolean {
    const sql = this.#sql
    if (!open) {
      sql.run('UPDATE watch SET sockets = sockets - 1 WHERE sid = ? AND conversation = ?', sid, conversation)
      sql.run('DELETE FROM watch WHERE sid = ? AND conversation = ? AND sockets < 1', sid, conversation)
      return true
    }
    if (this.isRevoked(sid)) return false
    sql.run(
      'INSERT INTO watch VALUES (?, ?, 1) ON CONFLICT (sid, conversation) DO UPDATE SET sockets = sockets + 1',
      sid,
      conversation,
    )
    return true
  }

  isRevoked(sid: string): boolean {
    return first(this.#sql, 'SELECT 1 AS one FROM revoked WHERE sid = ?', sid) !== undefined
  }

  /** The session (null: all of them) is over. Returns the conversations that may hold its sockets. */
  revoke(sid: string | null, now: number): string[] {
    const sql = this.#sql
    return sql.transaction(() => {
      const rows =
        sid === null
          ? sql.all<{ sid: string; conversation: string }>('SELECT sid, conversation FROM watch')
          : sql.all<{ sid: string; conversation: string }>(
              'SELECT sid, conversation FROM watch WHERE sid = ?',
              sid,
            )
      const sids = sid === null ? new Set(rows.map((row) => row.sid)) : new Set([sid])
      sql.run('DELETE FROM revoked WHERE until < ?', now)
      for (const over of sids) {
        sql.run('INSERT OR REPLACE INTO revoked VALUES (?, ?)', over, now + ACCESS_TOKEN_MS)
        sql.run('DELETE FROM watch WHERE sid = ?', over)
      }
      return [...new Set(rows.map((row) => row.conversation))]
    })
  }
}
