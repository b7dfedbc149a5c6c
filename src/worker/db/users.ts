/** People and the identities by which they prove who they are. */
import { and, eq, sql } from 'drizzle-orm'
import type { User } from '../../shared/user.ts'
import type { Database } from './database.ts'
import { identities, users } from './schema.ts'

export type Account = User & { banned: number | null }

const account = {
  id: users.id,
  name: users.name,
  email: users.email,
  role: users.role,
  banned: users.banned,
}

/** Whose identity this is. */
export function accountBy(db: Database, strategy: string, subject: string) {
  return db
    .select(account)
    .from(identities)
    .innerJoin(users, eq(users.id, identities.user))
    .where(and(eq(identities.strategy, strategy), eq(identities.subject, subject)))
    .get() satisfies Promise<Account | undefined>
}

/** What the proof of an identity is checked against. A query, so that it can share a round trip. */
export function secretOf(db: Database, strategy: string, subject: string) {
  return db
    .select({ secret: identities.secret })
    .from(identities)
    .where(and(eq(identities.strategy, strategy), eq(identities.subject, subject)))
}

/** One row when somebody has an account here. A query, so that it can share a round trip. */
export function anybody(db: Database) {
  return db.select({ id: users.id }).from(users).limit(1)
}

export type NewAccount = {
  id: string
  name: string
  email: string
  strategy: string
  subject: string
  secret: string | null
  now: number
}

/**
 * Makes an account with its first identity. Who is first, and hence ADMIN, is decided inside the one statement that
 * inserts: D1 runs one statement at a time, so two at once cannot both be. `open` false: only the first may.
 * Undefined when the e-mail is taken, or when the house is closed.
 */
export async function createAccount(
  db: Database,
  person: NewAccount,
  open: boolean,
): Promise<User | undefined> {
  const { id, name, email, strategy, subject, secret, now } = person
  const role = sql`CASE WHEN EXISTS (SELECT 1 FROM users) THEN 'USER' ELSE 'ADMIN' END`
  const allowed = sql`${open ? 1 : 0} OR NOT EXISTS (SELECT 1 FROM users)`
  const [made] = await db.batch([
    db
      .insert(users)
      .select(sql`SELECT ${id}, ${name}, ${email}, ${role}, ${now}, NULL, NULL WHERE ${allowed}`)
      .onConflictDoNothing()
      .returning({ role: users.role }),
    db
      .insert(identities)
      .select(sql`SELECT ${strategy}, ${subject}, id, ${secret}, ${now} FROM users WHERE id = ${id}`),
  ])
  return made[0] && { id, name, email, role: made[0].role }
}
