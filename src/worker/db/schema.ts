/**
 * What others must be able to find: people, how they prove who they are, and their sessions. Everything else a person
 * has lives in their own objects. drizzle-kit makes `migrations/` from this file.
 */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Times are Unix ms. */
export const users = sqliteTable('users', {
  id: text().primaryKey(),
  name: text().notNull(),
  /** Lower case: the schema at the door makes it so. */
  email: text().notNull().unique(),
  role: text({ enum: ['ADMIN', 'USER'] }).notNull(),
  created: integer().notNull(),
  /** Since when this person may not come in; null for everybody else. */
  banned: integer(),
  /** When they accepted the operator's terms; null: not yet. */
  terms: integer(),
})

/** One way of one person to prove who they are. `subject` is what the strategy calls them; a password has the e-mail. */
export const identities = sqliteTable(
  'identities',
  {
    strategy: text().notNull(),
    subject: text().notNull(),
    user: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** What the proof is checked against, where we hold it: the hash of a password. Never anything in clear. */
    secret: text(),
    created: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.strategy, t.subject] }), index('identities_user').on(t.user)],
)

/**
 * One signed-in browser or client. The row is the session: revoking deletes it. Of refresh tokens only SHA-256 is kept:
 * of the part that all tokens of the session share, of the token that is good now, and of the one before it.
 */
export const sessions = sqliteTable(
  'sessions',
  {
    id: text().primaryKey(),
    user: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    family: text().notNull().unique(),
    token: text().notNull(),
    previous: text(),
    rotated: integer().notNull(),
    created: integer().notNull(),
    seen: integer().notNull(),
    expires: integer().notNull(),
    /** The User-Agent header, so that its owner recognises the session. */
    agent: text().notNull(),
  },
  (t) => [index('sessions_user').on(t.user, t.seen)],
)

/** Fixed windows of the rate limits. Keys are hashes: no address and no e-mail is readable here. */
export const limits = sqliteTable(
  'limits',
  { key: text().primaryKey(), hits: integer().notNull(), ends: integer().notNull() },
  (t) => [index('limits_ends').on(t.ends)],
)
