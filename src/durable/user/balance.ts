/**
 * [LE3] The credits of one person. Whoever calls a model for them sets aside what it may cost before; everything happens
 * in the one thread of this object, so that a credit is never set aside twice. As in LibreChat, credits are filled up when
 * they do not suffice and the time has come, not by the clock alone.
 */
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { Balance, RefillUnit } from '../../shared/ledger.ts'
import { first, type Sql } from '../sql.ts'

/** `purse` is made when it is first looked at. `hold`: what is set aside, until Unix ms. */
export const BALANCE_SCHEMA = `
  CREATE TABLE purse (one INTEGER PRIMARY KEY CHECK (one = 1), credits REAL NOT NULL, refilled INTEGER NOT NULL);
  CREATE TABLE hold (id TEXT PRIMARY KEY, credits REAL NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;`

/** What the operator wants; `refill` null: never. */
export type BalanceRules = {
  start: number
  refill: { every: number; unit: RefillUnit; amount: number } | null
  /** How long credits stay set aside for a call of which nobody hears, where it is not `HOLD_MS`. */
  holdMs?: number
}

/** How long credits stay set aside for a call of which nobody hears: longer than an answer takes. */
export const HOLD_MS = 30 * 60 * 1000

type Purse = { credits: number; refilled: number }

export class Credits {
  readonly #sql: Sql
  readonly #rules: BalanceRules

  constructor(sql: Sql, rules: BalanceRules) {
    this.#sql = sql
    this.#rules = rules
  }

  /** As a person is told of it. */
  tell(now: number): Balance {
    const { credits, refilled } = this.#purse(now)
    const { refill } = this.#rules
    return {
      credits: Math.floor(credits - this.#held(now)),
      refill: refill && { ...refill, last: refilled, next: after(refilled, refill.every, refill.unit) },
    }
  }

  /** Sets aside `most`, or all there is, if that is `least` at least. */
  reserve(id: string, least: number, most: number, now: number): Result<null> {
    return this.#sql.transaction(() => {
      if (first(this.#sql, 'SELECT 1 AS one FROM hold WHERE id = ?', id)) return ok(null)
      let free = this.#free(now)
      if (free <= 0 || free < least) {
        if (this.#refill(now)) free = this.#free(now)
        if (free <= 0 || free < least) return this.#short(Math.max(1, least), free, now)
      }
      this.#sql.run(
        'INSERT INTO hold VALUES (?, ?, ?)',
        id,
        Math.min(most, free),
        now + (this.#rules.holdMs ?? HOLD_MS),
      )
      return ok(null)
    })
  }

  release(id: string): void {
    this.#sql.run('DELETE FROM hold WHERE id = ?', id)
  }

  /** A call was made: what it cost is gone, and what was set aside for it is free again. Inside a transaction. */
  pay(cost: number, hold: string | undefined, now: number): void {
    this.#purse(now)
    if (hold !== undefined) this.release(hold)
    this.#sql.run('UPDATE purse SET credits = credits - ?', cost)
  }

  /** From the operator. */
  credit({ add = 0, set }: { add?: number | undefined; set?: number | undefined }, now: number): void {
    const { credits } = this.#purse(now)
    this.#sql.run('UPDATE purse SET credits = ?', (set ?? credits) + add)
  }

  #free(now: number): number {
    return this.#purse(now).credits - this.#held(now)
  }

  #held(now: number): number {
    this.#sql.run('DELETE FROM hold WHERE until <= ?', now)
    return first<{ sum: number | null }>(this.#sql, 'SELECT sum(credits) AS sum FROM hold')?.sum ?? 0
  }

  #purse(now: number): Purse {
    const known = first<Purse>(this.#sql, 'SELECT credits, refilled FROM purse')
    if (known) return known
    this.#sql.run('INSERT INTO purse VALUES (1, ?, ?)', this.#rules.start, now)
    return { credits: this.#rules.start, refilled: now }
  }

  #refill(now: number): boolean {
    const { refill } = this.#rules
    if (!refill || now < after(this.#purse(now).refilled, refill.every, refill.unit)) return false
    this.#sql.run('UPDATE purse SET credits = credits + ?, refilled = ?', refill.amount, now)
    return true
  }

  #short(least: number, free: number, now: number): Result<null> {
    const { refill } = this.tell(now)
    const words = `This takes at least ${Math.ceil(least)} credits, and ${Math.max(0, Math.floor(free))} are left.`
    const when = refill && new Date(refill.next).toISOString().slice(0, 16).replace('T', ' ')
    return fail('no_credits', when ? `${words} From ${when} UTC on, ${refill.amount} are added.` : words)
  }
}

const MS: Record<Exclude<RefillUnit, 'months'>, number> = {
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
  weeks: 7 * 86_400_000,
}

/** A month later is the same day of the month, or the last one it has. */
function after(at: number, every: number, unit: RefillUnit): number {
  if (unit !== 'months') return at + every * MS[unit]
  const date = new Date(at)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + every)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(day, last))
  return date.getTime()
}
