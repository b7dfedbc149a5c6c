/**
 * Counters of the rate limits, in D1: an isolate's memory would forget them at every restart and would not know what
 * its neighbours count. Fixed windows; one upsert takes from all budgets of a request in one round trip.
 */
import { inArray, lte, sql } from 'drizzle-orm'
import type { Database } from './database.ts'
import { limits } from './schema.ts'

/** `max` hits of `key` in `windowMs`. */
export type Budget = { key: string; max: number; windowMs: number }

/** Rows of ended windows that one new window takes with it: the table shrinks faster than it grows. */
const SWEEP = 20

/** Counts one hit on each budget. A query whose rows `exhausted` reads, so that it can share a round trip. */
export function hit(db: Database, budgets: readonly Budget[], now: number) {
  const ended = sql`${limits.ends} <= ${now}`
  return db
    .insert(limits)
    .values(budgets.map(({ key, windowMs }) => ({ key, hits: 1, ends: now + windowMs })))
    .onConflictDoUpdate({
      target: limits.key,
      set: {
        hits: sql`CASE WHEN ${ended} THEN 1 ELSE ${limits.hits} + 1 END`,
        ends: sql`CASE WHEN ${ended} THEN excluded.ends ELSE ${limits.ends} END`,
      },
    })
    .returning()
}

/** Ms until the last exhausted budget is fresh again; 0 when none is exhausted. */
export function exhausted(
  budgets: readonly Budget[],
  rows: readonly { key: string; hits: number; ends: number }[],
  now: number,
): number {
  const max = new Map(budgets.map((budget) => [budget.key, budget.max]))
  return Math.max(0, ...rows.filter((row) => row.hits > (max.get(row.key) ?? 0)).map((row) => row.ends - now))
}

/** Gives the hits back: what was counted turned out to be no failure. */
export async function giveBack(db: Database, budgets: readonly Budget[]): Promise<void> {
  const keys = budgets.map(({ key }) => key)
  await db
    .update(limits)
    .set({ hits: sql`max(0, ${limits.hits} - 1)` })
    .where(inArray(limits.key, keys))
}

/** Removes some windows that have ended. */
export async function sweep(db: Database, now: number): Promise<void> {
  const ended = db.select({ key: limits.key }).from(limits).where(lte(limits.ends, now)).limit(SWEEP)
  await db.delete(limits).where(inArray(limits.key, ended))
}
