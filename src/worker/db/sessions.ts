/** Sessions: made by `finish`, rotated by `refresh`, checked on every request, gone when revoked. */
import { and, desc, eq, gt, isNull, lte, ne, notInArray, or, sql } from 'drizzle-orm'
import type { User } from '../../shared/user.ts'
import type { Hashes } from '../auth/refresh-token.ts'
import type { Database } from './database.ts'
import { sessions, users } from './schema.ts'

/** Live sessions of one person. Beyond it the one unseen for longest ends: no list without a bound. */
const MAX_SESSIONS = 100

/** Stores a session and removes this person's expired and surplus ones, whose ids are returned. */
export async function openSession(
  db: Database,
  session: { id: string; user: string; agent: string; now: number; lifetimeMs: number } & Hashes,
): Promise<string[]> {
  const { id, user, agent, now, lifetimeMs, family, token } = session
  const row = {
    id,
    user,
    family,
    token,
    agent,
    rotated: now,
    created: now,
    seen: now,
    expires: now + lifetimeMs,
  }
  const kept = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(eq(sessions.user, user))
    .orderBy(desc(sessions.seen), desc(sessions.id))
    .limit(MAX_SESSIONS)
  const [, gone] = await db.batch([
    db.insert(sessions).values(row),
    db
      .delete(sessions)
      .where(and(eq(sessions.user, user), or(lte(sessions.expires, now), notInArray(sessions.id, kept))))
      .returning({ id: sessions.id }),
  ])
  return gone.map((session) => session.id)
}

/** Whose session this is, if it is alive and its owner may come in; and when they accepted the terms. */
export async function liveSession(
  db: Database,
  id: string,
  user: string,
  now: number,
): Promise<{ user: User; terms: number | null } | undefined> {
  const row = await db
    .select({ id: users.id, name: users.name, email: users.email, role: users.role, terms: users.terms })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.user))
    .where(and(eq(sessions.id, id), eq(sessions.user, user), gt(sessions.expires, now), isNull(users.banned)))
    .get()
  if (!row) return undefined
  const { terms, ...owner } = row
  return { user: owner, terms }
}

/** A session as its refresh token finds it, with its owner. */
export type Family = User & {
  sid: string
  token: string
  previous: string | null
  rotated: number
  expires: number
  banned: number | null
}

/**
 * Replaces the refresh token `presented` by `next` if `presented` is the good one: one statement, so of two at once
 * one wins. `won` says whether this one did; `family` is the session as it is then, undefined when there is none.
 */
export async function rotate(
  db: Database,
  { family, token: presented }: Hashes,
  next: string,
  now: number,
  lifetimeMs: number,
): Promise<{ won: boolean; family: Family | undefined }> {
  const [won, found] = await db.batch([
    db
      .update(sessions)
      .set({ token: next, previous: presented, rotated: now, seen: now, expires: now + lifetimeMs })
      .where(and(eq(sessions.family, family), eq(sessions.token, presented), gt(sessions.expires, now)))
      .returning({ id: sessions.id }),
    db
      .select({
        // In a batch, columns of the same name are one: D1 answers with objects there.
        sid: sql<string>`${sessions.id}`.as('sid'),
        token: sessions.token,
        previous: sessions.previous,
        rotated: sessions.rotated,
        expires: sessions.expires,
        id: users.id,
        name: users.name,
        email: users.email,
        role: users.role,
        banned: users.banned,
      })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.user))
      .where(eq(sessions.family, family)),
  ])
  return { won: won.length > 0, family: found[0] }
}

/** The live sessions of a person, last seen first. */
export async function sessionsOf(db: Database, user: string, now: number) {
  const { id, created, seen, agent } = sessions
  return await db
    .select({ id, created, seen, agent })
    .from(sessions)
    .where(and(eq(sessions.user, user), gt(sessions.expires, now)))
    .orderBy(desc(sessions.seen), desc(sessions.id))
    .limit(MAX_SESSIONS)
}

/** Ends one session of this person. */
export async function closeSession(db: Database, user: string, id: string): Promise<void> {
  await db.delete(sessions).where(and(eq(sessions.user, user), eq(sessions.id, id)))
}

/** Ends all sessions of this person but one; the ids of those that ended. */
export async function closeOthers(db: Database, user: string, keep: string): Promise<string[]> {
  const rows = await db
    .delete(sessions)
    .where(and(eq(sessions.user, user), ne(sessions.id, keep)))
    .returning({ id: sessions.id })
  return rows.map(({ id }) => id)
}

/** The session that a refresh token belongs to, by the part its tokens share. */
export async function ownerOf(
  db: Database,
  family: string,
): Promise<{ id: string; user: string } | undefined> {
  const { id, user } = sessions
  return await db.select({ id, user }).from(sessions).where(eq(sessions.family, family)).get()
}
