/**
 * Messages that wait for an answer to end. On disk, so that they survive whatever happens; sent one after the other while
 * answers end well, and held where one did not, so that nothing is burnt on an error [QU1].
 */
import type { Also } from '../../shared/comparison.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { MessageState, Pick } from '../../shared/message.ts'
import { filesOf, textOf, type UserPart } from '../../shared/parts.ts'
import type { Queued } from '../../shared/protocol.ts'
import type { Caller, Sending } from '../rpc.ts'
import { first, json } from '../sql.ts'
import type { Fanout, Session } from './fanout.ts'
import type { Files } from './files.ts'
import type { Store } from './store.ts'

/** Messages that wait at once. More is a plan, and belongs into one message. */
const MAX_QUEUED = 20

type Row = {
  id: string
  reply: string
  person: string
  after: string
  mode: Queued['mode']
  parts: string
  pick: string
  also: string | null
}

export type QueueHost = {
  store: Store
  fanout: Fanout
  files: Files
  now(): number
  /** Sends a message that waited, in the name of the person who wrote it. */
  send(person: string, sending: Sending): Result<unknown>
}

const MISSING = fail('bad_request', 'that message does not wait any more')

export class Queue {
  readonly #host: QueueHost
  /** What somebody is sending on this moment. */
  #letGo: string | null = null

  constructor(host: QueueHost) {
    this.#host = host
  }

  /** Whether this message waits. */
  has(id: string): boolean {
    const { store } = this.#host
    return (
      store.head !== null && first(store.sql, 'SELECT 1 AS one FROM queue WHERE id = ?', id) !== undefined
    )
  }

