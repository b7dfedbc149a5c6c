/**
 * Long conversations are read in windows: a stretch of one path, and for its forks the ids of the siblings. Never the
 * whole tree.
 */
import { compares } from '../../shared/comparison.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { Message } from '../../shared/message.ts'
import { WINDOW, type Window } from '../../shared/protocol.ts'
import type { MessagePage } from '../rpc.ts'
import { first, type SqlValue } from '../sql.ts'
import type { Answers } from './answers.ts'
import { COLUMNS, type MessageRow, messageOf } from './rows.ts'
import { LEAF } from './schema.ts'
import type { Store } from './store.ts'

/** Stored bytes of one window. More would hold up the socket for everybody; the rest comes with the next page. */
const MAX_WINDOW_BYTES = 1_000_000

/** Messages that changed which one `since` frame may bring; beyond, the window is sent anew. */
export const MAX_CHANGED = 200

const EMPTY: Window = { path: [], kids: {} }

/** The window of ancestors that ends with `from`. */
export function windowAt(store: Store, from: string | null, limit: number = WINDOW): Window {
  if (from === null || !store.head) return EMPTY
  const chain = store.sql.all<{ id: string; parent: string; bytes: number }>(
    `WITH RECURSIVE up (id, n) AS (
       SELECT ?, 0 UNION ALL
       SELECT m.parent, n + 1 FROM up JOIN message m ON m.id = up.id WHERE m.parent <> '' AND n + 1 < ?
     ) SELECT m.id, m.parent, length(m.parts) AS bytes FROM up JOIN message m ON m.id = up.id ORDER BY n`,
    from,
    limit,
  )
  let bytes = 0
  const taken = chain.filter((link, index) => {
    bytes += link.bytes
    return index < 2 || bytes <= MAX_WINDOW_BYTES
  })
  const path = byIds(
    store,
    taken.map((link) => link.id),
  ).reverse()
  const beside = besideOf(store, path)
  return {
    path,
    ...(beside.length > 0 && { beside }),
    kids: kidsOf(
      store,
      taken.map((link) => link.parent),
    ),
  }
}

/** [CM5] The answers that are compared with the one that `path` ends with. */
function besideOf(store: Store, path: readonly Message[]): Message[] {
  const reply = path.at(-1)
  const question = reply?.parent ? store.message(reply.parent) : undefined
  if (!reply || !compares(question?.comparison, reply.id)) return []
  return question.comparison.replies.flatMap((id) => (id === reply.id ? [] : (store.message(id) ?? [])))
}

export type Changed = { messages: Message[]; gone: string[] }

/** What changed after `since`, parents first; null when there is too much to send one by one. */
export function changedSince(store: Store, since: number): Changed | null {
  if (!store.head || since >= store.clock) return { messages: [], gone: [] }
  const rows = store.sql.all<MessageRow & { gone: number | null }>(
    `SELECT ${COLUMNS}, gone FROM message WHERE clock > ? ORDER BY seq LIMIT ?`,
    since,
    MAX_CHANGED + 1,
  )
  const bytes = rows.reduce((sum, row) => sum + row.parts.length, 0)
  if (rows.length > MAX_CHANGED || bytes > 2 * MAX_WINDOW_BYTES) return null
  return {
    messages: rows.filter((row) => row.gone === null).map(messageOf),
    gone: rows.filter((row) => row.gone !== null).map((row) => row.id),
  }
}

/**
 * The leaf one reaches from `id` going down: at every fork the child this person chose, else the newest. The walk
 * happens inside SQLite, one index look-up a step.
 */
export function leafBelow(store: Store, person: string, id: string, most = -1): string {
  const row = first<{ id: string }>(
    store.sql,
    `WITH RECURSIVE down (id, n) AS (
       SELECT ?, 0 UNION ALL
       SELECT coalesce(
         (SELECT b.child FROM branch b JOIN message m ON m.id = b.child AND m.gone IS NULL
           WHERE b.person = ? AND b.parent = down.id),
         (SELECT id FROM message WHERE parent = down.id AND gone IS NULL ORDER BY seq DESC LIMIT 1)
       ), n + 1 FROM down WHERE down.id IS NOT NULL AND n <> ?
     ) SELECT id FROM down WHERE id IS NOT NULL AND id <> ? ORDER BY n DESC LIMIT 1`,
    id,
    person,
    most,
    LEAF,
  )
  return row?.id ?? id
}

/** Messages of the tree in the order they were made, `limit` at a time, open ones as they are this moment. */
export function pageOf(
  store: Store,
  answers: Answers,
  page: { cursor?: string; limit: number },
): Result<MessagePage> {
  const after = Number(page.cursor ?? 0)
  if (!Number.isSafeInteger(after) || after < 0) return fail('bad_request', 'cursor: not one of ours')
  const rows = store.head
    ? store.sql.all<MessageRow & { seq: number }>(
        `SELECT seq, ${COLUMNS} FROM message WHERE seq > ? AND gone IS NULL ORDER BY seq LIMIT ?`,
        after,
        page.limit + 1,
      )
    : []
  const shown = rows.slice(0, page.limit)
  return ok({
    messages: shown.map((row) => answers.current(messageOf(row))),
    nextCursor: rows.length > page.limit ? String(shown.at(-1)?.seq) : null,
  })
}

function byIds(store: Store, ids: readonly string[]): Message[] {
  const rows = store.sql.all<MessageRow>(
    `SELECT m.* FROM json_each(?) j JOIN message m ON m.id = j.value ORDER BY j.key`,
    JSON.stringify(ids) satisfies SqlValue,
  )
  return rows.map(messageOf)
}

function kidsOf(store: Store, parents: readonly string[]): Record<string, string[]> {
  const rows = store.sql.all<{ parent: string; id: string }>(
    'SELECT m.parent, m.id FROM json_each(?) j JOIN message m ON m.parent = j.value AND m.gone IS NULL ORDER BY m.parent, m.seq',
    JSON.stringify([...new Set(parents)]),
  )
  const kids: Record<string, string[]> = {}
  for (const { parent, id } of rows) {
    const list = kids[parent]
    if (list) list.push(id)
    else kids[parent] = [id]
  }
  for (const parent of Object.keys(kids)) if (kids[parent]!.length < 2) delete kids[parent]
  return kids
}
