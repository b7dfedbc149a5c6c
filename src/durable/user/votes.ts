/** What this person thought of models that answered beside each other. Nothing of a conversation is in it. */
import type { VoteNews } from '../rpc.ts'
import type { Sql } from '../sql.ts'

/** `picks` is JSON, in the order of the columns; `winner` an index in it. */
export const VOTES_SCHEMA = `CREATE TABLE vote (
  id TEXT PRIMARY KEY, verdict TEXT NOT NULL, picks TEXT NOT NULL, winner INTEGER, at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX vote_at ON vote (at);`

/** [CM6] Takes what a conversation tells, again and again if it must. */
export function settleVotes(sql: Sql, votes: readonly VoteNews[]): void {
  for (const { id, verdict, picks, winner, at } of votes) {
    sql.run('DELETE FROM vote WHERE id = ?', id)
    if (verdict === null) continue
    sql.run(
      'INSERT INTO vote (id, verdict, picks, winner, at) VALUES (?, ?, ?, ?, ?)',
      id,
      verdict,
      JSON.stringify(picks),
      winner,
      at,
    )
  }
}
