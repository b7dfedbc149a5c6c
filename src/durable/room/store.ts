/**
 * The SQLite of one conversation. Synchronous; every method that writes is called inside `write`, which is one
 * transaction and advances the clock once. Nothing exists before the first `write`: looking at an unknown conversation
 * leaves no trace.
 */
import type { Message, Pick } from '../../shared/message.ts'
import type { Part } from '../../shared/parts.ts'
import type { Setup } from '../../shared/setup.ts'
import { first, json, migrate, type Sql } from '../sql.ts'
import { untoldCharges } from './charges.ts'
import { type Home, NO_HOME } from './home.ts'
import { COLUMNS, endingOf, type MessageRow, messageOf } from './rows.ts'
import { LEAF, SCHEMA } from './schema.ts'

/** What the conversation is, besides its messages. `titled`: who named it last. */
export type Head = {
  owner: string
  title: string | null
  titled: 'no' | 'model' | 'person'
  pick: Pick | null
  created: number
  updated: number
  clock: number
  /** Counts changes the library must hear of; `told` is the last one it confirmed. */
  version: number
  told: number
  /** Nobody hears of it, and it is erased when it has been left alone. */
  temporary: boolean
  /** When the last socket of a temporary conversation closed, Unix ms. */
  deserted: number | null
  /** How the model is asked. */
  setup: Setup
  /** The project it is in. */
  home: Home
}

type HeadRow = Omit<Head, 'pick' | 'temporary' | 'setup' | 'home'> & {
  pick: string | null
  temporary: number
  setup: string | null
  home: string | null
}
export class Store {
  readonly sql: Sql
  #head: Head | null | undefined
  #ready = false

  constructor(sql: Sql) {
    this.sql = sql
  }

  /** The head, read once per life of the object; null when nothing was ever stored. */
  get head(): Head | null {
    if (this.#head === undefined) {
      const row = this.#exists() ? first<HeadRow>(this.sql, 'SELECT * FROM room') : undefined
      this.#head = row ? headOf(row) : null
    }
    return this.#head
  }

  /** The clock of the last fact; 0 before there is one. */
  get clock(): number {
    return this.head?.clock ?? 0
  }

  /** One transaction, one tick of the clock. `work` gets the new clock. An unknown conversation is made for `owner`. */
  write<T>(owner: string, now: number, work: (clock: number) => T): T {
    const before = this.head
    try {
      return this.sql.transaction(() => {
        if (!this.#ready) {
          migrate(this.sql, SCHEMA)
          this.#ready = true
        }
        const head: Head = before
          ? { ...before, clock: before.clock + 1 }
          : {
              owner,
              title: null,
              titled: 'no',
              pick: null,
              created: now,
              updated: now,
              clock: 1,
              version: 0,
              told: 0,
              temporary: false,
              deserted: null,
              setup: {},
              home: NO_HOME,
            }
        this.#head = head
        const result = work(head.clock)
        this.#saveHead(head)
        return result
      })
    } catch (error) {
      this.#head = before
      if (!before) this.#ready = false
      throw error
    }
  }

