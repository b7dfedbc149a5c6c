/** The operator's terms, which people accept once before they ask a model: `interface.termsOfService` of `librechat.yaml`. */
import { and, eq, isNull } from 'drizzle-orm'
import { settingsOf } from '../config.ts'
import type { Database } from '../db/database.ts'
import { users } from '../db/schema.ts'
import type { Env } from '../env.ts'

/** Whether there are terms to accept. */
export function asksTerms(env: Env): boolean {
  return settingsOf(env).interface.acceptance !== undefined
}

/** When this person accepted them; null: not yet. */
export async function acceptedAt(db: Database, user: string): Promise<number | null> {
  const row = await db.select({ terms: users.terms }).from(users).where(eq(users.id, user)).get()
  return row?.terms ?? null
}

/** They accept them, by our clock. Who did before, did then. */
export async function accept(db: Database, user: string, now: number): Promise<void> {
  await db
    .update(users)
    .set({ terms: now })
    .where(and(eq(users.id, user), isNull(users.terms)))
}
