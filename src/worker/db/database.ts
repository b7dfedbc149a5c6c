/** The one way to D1. Whoever holds a `Database` knows that its tables are there. */
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { migrate } from './migrate.ts'

export type Database = DrizzleD1Database

/** One per binding, hence per isolate. A failed migration is forgotten, so that the next request tries again. */
const ready = new WeakMap<D1Database, Promise<Database>>()

/** The database, migrated. Throws when D1 does not answer. */
export function database({ DB }: Env): Promise<Database> {
  const known = ready.get(DB)
  if (known) return known
  const opening = migrate(DB).then(() => drizzle(DB))
  ready.set(DB, opening)
  opening.catch(() => ready.delete(DB))
  return opening
}
