/**
 * Several models answer one message beside each other, until somebody goes on from one of the answers. The question
 * carries who takes part and what became of it; votes are rows of their own, and nothing of the texts is in them.
 */
import {
  type Also,
  type Comparison,
  compares,
  comparisonOf,
  type EVEN,
  type Verdict,
} from '../../shared/comparison.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { Message, Pick } from '../../shared/message.ts'
import type { Window } from '../../shared/protocol.ts'
import type { Caller } from '../rpc.ts'
import type { Answers } from './answers.ts'
import type { Fanout } from './fanout.ts'
import type { Queue } from './queue.ts'
import type { Store } from './store.ts'
import { leafBelow } from './window.ts'

export type CompareHost = {
  store: Store
  fanout: Fanout
  answers: Answers
  queue: Queue
  now(): number
  window(leaf: string): Window
  /** The library has something to hear. */
  tell(soon: boolean): void
}

/** Who took part in a comparison, as a vote keeps it. */
type Voted = { reply: string; pick: Pick | null }

const MISSING = fail('bad_request', 'that message is not compared')

export class Compare {
  readonly #host: CompareHost

  constructor(host: CompareHost) {
    this.#host = host
  }

  /** [CM4] The answers whose comparison is over as soon as something follows `above`, without itself. */
  rivals(above: Message | null): string[] {
    const question = above?.parent ? this.#host.store.message(above.parent) : undefined
    if (!above || !compares(question?.comparison, above.id)) return []
    return question.comparison.replies.filter((id) => id !== above.id)
  }

  /** [CM4] Inside a transaction: something follows the answer `above`. The question, where that decides its comparison. */
  goOn(above: Message | null, clock: number): Message[] {
    const question = above?.parent ? this.#host.store.message(above.parent) : undefined
    if (!above || !compares(question?.comparison, above.id)) return []
    return [this.#keep(question, { ...question.comparison, chosen: above.id }, clock)]
  }

  /** Inside a transaction: `question` is asked anew. Itself, where that changes its comparison. */
  asked(
    question: Message,
    reply: string,
    also: Also | undefined,
    instead: string | undefined,
    clock: number,
  ) {
    const { store } = this.#host
    if (also) return [this.#keep(question, comparisonOf(reply, also) as Comparison, clock)]
    if (instead === undefined || !compares(question.comparison, instead)) return []
    const { verdict: _, ...rest } = question.comparison
    const replies = rest.replies.map((id) => (id === instead ? reply : id))
    // [CM6] What was voted on is not there any more.
    store.sql.run('DELETE FROM vote WHERE comparison = ?', rest.id)
    return [this.#keep(question, { ...rest, replies }, clock)]
  }

  /** [CM3] This person goes on from `reply`; unless they said otherwise, it was the best. */
  choose(caller: Caller, of: string, reply: string): Result<null> {
    const { store, fanout, answers, queue, now, window, tell } = this.#host
    const question = store.message(of)
    const before = question?.comparison
    const answer = store.message(reply)
    if (!question || !before?.replies.includes(reply) || !answer) return MISSING
    const rivals = this.rivals(answer)
    const { verdict = 'better' } = before
    const leaf = store.write(caller.user, now(), (clock) => {
      this.#keep(question, { ...before, chosen: reply, verdict }, clock)
      if (verdict === 'better') this.#vote(caller, question, verdict, reply)
      store.choose(caller.user, of, reply)
      queue.follow(rivals, reply)
      const below = leafBelow(store, caller.user, reply)
      store.setLeaf(caller.user, below)
      return below
    })
    this.#put(of)
    fanout.frame(
      { t: 'branch', leaf, window: window(leaf) },
      (session) => session.caller.user === caller.user,
    )
    for (const rival of rivals) answers.stop(rival)
    queue.ended(reply, answers.current(answer).state)
    tell(false)
    return ok(null)
  }

  /** [CM6] A vote without a winner; null takes it back. Where one went on from an answer, that is a vote for it again. */
  vote(caller: Caller, of: string, even: (typeof EVEN)[number] | null): Result<null> {
    const { store, now, tell } = this.#host
    const question = store.message(of)
    if (!question?.comparison) return MISSING
    const { verdict: _, ...rest } = question.comparison
    const verdict = even ?? (rest.chosen === undefined ? null : 'better')
    store.write(caller.user, now(), (clock) => {
      this.#vote(caller, question, verdict, verdict === 'better' ? (rest.chosen as string) : null)
      this.#keep(question, { ...rest, ...(verdict && { verdict }) }, clock)
    })
    this.#put(of)
    tell(false)
    return ok(null)
  }

  #vote(caller: Caller, question: Message, verdict: Verdict | null, winner: string | null): void {
    const { store, now } = this.#host
    const { id, replies } = question.comparison as Comparison
    store.sql.run('DELETE FROM vote WHERE comparison = ? AND person = ?', id, caller.user)
    if (verdict === null) return
    const voted = replies.map((reply): Voted => ({ reply, pick: store.message(reply)?.pick ?? null }))
    store.sql.run(
      'INSERT INTO vote (comparison, person, question, verdict, replies, winner, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      id,
      caller.user,
      question.id,
      verdict,
      JSON.stringify(voted),
      winner,
      now(),
    )
  }

  #keep(question: Message, comparison: Comparison, clock: number): Message {
    const kept = { ...question, comparison, clock }
    this.#host.store.update(kept)
    return kept
  }

  #put(id: string): void {
    const { store, fanout } = this.#host
    const message = store.message(id)
    if (message) fanout.frame({ t: 'put', clock: store.clock, messages: [message] })
  }
}
