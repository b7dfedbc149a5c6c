import { expect, it } from 'vitest'
import { migrate } from '../../src/durable/sql.ts'
import { type BalanceRules, Credits, HOLD_MS } from '../../src/durable/user/balance.ts'
import { Ledger } from '../../src/durable/user/ledger.ts'
import { SCHEMA } from '../../src/durable/user/schema.ts'
import type { Charge } from '../../src/shared/ledger.ts'
import { nodeSql } from '../support/sql.ts'

function made(rules: Partial<BalanceRules> = {}) {
  const sql = nodeSql()
  sql.transaction(() => migrate(sql, SCHEMA))
  const balance = { start: 1000, refill: null, ...rules }
  const ledger = new Ledger(sql, { kept: true, balance, cost: false, currency: { code: 'USD', rate: 1 } })
  return { sql, ledger, credits: new Credits(sql, balance) }
}

/** The same numbers in every run. */
function dice(seed: number): (most: number) => number {
  let at = seed
  return (most) => {
    at = (at * 1664525 + 1013904223) >>> 0
    return at % most
  }
}

const charge = (n: number, cost: number, hold?: string): Charge => ({
  ...{ n, kind: 'answer', message: `m${n}`, endpoint: 'e', model: 'm', at: 0, cost },
  usage: { input: 1, output: 1 },
  ...(hold !== undefined && { hold }),
})

it('[LE3] however many calls come at once, what they may cost is never more than there is', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const roll = dice(seed)
    const { credits, ledger } = made({ start: 1000 })
    const open: { id: string; held: number }[] = []
    let [spent, n] = [0, 0]
    for (let step = 0; step < 200; step++) {
      const what = roll(4)
      if (what < 2) {
        const least = roll(120)
        const most = least + roll(200)
        const id = `h${step}`
        const before = credits.tell(0).credits
        const got = credits.reserve(id, least, most, 0)
        expect(got.ok).toBe(before > 0 && before >= least)
        if (got.ok) open.push({ id, held: Math.min(most, before) })
        // Told twice, it is set aside once.
        if (got.ok) credits.reserve(id, least, most, 0)
      } else if (open.length > 0) {
        const { id, held } = open.splice(roll(open.length), 1)[0]!
        if (what === 2) credits.release(id)
        else {
          const cost = roll(held + 1)
          spent += cost
          for (let times = 0; times <= roll(3); times++) ledger.take('c', [charge(n, cost, id)], 0)
          n++
        }
      }
      const held = open.reduce((sum, one) => sum + one.held, 0)
      expect(spent + held).toBeLessThanOrEqual(1000)
      expect(credits.tell(0).credits).toBe(1000 - spent - held)
    }
  }
})

it('[LE3] a hundred at once, of which eight can be paid', () => {
  const { credits } = made({ start: 800 })
  const granted = Array.from({ length: 100 }, (_, n) => credits.reserve(`${n}`, 100, 100, 0)).filter(
    ({ ok }) => ok,
  )
  expect(granted).toHaveLength(8)
  const refused = credits.reserve('more', 100, 100, 0)
  expect(refused).toMatchObject({ ok: false, fault: { code: 'no_credits' } })
  expect(!refused.ok && refused.fault.message).toMatch(/100 credits, and 0 are left/)
})

it('[LE3] what was set aside for a call of which nobody hears is free again', () => {
  const { credits } = made({ start: 100 })
  expect(credits.reserve('a', 100, 100, 0).ok).toBe(true)
  expect(credits.reserve('b', 1, 1, HOLD_MS - 1).ok).toBe(false)
  expect(credits.reserve('b', 1, 1, HOLD_MS).ok).toBe(true)
  const { credits: short } = made({ start: 10, holdMs: 500 })
  expect(short.reserve('a', 10, 10, 0).ok).toBe(true)
  expect([499, 500].map((at) => short.reserve('b', 1, 1, at).ok)).toEqual([false, true])
})

it('[LE3] credits are filled up when they do not suffice and the time has come', () => {
  const DAY = 86_400_000
  const { credits, ledger } = made({ start: 10, refill: { every: 2, unit: 'days', amount: 50 } })
  expect(credits.tell(0)).toEqual({
    credits: 10,
    refill: { every: 2, unit: 'days', amount: 50, last: 0, next: 2 * DAY },
  })
  ledger.take('c', [charge(1, 10)], 0)
  expect(credits.reserve('a', 5, 5, DAY)).toMatchObject({
    ok: false,
    fault: { message: expect.stringContaining('From 1970-01-03 00:00 UTC on, 50 are added.') },
  })
  expect(credits.reserve('a', 5, 5, 2 * DAY).ok).toBe(true)
  expect(credits.tell(2 * DAY)).toMatchObject({ credits: 45, refill: { last: 2 * DAY } })
  const monthly = made({ start: 0, refill: { every: 1, unit: 'months', amount: 1 } })
  const january = Date.UTC(2026, 0, 31, 12)
  expect(monthly.credits.tell(january).refill?.next).toBe(Date.UTC(2026, 1, 28, 12))
})

it('[LE3] the operator adds and sets', () => {
  const { ledger } = made({ start: 10 })
  expect(ledger.answer({ do: 'credit', add: 5 }, 0)).toMatchObject({ ok: true, value: { credits: 15 } })
  expect(ledger.answer({ do: 'credit', set: 3 }, 0)).toMatchObject({ ok: true, value: { credits: 3 } })
})

it('[LE2] days are those of the reader, and costs are shown only where they may be', () => {
  const { ledger } = made()
  const at = Date.UTC(2026, 10, 20, 23, 30)
  ledger.take('c', [{ ...charge(1, 2_000_000), at }], at)
  const utc = ledger.report({ days: 7, zone: 0 }, at)
  expect(utc).toMatchObject({ from: '2026-11-14', to: '2026-11-20' })
  expect(utc.days).toMatchObject([{ day: '2026-11-20', calls: 1, cost: null }])
  const berlin = ledger.report({ days: 7, zone: 60 }, at)
  expect(berlin).toMatchObject({ to: '2026-11-21', days: [{ day: '2026-11-21' }] })
})
