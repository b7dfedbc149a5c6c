/**
 * Where every sign-in ends, whatever strategy it came by: whose identity it is, whether they may come in, and their
 * session. A second factor is asked for between the ban check and the session, so that no strategy can pass it by.
 */
import type { Context } from 'hono'
import type { SignedIn } from '../../shared/boot.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { User } from '../../shared/user.ts'
import { settingsOf } from '../config.ts'
import { database } from '../db/database.ts'
import { openSession } from '../db/sessions.ts'
import { accountBy } from '../db/users.ts'
import { type AppEnv, personOf } from '../env.ts'
import { signAccess } from './access-token.ts'
import { setSessionCookies } from './cookies.ts'
import { firstRefresh, hashesOf } from './refresh-token.ts'

/** What a strategy has proven. */
export type Proof = { strategy: string; subject: string }

/** UTF-16 code units kept of a User-Agent header. */
const MAX_AGENT = 256

/** The session of whoever was proven, with its cookies on the answer. `unauthorized`: nobody has this identity; `forbidden`: banned. */
export async function finish(c: Context<AppEnv>, proof: Proof): Promise<Result<SignedIn>> {
  const account = await accountBy(await database(c.env), proof.strategy, proof.subject)
  if (!account) return fail('unauthorized')
  const { banned, ...user } = account
  if (banned !== null) return fail('forbidden', 'This account is closed.')
  return ok(await issue(c, user))
}

async function issue(c: Context<AppEnv>, user: User): Promise<SignedIn> {
  const now = Date.now()
  const id = newId(now)
  const agent = (c.req.header('user-agent') ?? '').slice(0, MAX_AGENT)
  const refresh = firstRefresh()
  const [access, gone] = await Promise.all([
    signAccess(c.env.JWT_PRIVATE_KEY, { sub: user.id, sid: id, role: user.role }, now),
    hashesOf(refresh).then(async (hashes) =>
      openSession(await database(c.env), {
        ...{ id, user: user.id, agent, now, ...hashes },
        lifetimeMs: settingsOf(c.env).sessionMs,
      }),
    ),
  ])
  for (const sid of gone) c.executionCtx.waitUntil(personOf(c.env, user.id).revoke(sid))
  setSessionCookies(c, access.token, refresh)
  return { token: access.token, user, session: { id, expires: access.expires } }
}