  /** Lets a message wait for the answer `after`. */
  add(
    caller: Caller,
    sending: Sending,
    after: string,
    mode: Queued['mode'],
  ): Result<{ id: string; reply: string }> {
    const { id, reply, parts, pick, also } = sending
    const { files, now } = this.#host
    const rows = this.#rows()
    if (rows.length >= MAX_QUEUED) return fail('busy', 'too many messages are waiting')
    // One that steers goes in before all that only wait.
    const place = mode === 'steer' ? Math.min(0, ...rows.map((row) => row.place)) - 1 : this.#last(rows) + 1
    this.#write((run) => {
      files.write(id, parts, now())
      run(
        'INSERT INTO queue (id, reply, person, after, place, mode, parts, pick, also) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        id,
        reply,
        caller.user,
        after,
        place,
        mode,
        JSON.stringify(parts),
        JSON.stringify(pick),
        also ? JSON.stringify(also) : null,
      )
    })
    files.written(parts)
    return ok({ id, reply })
  }

  edit(id: string, parts: UserPart[]): Result<null> {
    if (!this.has(id)) return MISSING
    if (textOf(parts).trim() === '' && filesOf(parts).length === 0)
      return fail('bad_request', 'the message is empty')
    const { files, now } = this.#host
    const claimed = files.claim(parts)
    if (!claimed.ok) return claimed
    const done = this.#write((run) => {
      files.write(id, parts, now())
      run('UPDATE queue SET parts = ? WHERE id = ?', JSON.stringify(parts), id)
    })
    files.written(parts)
    return done
  }

  /** Lets it wait before `before` (null: last). */
  move(id: string, before: string | null): Result<null> {
    const rows = this.#rows()
    const others = rows.filter((row) => row.id !== id)
    if (others.length === rows.length) return MISSING
    const at = before === null ? others.length : others.findIndex((row) => row.id === before)
    if (at < 0) return MISSING
    const low = others[at - 1]?.place ?? (others[at]?.place ?? 1) - 2
    const high = others[at]?.place ?? low + 2
    return this.#write((run) => run('UPDATE queue SET place = ? WHERE id = ?', (low + high) / 2, id))
  }

  drop(id: string): Result<null> {
    if (!this.has(id)) return MISSING
    return this.#write((run) => run('DELETE FROM queue WHERE id = ?', id))
  }

  /** [QU1] The answer `reply` ended: what waited for it goes on, or stays held. */
  ended(reply: string, state: MessageState): void {
    const next = this.#rows().find((row) => row.after === reply)
    if (!next) return
    const goes = state === 'settled' || (state === 'stopped' && next.mode === 'steer')
    const stands = this.#host.store.message(reply) !== undefined
    if (!goes || !stands || !this.#send(next).ok) this.tell()
  }

  /** Sends the first that waits after `seen`, an answer, or else the one it waited for, whatever became of that. */
  run(seen?: string): Result<null> {
    const [next] = this.#rows()
    if (!next) return MISSING
    const { store } = this.#host
    const isAnswer = seen !== undefined && store.message(seen)?.role === 'assistant'
    this.#letGo = next.id
    try {
      const sent = this.#send(next, isAnswer ? seen : next.after)
      return sent.ok ? ok(null) : sent
    } finally {
      this.#letGo = null
    }
  }

  /** Whether something wants to go in as soon as `reply` allows. */
  steers(reply: string): boolean {
    const { store } = this.#host
    return (
      first(store.sql, "SELECT 1 AS one FROM queue WHERE after = ? AND mode = 'steer'", reply) !== undefined
    )
  }

  /** Inside the transaction that stores the message: it waits no more, and the others wait for its answer. */
  taken(id: string, reply: string): void {
    const { sql } = this.#host.store
    const row = first<{ after: string }>(sql, 'SELECT after FROM queue WHERE id = ?', id)
    if (!row) return
    sql.run('DELETE FROM queue WHERE id = ?', id)
    sql.run('UPDATE queue SET after = ? WHERE after = ?', reply, row.after)
  }

  /**
   * Inside a transaction: what an answer to `question` left held waits for `reply`, which is asked for instead. It wants
   * that answer whole, also where it would have steered the one before.
   */
  again(question: string, reply: string): void {
    this.#host.store.sql.run(
      "UPDATE queue SET after = ?, mode = 'queue' WHERE after IN (SELECT id FROM message WHERE parent = ? AND state <> 'open')",
      reply,
      question,
    )
  }

  /** What waits for one of `replies` waits for `reply` instead. */
  follow(replies: readonly string[], reply: string): void {
    const { sql } = this.#host.store
    for (const other of replies) sql.run('UPDATE queue SET after = ? WHERE after = ?', reply, other)
  }

  /** The answer `reply` is being written, or again: what waits for it is not held. */
  goesOn(reply: string): void {
    if (this.#rows().some((row) => row.after === reply)) this.tell()
  }

  /** [QU4] Whether this message goes out by itself on another branch than `user` looks at, who stays there. */
  isElsewhere(id: string, after: string | null, beside: readonly string[], user: string): boolean {
    const leaf = this.#host.store.leaf(user)
    return id !== this.#letGo && this.has(id) && leaf !== null && leaf !== after && !beside.includes(leaf)
  }

  /** Tells what waits: one who comes in, or everybody. */
  tell(to?: Session): void {
    const items = this.items()
    if (!to) this.#host.fanout.frame({ t: 'queue', items })
    else if (items.length > 0) this.#host.fanout.to(to, { t: 'queue', items })
  }

  items(): Queued[] {
    const rows = this.#rows()
    if (rows.length === 0) return []
    const open = this.#host.store.sql.all<{ id: string }>("SELECT id FROM message WHERE state = 'open'")
    const writing = new Set(open.map(({ id }) => id))
    return rows.map(({ id, after, mode, parts, pick }) => ({
      id,
      after,
      held: !writing.has(after),
      mode,
      parts: JSON.parse(parts) as UserPart[],
      pick: JSON.parse(pick) as Pick,
    }))
  }

  #send(row: Row, after = row.after): Result<unknown> {
    const { store, send } = this.#host
    // The answer it waited for may have been deleted; then it follows what is looked at.
    const parent = store.message(after)?.id ?? store.leaf(row.person)
    const parts = JSON.parse(row.parts) as UserPart[]
    const sent = send(row.person, {
      id: row.id,
      reply: row.reply,
      parent,
      parts,
      pick: JSON.parse(row.pick) as Pick,
      also: json<Also>(row.also),
    })
    if (sent.ok) this.tell()
    return sent
  }

  #rows(): (Row & { place: number })[] {
    const { store } = this.#host
    return store.head ? store.sql.all<Row & { place: number }>('SELECT * FROM queue ORDER BY place') : []
  }

  #last(rows: readonly { place: number }[]): number {
    return rows.at(-1)?.place ?? 0
  }

  #write(work: (run: Store['sql']['run']) => void): Result<null> {
    const { store, now } = this.#host
    store.write(store.head?.owner as string, now(), () => work(store.sql.run))
    this.tell()
    return ok(null)
  }
}