  /** Makes the tables before the first message, which takes longer than all the rest of it. False when they are there. */
  prepare(): boolean {
    if (this.#exists()) return false
    this.sql.transaction(() => migrate(this.sql, SCHEMA))
    this.#ready = true
    return true
  }

  /** Changes the head; written with the transaction it is called in. */
  amend(change: Partial<Omit<Head, 'owner' | 'clock'>>): void {
    if (!this.#head) throw new Error('amend outside write')
    Object.assign(this.#head, change)
  }

  /** Something happened that the library shows. Inside `write`. */
  touch(now: number, pick?: Pick): void {
    this.amend({ updated: now, version: (this.#head?.version ?? 0) + 1, ...(pick && { pick }) })
  }

  /** Names the conversation. Inside `write`. */
  entitle(title: string, titled: Head['titled']): void {
    this.amend({ title, titled, version: (this.#head?.version ?? 0) + 1 })
  }

  /** The person's object confirmed `version`, and the news up to `news`. No fact of the conversation: the clock stays. */
  confirmTold(version: number, news: number): void {
    const head = this.#head
    if (!head) return
    if (news > 0) this.sql.run('DELETE FROM news WHERE seq <= ?', news)
    if (head.told >= version) return
    this.sql.run('UPDATE room SET told = ?', version)
    head.told = version
  }

  /** The person's object has something to hear. */
  get untold(): boolean {
    const { head } = this
    if (!head) return false
    if (untoldCharges(this)) return true
    if (head.temporary) return false
    return head.told < head.version || first(this.sql, 'SELECT 1 AS one FROM news LIMIT 1') !== undefined
  }

  /** Above every version that a conversation which is being erased can still tell. */
  get lastVersion(): number {
    return (this.head?.version ?? 0) + 1_000_000
  }

  /** When the last socket closed; null while one is open. Not a fact: no clock. */
  desert(at: number | null): void {
    if (!this.#head || this.#head.deserted === at) return
    this.sql.run('UPDATE room SET deserted = ?', at)
    this.#head.deserted = at
  }

  /** Where the person's object says it is. No fact of the conversation: no clock. */
  moveTo(home: Home): void {
    if (!this.#head) return
    this.sql.run('UPDATE room SET home = ?', JSON.stringify(home))
    this.#head.home = home
  }

  /** All that was kept back is told from now on. Inside `write`. */
  keep(title: string | null): void {
    this.amend({ temporary: false, deserted: null, title, version: (this.#head?.version ?? 0) + 1 })
    this.sql.run('DELETE FROM news')
    this.sql.run(
      "INSERT INTO news (id) SELECT id FROM message WHERE gone IS NULL AND state <> 'open' ORDER BY seq",
    )
  }

  /** The storage was erased: this is an unknown conversation again. */
  reset(): void {
    this.#head = null
    this.#ready = false
  }

  message(id: string): Message | undefined {
    if (!this.head) return undefined
    const row = first<MessageRow>(
      this.sql,
      `SELECT ${COLUMNS} FROM message WHERE id = ? AND gone IS NULL`,
      id,
    )
    return row && messageOf(row)
  }

  insert(message: Message): void {
    this.sql.run(
      `INSERT INTO message (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      message.id,
      message.parent ?? '',
      message.role,
      message.state,
      message.created,
      message.clock,
      message.pick ? JSON.stringify(message.pick) : null,
      endingOf(message),
      JSON.stringify(message.parts),
    )
    this.#note(message)
  }

  /** Replaces what may change in a message. */
  update(message: Message): void {
    this.sql.run(
      'UPDATE message SET state = ?, clock = ?, pick = ?, ending = ?, parts = ? WHERE id = ?',
      message.state,
      message.clock,
      message.pick ? JSON.stringify(message.pick) : null,
      endingOf(message),
      JSON.stringify(message.parts),
      message.id,
    )
    this.#note(message)
  }

  /** Deletes a message at `gone`, Unix ms; null takes that back. */
  setGone(id: string, gone: number | null, clock: number): void {
    this.sql.run('UPDATE message SET gone = ?, clock = ? WHERE id = ?', gone, clock, id)
    this.sql.run('INSERT INTO news (id) VALUES (?)', id)
  }

  /** [SE2] The text of a message became a fact: the search hears of it, by the transaction that made it one. */
  #note({ id, state }: Message): void {
    if (state !== 'open') this.sql.run('INSERT INTO news (id) VALUES (?)', id)
  }

  /** What an open reply holds so far. Not a fact: no clock. */
  snapshot(id: string, parts: readonly Part[]): void {
    this.sql.run("UPDATE message SET parts = ? WHERE id = ? AND state = 'open'", JSON.stringify(parts), id)
  }

  /** Replies that a turn should be writing. */
  open(): Message[] {
    if (!this.head) return []
    return this.sql.all<MessageRow>(`SELECT ${COLUMNS} FROM message WHERE state = 'open'`).map(messageOf)
  }

  /** The oldest message that follows `id` (null: the oldest root). */
  firstChild(id: string | null): string | undefined {
    const row = first<{ id: string }>(
      this.sql,
      'SELECT id FROM message WHERE parent = ? AND gone IS NULL ORDER BY seq LIMIT 1',
      id ?? '',
    )
    return row?.id
  }

  /** The newest message that follows `id` (null: the newest root). */
  newestChild(id: string | null): string | undefined {
    const row = first<{ id: string }>(
      this.sql,
      'SELECT id FROM message WHERE parent = ? AND gone IS NULL ORDER BY seq DESC LIMIT 1',
      id ?? '',
    )
    return row?.id
  }

  /** The message this person's branch ends with. */
  leaf(person: string): string | null {
    if (!this.head) return null
    const row = first<{ child: string }>(
      this.sql,
      'SELECT child FROM branch WHERE person = ? AND parent = ?',
      person,
      LEAF,
    )
    return row?.child ?? null
  }

  /** Null where nothing is left to look at. */
  setLeaf(person: string, leaf: string | null): void {
    if (leaf === null) this.sql.run('DELETE FROM branch WHERE person = ? AND parent = ?', person, LEAF)
    else this.#choose(person, LEAF, leaf)
  }

  /** Whether the id is taken, also by a message that was deleted. */
  has(id: string): boolean {
    return (
      this.head !== null && first(this.sql, 'SELECT 1 AS one FROM message WHERE id = ?', id) !== undefined
    )
  }

  /** Whether these ids are free, and each is there once. */
  areNew(ids: readonly string[]): boolean {
    return new Set(ids).size === ids.length && !ids.some((id) => this.has(id))
  }

  /** Of the children of `parent`, this person looks at `child`. Needed only where there are several. */
  choose(person: string, parent: string | null, child: string): void {
    this.#choose(person, parent ?? '', child)
  }

  #choose(person: string, parent: string, child: string): void {
    this.sql.run(
      'INSERT INTO branch VALUES (?, ?, ?) ON CONFLICT (person, parent) DO UPDATE SET child = excluded.child',
      person,
      parent,
      child,
    )
  }

  #exists(): boolean {
    if (!this.#ready) {
      this.#ready = first(this.sql, "SELECT 1 AS one FROM sqlite_master WHERE name = 'room'") !== undefined
      if (this.#ready) this.sql.transaction(() => migrate(this.sql, SCHEMA))
    }
    return this.#ready
  }

  #saveHead(head: Head): void {
    this.sql.run(
      'INSERT OR REPLACE INTO room (one, owner, title, titled, pick, created, updated, clock, version, told, temporary, deserted, setup, home) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      head.owner,
      head.title,
      head.titled,
      head.pick ? JSON.stringify(head.pick) : null,
      head.created,
      head.updated,
      head.clock,
      head.version,
      head.told,
      head.temporary ? 1 : 0,
      head.deserted,
      Object.keys(head.setup).length > 0 ? JSON.stringify(head.setup) : null,
      head.home === NO_HOME ? null : JSON.stringify(head.home),
    )
  }
}

function headOf(row: HeadRow): Head {
  return {
    ...row,
    pick: json<Pick>(row.pick) ?? null,
    temporary: row.temporary === 1,
    setup: json<Setup>(row.setup) ?? {},
    home: json<Home>(row.home) ?? NO_HOME,
  }
}
