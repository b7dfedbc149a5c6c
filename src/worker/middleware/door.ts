/**
 * The first thing behind every path: who may come through, and what the route is for. The access matrix of the tests
 * and the OpenAPI document are made from it, so a route without a door is found.
 */
import type { Context, Hono, MiddlewareHandler } from 'hono'
import { resolver, uniqueSymbol } from 'hono-openapi'
import type * as v from 'valibot'
import { claimsOf } from '../auth/claims.ts'
import { hashOf } from '../auth/limits.ts'
import { asksTerms } from '../auth/terms.ts'
import { settingsOf } from '../config.ts'
import { database } from '../db/database.ts'
import { liveSession } from '../db/sessions.ts'
import type { AppEnv } from '../env.ts'
import { clientOf } from './address.ts'
import { refuse } from './errors.ts'
import { isUpgrade, provenanceOf } from './origin.ts'

export type Access = {
  auth: 'public' | 'session'
  /** What of somebody else's a request to this route could name. To all but its owner it must look like nothing. */
  subject?: 'conversation' | 'session'
}

export type About = {
  /** One line: what the route does. */
  about: string
  /** Of the JSON answer with status 200. Without it, `type` says what comes. */
  answer?: v.GenericSchema
  type?: string
  subject?: Access['subject']
}

/** Anybody may come in. */
export function open(about: About): MiddlewareHandler<AppEnv> {
  return described(about, 'public', (_, next) => next())
}

/** Only with a living session; `c.var.caller` and `c.var.user` say whose. */
export function signedIn(about: About): MiddlewareHandler<AppEnv> {
  return described(about, 'session', async (c, next) => {
    const refused = await admit(c)
    return refused ?? next()
  })
}

const doors = new WeakMap<object, Access>()

function described(
  about: About,
  auth: Access['auth'],
  handler: MiddlewareHandler<AppEnv>,
): MiddlewareHandler<AppEnv> {
  doors.set(handler, { auth, ...(about.subject && { subject: about.subject }) })
  return Object.assign(handler, { [uniqueSymbol]: { spec: specOf(about, auth) } })
}

export type Route = { method: string; path: string; access: Access | undefined }

/** Every route of the app with what its door says; `access` is undefined where somebody forgot the door. */
export function routesOf(app: Hono<AppEnv>): Route[] {
  const table = new Map<string, Route>()
  for (const { method, path, handler } of app.routes) {
    // Middleware for everything is no route.
    if (method === 'ALL') continue
    const key = `${method} ${path}`
    const route = table.get(key) ?? { method, path, access: undefined }
    route.access ??= doors.get(handler)
    table.set(key, route)
  }
  return [...table.values()]
}

/** Proves the caller: signature and terms of the token, provenance of the cookie, and in D1 that the session lives. */
async function admit(c: Context<AppEnv>): Promise<Response | undefined> {
  const claims = await claimsOf(c)
  if (!claims) return refuse(c, { code: 'unauthorized' })
  if (!mayUse(c)) return refuse(c, { code: 'forbidden' })
  const live = await liveSession(await database(c.env), claims.sid, claims.sub, Date.now())
  if (!live) return refuse(c, { code: 'unauthorized' })
  const { user, terms } = live
  const barred = terms === null && asksTerms(c.env)
  // The role is D1's, not the token's: it may have changed since.
  c.set('caller', {
    user: user.id,
    sid: claims.sid,
    role: user.role,
    ...(barred && { barred: 'terms' as const }),
    ...(settingsOf(c.env).limitsByAddress && (await placeOf(c))),
  })
  c.set('user', user)
  c.set('terms', terms)
}

/** Where the request comes from, as a hash: nobody is to read an address in a counter. Nothing where it stands for everybody. */
async function placeOf(c: Context<AppEnv>): Promise<{ from?: string }> {
  const { address, shared } = clientOf(c)
  return shared ? {} : { from: await hashOf(address) }
}

/**
 * Cookies come along with whatever a foreign page sends; a bearer token does not. So what rests on a cookie and changes
 * something, or opens a socket, must be known to come from our page; and nobody's socket is opened for another page.
 */
function mayUse(c: Context<AppEnv>): boolean {
  const provenance = provenanceOf(c)
  if (c.req.header('authorization') !== undefined) return !(isUpgrade(c) && provenance === 'foreign')
  const acts = isUpgrade(c) || !['GET', 'HEAD'].includes(c.req.method)
  return provenance === 'own' || (provenance === 'unknown' && !acts)
}

/** Names of the refusals that the OpenAPI document describes once. */
const refused = (name: string) => ({ $ref: `#/components/responses/${name}` })

function specOf({ about, answer, type, subject }: About, auth: Access['auth']) {
  const content = answer
    ? { 'application/json': { schema: resolver(answer) } }
    : type && { [type]: { schema: { type: 'string' as const } } }
  return {
    summary: about,
    security: auth === 'public' ? [] : [{ bearer: [] }, { cookie: [] }],
    responses: {
      200: { description: 'Done', ...(content && { content }) },
      ...(auth === 'session' && { 401: refused('unauthorized'), 403: refused('forbidden') }),
      ...(subject && { 404: refused('not_found') }),
    },
  }
}
