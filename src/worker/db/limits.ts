/**
 * Counters of the rate limits, in D1: an isolate's memory would forget them at every restart and would not know what
 * its neighbours count. Fixed windows; one upsert takes from all budgets of a request in one round trip.
 */
import { sql } from 'drizzle-orm'
import type { Database } from './database.ts'

/** `max` hits of `key` in `windowMs`. */
export type Budget = { key: string; max: number; windowMs: number }

/** Rows of ended windows that one new window takes with it: the table shrinks faster than it grows. */
const SWEEP = 20

/** Counts one hit on each budget. A query whose rows `exhausted` reads, so that it can share a round trip. */
export function hit(db: Database, budgets: readonly Budget[], now: number) {
  const rows = budgets.map(({ key, windowMs }) => sql`(${key}, 1, ${now + windowMs})`)
  return db.all<{ key: string; hits: number; ends: number }>(sql`
    INSERT INTO limits (key, hits, ends) VALUES ${sql.join(rows, sql`, `)}
    ON CONFLICT (key) DO UPDATE SET
      hits = CASE WHEN ends <= ${now} THEN 1 ELSE hits + 1 END,
      ends = CASE WHEN ends <= ${now} THEN excluded.ends ELSE ends END
    RETURNING key, hits, ends`)
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
  const keys = sql.join(
    budgets.map(({ key }) => sql`${key}`),
    sql`, `,
  )
  await db.run(sql`UPDATE limits SET hits = max(0, hits - 1) WHERE key IN (${keys})`)
}

/** Removes some windows that have ended. */
export async function sweep(db: Database, now: number): Promise<void> {
  await db.run(
    sql`DELETE FROM limits WHERE key IN (SELECT key FROM limits WHERE ends <= ${now} LIMIT ${SWEEP})`,
  )
}
