/** Sessions, however they were begun: going on, leaving, and seeing where else one is signed in. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { Id } from '../../shared/ids.ts'
import type { Session } from '../../shared/user.ts'
import { clearSessionCookies } from '../auth/cookies.ts'
import { refreshBudgets, take } from '../auth/limits.ts'
import { endSession, leave, refresh } from '../auth/refresh.ts'
import { database } from '../db/database.ts'
import { closeOthers, sessionsOf } from '../db/sessions.ts'
import { type AppEnv, personOf } from '../env.ts'
import { path } from '../middleware/body.ts'
import { open, signedIn } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'
import { provenanceOf } from '../middleware/origin.ts'
import { Done, pageOf, WireSession, WireSignedIn } from '../present.ts'

export const auth = new Hono<AppEnv>()
  .post(
    '/api/auth/refresh',
    open({ about: 'Go on with the session of the refresh cookie', answer: WireSignedIn }),
    async (c) => {
      if (provenanceOf(c) === 'foreign') return refuse(c, { code: 'forbidden' })
      const wait = await take(c, await refreshBudgets(c))
      if (wait) return refuse(c, wait)
      const result = await refresh(c)
      if (result.ok) return c.json(result.value)
      clearSessionCookies(c)
      return refuse(c, result.fault)
    },
  )
  .post(
    '/api/auth/logout',
    open({ about: 'End the session of the cookies or of the token', answer: Done }),
    async (c) => {
      if (provenanceOf(c) === 'foreign') return refuse(c, { code: 'forbidden' })
      await leave(c)
      clearSessionCookies(c)
      return c.json({ done: true })
    },
  )
  .get(
    '/api/auth/sessions',
    signedIn({ about: 'Where one is signed in, last seen first', answer: pageOf(WireSession) }),
    async (c) => {
      const { user, sid } = c.var.caller
      const rows = await sessionsOf(await database(c.env), user, Date.now())
      const data = rows.map((row): Session => ({ ...row, current: row.id === sid }))
      return c.json({ data, nextCursor: null })
    },
  )
  .delete(
    '/api/auth/sessions/:sessionId',
    // Somebody else's session looks like one that has ended already: the answer is the same.
    signedIn({ about: 'End one session and close its sockets', answer: Done, subject: 'session' }),
    path(v.object({ sessionId: Id })),
    async (c) => {
      const { user, sid } = c.var.caller
      const { sessionId } = c.req.valid('param')
      await endSession(c, user, sessionId)
      if (sessionId === sid) clearSessionCookies(c)
      return c.json({ done: true })
    },
  )
  .delete(
    '/api/auth/sessions',
    signedIn({ about: 'End every session but this one', answer: Done }),
    async (c) => {
      const { user, sid } = c.var.caller
      const ended = await closeOthers(await database(c.env), user, sid)
      const person = personOf(c.env, user)
      await Promise.all(ended.map((id) => person.revoke(id)))
      return c.json({ done: true })
    },
  )
