/**
 * Changes to messages that are there: new words in place, what a person thinks of an answer, and deleting a message with
 * all below it, which can be taken back for a while. Nothing here asks a model.
 */
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { Feedback, Message } from '../../shared/message.ts'
import { MAX_TEXT, textOf, unitsOf } from '../../shared/parts.ts'
import type { Window } from '../../shared/protocol.ts'
import type { Caller } from '../rpc.ts'
import { first } from '../sql.ts'
import type { Answers } from './answers.ts'
import type { Fanout } from './fanout.ts'
import { sweepFiles } from './files.ts'
import type { Store } from './store.ts'
import { leafBelow } from './window.ts'

/** Ms in which a deleted message can be restored. Then its words are erased for good. */
export const RESTORE_MS = 30 * 60 * 1000

export type TreeHost = {
  store: Store
  fanout: Fanout
  answers: Answers
  now(): number
  window(leaf: string | null): Window
  /** Asks to be woken in `ms`. */
  wakeIn(ms: number): void
  /** The library has something to hear. */
  tell(soon: boolean): void
  /** The operator has switched this off. */
  bars?(asked: { feedback: Feedback }): boolean
}

const MISSING = fail('bad_request', 'that message is not in this conversation')

export class Tree {
  readonly #host: TreeHost

  constructor(host: TreeHost) {
    this.#host = host
  }

  /** [ED1] New words in place. An answer that is being written cannot be edited. */
  edit(id: string, texts: readonly { n: number; text: string }[]): Result<null> {
    const message = this.#host.store.message(id)
    if (!message) return MISSING
    if (message.state === 'open') return fail('busy', 'the answer is still being written')
    const parts = message.parts.map((part) => ({ ...part }))
    for (const { n, text } of texts) {
      const part = parts[n]
      if (part?.type !== 'text') return fail('bad_request', 'only text can be edited')
      part.text = text
    }
    if (unitsOf(parts) > Math.max(MAX_TEXT, unitsOf(message.parts)))
      return fail('too_large', 'the message is too long')
    if (message.role === 'user' && textOf(parts).trim() === '')
      return fail('bad_request', 'the message is empty')
    return this.#change({ ...message, parts, edited: this.#host.now() })
  }

  /** [ED2] What the person thinks of an answer; null takes it back. */
  judge(id: string, feedback: Feedback | null): Result<null> {
    if (feedback && this.#host.bars?.({ feedback })) return fail('forbidden')
    const message = this.#host.store.message(id)
    if (message?.role !== 'assistant') return MISSING
    if (message.state === 'open') return fail('busy', 'the answer is still being written')
    const { feedback: _, ...rest } = message
    return this.#change(feedback ? { ...rest, feedback } : rest)
  }

  /** [DE1] Deletes a message with everything below it. What is being written there is stopped. */
  remove(caller: Caller, id: string): Result<null> {
    const { store, answers, fanout, now, wakeIn } = this.#host
    const message = store.message(id)
    if (!message) return MISSING
    const ids = this.#below(id, null)
    const at = now()
    store.write(caller.user, at, (clock) => {
      for (const below of ids) store.setGone(below, at, clock)
      this.#moveLeaves(message.parent)
      store.touch(at)
    })
    // After it is gone: nothing that waited for these answers goes out into what is being deleted.
    for (const below of ids) answers.stop(below)
    wakeIn(RESTORE_MS + 1000)
    for (const session of fanout.sessions) {
      const leaf = store.leaf(session.caller.user)
      if (session.ready) fanout.to(session, { t: 'gone', clock: store.clock, ids, leaf })
    }
    this.#host.tell(false)
    return ok(null)
  }

  /** [DE2] Takes a deletion back: the message with what was deleted together with it. */
  restore(caller: Caller, id: string): Result<null> {
    const { store, fanout, now, window } = this.#host
    const row = first<{ parent: string; gone: number | null }>(
      store.sql,
      'SELECT parent, gone FROM message WHERE id = ?',
      id,
    )
    if (!row) return MISSING
    if (row.gone === null) return ok(null)
    if (row.gone < now() - RESTORE_MS) return fail('not_found', 'the message was erased')
    if (row.parent !== '' && !store.message(row.parent))
      return fail('conflict', 'restore what it belongs to first')
    const ids = this.#below(id, row.gone)
    store.write(caller.user, now(), (clock) => {
      for (const below of ids) store.setGone(below, null, clock)
      store.choose(caller.user, row.parent === '' ? null : row.parent, id)
      store.setLeaf(caller.user, leafBelow(store, caller.user, id))
      store.touch(now())
    })
    const leaf = store.leaf(caller.user) as string
    fanout.frame({ t: 'put', clock: store.clock, messages: this.#messages(ids) })
    fanout.frame(
      { t: 'branch', leaf, window: window(leaf) },
      (session) => session.caller.user === caller.user,
    )
    this.#host.tell(false)
    return ok(null)
  }

  /**
   * [DE3] Erases the words of what was deleted long enough ago. The bare rows stay, for devices that were away. Ms until
   * there is more to erase; null when there is nothing.
   */
  reap(): number | null {
    const { store, now } = this.#host
    if (!store.head) return null
    store.sql.run(
      "UPDATE message SET parts = '[]', ending = NULL, pick = NULL WHERE gone < ? AND parts <> '[]'",
      now() - RESTORE_MS,
    )
    sweepFiles(store, now() - RESTORE_MS)
    const next = first<{ gone: number | null }>(
      store.sql,
      "SELECT min(gone) AS gone FROM message WHERE gone IS NOT NULL AND parts <> '[]'",
    )?.gone
    return next ? Math.max(1000, next + RESTORE_MS - now()) : null
  }

  #change(message: Message): Result<null> {
    const { store, fanout, now } = this.#host
    const owner = store.head?.owner as string
    const changed = store.write(owner, now(), (clock) => {
      const next = { ...message, clock }
      store.update(next)
      store.touch(now())
      return next
    })
    fanout.frame({ t: 'put', clock: changed.clock, messages: [changed] })
    this.#host.tell(false)
    return ok(null)
  }

  /** `id` and what hangs on it: what is there, or what was deleted at `gone`. Parents first. */
  #below(id: string, gone: number | null): string[] {
    const rows = this.#host.store.sql.all<{ id: string }>(
      `WITH RECURSIVE below (id, n) AS (
         SELECT ?, 0 UNION ALL
         SELECT m.id, n + 1 FROM below JOIN message m ON m.parent = below.id AND m.gone IS ?
       ) SELECT id FROM below ORDER BY n`,
      id,
      gone,
    )
    return rows.map((row) => row.id)
  }

  /** Everybody whose branch ended in what is gone looks at what is left: a sibling's branch, or the message above. */
  #moveLeaves(parent: string | null): void {
    const { store } = this.#host
    const lost = store.sql.all<{ person: string }>(
      "SELECT b.person FROM branch b JOIN message m ON m.id = b.child WHERE b.parent = '*' AND m.gone IS NOT NULL",
    )
    for (const { person } of lost) {
      const sibling = store.newestChild(parent)
      store.setLeaf(person, sibling === undefined ? parent : leafBelow(store, person, sibling))
    }
  }

  #messages(ids: readonly string[]): Message[] {
    return ids.flatMap((id) => this.#host.store.message(id) ?? [])
  }
}
