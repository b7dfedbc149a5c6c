/**
 * Goes on with a session by its refresh token. Each token works once; one that was used before ends the session, since
 * either its owner or a thief holds a copy. Browsers alone get a grace: two tabs can ask at once with the same cookie, and
 * a page that is closed while it loads never sees its answer. They get the same successor again.
 */
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { SignedIn } from '../../shared/boot.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import { settingsOf } from '../config.ts'
import { database } from '../db/database.ts'
import { closeSession, type Family, ownerOf, rotate } from '../db/sessions.ts'
import { type AppEnv, personOf } from '../env.ts'
import { signAccess } from './access-token.ts'
import { claimsOf } from './claims.ts'
import { REFRESH_COOKIE, setSessionCookies } from './cookies.ts'
import { hashesOf, isRefresh, nextRefresh } from './refresh-token.ts'

/** How long after its rotation a browser may still show the old token. A slow network and a second try fit in. */
const GRACE_MS = 30_000

/** A new access token and the successor of the refresh token in the cookie. `unauthorized` when it is not good. */
export async function refresh(c: Context<AppEnv>): Promise<Result<SignedIn>> {
  const presented = getCookie(c, REFRESH_COOKIE) ?? ''
  if (!isRefresh(presented)) return fail('unauthorized')
  const now = Date.now()
  const next = await nextRefresh(c.env.JWT_PRIVATE_KEY, presented)
  const [old, fresh] = await Promise.all([hashesOf(presented), hashesOf(next)])
  const db = await database(c.env)
  const { won, family } = await rotate(db, old, fresh.token, now, settingsOf(c.env).sessionMs)
  if (!family || family.expires <= now) return fail('unauthorized')
  const again = family.previous === old.token && family.token === fresh.token
  const graceful = again && now - family.rotated < GRACE_MS && c.req.header('sec-fetch-site') !== undefined
  if (family.banned !== null || !(won || graceful)) {
    await endSession(c, family.id, family.sid)
    return fail('unauthorized')
  }
  return ok(await reissue(c, family, next, now))
}

/** Ends a session: first in D1, so that nothing new begins, then its sockets. Harmless for one that is gone already. */
export async function endSession(c: Context<AppEnv>, user: string, sid: string): Promise<void> {
  await closeSession(await database(c.env), user, sid)
  await personOf(c.env, user).revoke(sid)
}

/**
 * Ends the session that the request comes from: by its refresh cookie, which lives longer, or by its access token. Not
 * being signed in is what was wanted, too.
 */
export async function leave(c: Context<AppEnv>): Promise<void> {
  const cookie = getCookie(c, REFRESH_COOKIE) ?? ''
  if (isRefresh(cookie)) {
    const { family } = await hashesOf(cookie)
    const session = await ownerOf(await database(c.env), family)
    if (session) await endSession(c, session.user, session.id)
  }
  const claims = await claimsOf(c)
  if (claims) await endSession(c, claims.sub, claims.sid)
}

async function reissue(c: Context<AppEnv>, family: Family, next: string, now: number): Promise<SignedIn> {
  const { sid, id, name, email, role } = family
  const { token, expires } = await signAccess(c.env.JWT_PRIVATE_KEY, { sub: id, sid, role }, now)
  setSessionCookies(c, token, next)
  return { token, user: { id, name, email, role }, session: { id: sid, expires } }
}
