/**
 * [SE2] Texts for the search of the person, as they are now. In batches that fit well into one call between two objects;
 * a batch that was not confirmed is told again.
 */
import type { Verdict } from '../../shared/comparison.ts'
import { mediaOf } from '../../shared/media.ts'
import type { Message, Pick } from '../../shared/message.ts'
import { filesOf, type Part, textOf } from '../../shared/parts.ts'
import type { News, VoteNews } from '../rpc.ts'
import { first } from '../sql.ts'
import { textOfFile } from './files.ts'
import type { Store } from './store.ts'

/** Messages and UTF-16 units of one batch: some tens of ms of indexing. A single longer message goes alone. */
const MAX_MESSAGES = 500
const MAX_UNITS = 500_000

/** UTF-16 units of the beginning of a file that can be found. */
const MAX_FILE_UNITS = 20_000

/** The next batch, and up to which entry it goes; null when there is nothing to tell. */
export function newsOf(store: Store): { news: News; upTo: number } | null {
  const rows = store.sql.all<{ seq: number; id: string }>(
    'SELECT seq, id FROM news ORDER BY seq LIMIT ?',
    MAX_MESSAGES,
  )
  if (rows.length === 0) return null
  const votes: VoteNews[] = []
  const news: News = { clock: store.clock, texts: [], gone: [], votes }
  const told = new Set<string>()
  let [upTo, units] = [0, 0]
  for (const { seq, id } of rows) {
    if (!told.has(id)) {
      told.add(id)
      const message = store.message(id)
      // What is written again is told when it ends. Until then the search knows what it was.
      if (message && message.state !== 'open') {
        const { role, pick, created, parts } = message
        const text = searchable(store, parts)
        if (units > 0 && units + text.length > MAX_UNITS) break
        units += text.length
        news.texts.push({ id, role, model: pick?.model ?? null, created, text })
        if (message.comparison) votes.push(voteOf(store, message.comparison.id, message))
      } else if (!message) news.gone.push(id)
    }
    upTo = seq
  }
  return { news, upTo }
}

/** What of a message can be found: its words, and of its files the names and beginnings. */
function searchable(store: Store, parts: readonly Part[]): string {
  const files = filesOf(parts).map(({ id, name, mime }) =>
    mediaOf(mime) ? name : `${name}\n${textOfFile(store, id, MAX_FILE_UNITS)}`,
  )
  return [textOf(parts), ...files].filter(Boolean).join('\n\n')
}

/** [CM6] The vote on a comparison: who took part and who won, without a word of what was written. */
function voteOf(store: Store, id: string, { created }: Message): VoteNews {
  const row = first<{ verdict: Verdict; replies: string; winner: string | null; at: number }>(
    store.sql,
    'SELECT verdict, replies, winner, at FROM vote WHERE comparison = ?',
    id,
  )
  if (!row) return { id, verdict: null, picks: [], winner: null, at: created }
  const voted = JSON.parse(row.replies) as { reply: string; pick: Pick | null }[]
  const winner = voted.findIndex(({ reply }) => reply === row.winner)
  const picks = voted.map(({ pick }) => pick)
  return { id, verdict: row.verdict, picks, winner: winner < 0 ? null : winner, at: row.at }
}
