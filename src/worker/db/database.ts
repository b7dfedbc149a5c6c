/** The one way to D1. Whoever holds a `Database` knows that its tables are there. */
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { migrate } from './migrate.ts'

export type Database = DrizzleD1Database

/**
 * One per binding, hence per isolate. Kept when it is ready and not as a promise: what one request waits for may never
 * come when that request is cancelled, and would then hang all others.
 */
const ready = new WeakMap<D1Database, Database>()

/** The database, migrated. Throws when D1 does not answer; the next request then tries again. */
export async function database({ DB }: Env): Promise<Database> {
  const known = ready.get(DB)
  if (known) return known
  await migrate(DB)
  const db = drizzle(DB)
  ready.set(DB, db)
  return db
}
