/**
 * The page, at every path that is nothing else: the built HTML with everything its first drawing needs inside. For
 * somebody with a good access token that is one query and one call, side by side.
 */

import { page } from 'parley:page'
import { type Context, Hono } from 'hono'
import type { Boot, Caller } from '../../durable/rpc.ts'
import type { BootData } from '../../shared/boot.ts'
import { DEFAULT_PREFERENCES } from '../../shared/preferences.ts'
import type { User } from '../../shared/user.ts'
import { claimsOf } from '../auth/claims.ts'
import { refresh } from '../auth/refresh.ts'
import { acceptedAt, asksTerms } from '../auth/terms.ts'
import { database } from '../db/database.ts'
import { liveSession } from '../db/sessions.ts'
import { type AppEnv, personOf } from '../env.ts'
import { open } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'
import { pagePolicy } from '../middleware/headers.ts'
import { knownConfig, publicConfig } from '../public-config.ts'

/** A name with an ending; or something hidden, which nobody has any business to look for. */
const FILE = /\.[^/]+$|\/\./

/** Files of the build are served as they are; they run in no origin but ours. */
const FILE_POLICY = "default-src 'self'; frame-ancestors 'none'"

export const boot = new Hono<AppEnv>()
  .get('/shell', open({ about: 'The page with nobody in it, for reading offline', type: 'text/html' }), (c) =>
    c.html(page.html, 200, { ...policy(), 'cache-control': 'no-cache' }),
  )
  .get('/*', open({ about: 'The page', type: 'text/html' }), async (c) => {
    const { pathname } = new URL(c.req.url)
    if (FILE.test(pathname)) return file(c)
    const data = await bootData(c)
    // Every page is somebody's own.
    return c.html(pageWith(data, pathname), 200, { ...policy(), 'cache-control': 'no-store' })
  })

const policy = () => ({ 'content-security-policy': pagePolicy(page.inline) })

async function bootData(c: Context<AppEnv>): Promise<BootData> {
  const person = await personHere(c)
  if (!person) return { config: await publicConfig(c.env), user: null }
  const { user, session, boot, terms } = person
  return { config: knownConfig(c.env, { terms: terms === null }), user, session, ...(boot ?? NOTHING_YET) }
}

/** `terms`: when they accepted them, where there are any. */
type Here = { user: User; session: { id: string; expires: number }; boot: Boot | null; terms: number | null }

/** Whose page this is. When the access token has ended, the refresh cookie is used here and now. */
async function personHere(c: Context<AppEnv>): Promise<Here | undefined> {
  const claims = await claimsOf(c)
  if (claims) {
    const { sub, sid, role, expires } = claims
    // The token is proven, so its owner's object may be asked meanwhile; a dead session gets nothing of the answer.
    const asked = ask(c, { user: sub, sid, role })
    const live = await liveSession(await database(c.env), sid, sub, Date.now())
    return live && { ...live, session: { id: sid, expires }, boot: await asked }
  }
  const renewed = await refresh(c)
  if (!renewed.ok) return undefined
  const { user, session } = renewed.value
  const [boot, terms] = await Promise.all([
    ask(c, { user: user.id, sid: session.id, role: user.role }),
    asksTerms(c.env) ? acceptedAt(await database(c.env), user.id) : null,
  ])
  return { user, session, boot, terms }
}

/** The person's own object not answering is no reason for an empty screen: the page asks again by its socket. */
async function ask(c: Context<AppEnv>, caller: Caller): Promise<Boot | null> {
  try {
    const boot = await personOf(c.env, caller.user).boot(caller)
    return boot.ok ? boot.value : null
  } catch (error) {
    console.error('boot:', error)
    return null
  }
}

const NOTHING_YET: Boot = {
  preferences: DEFAULT_PREFERENCES,
  library: { clock: 0, items: [], nextCursor: null },
  shelves: { tags: [], projects: [] },
  catalog: { models: [], endpoints: [] },
  preset: null,
}

/** What the page at this path draws with, besides what every page does. */
function linksOf(pathname: string): string {
  if (pathname === '/' || pathname === '/c/new') return page.empty
  return pathname.startsWith('/c/') ? page.thread : ''
}

/** `<` is escaped, so nothing in a title can end the script element. */
function pageWith(data: BootData, pathname: string): string {
  const links = data.user ? linksOf(pathname) : ''
  const json = JSON.stringify(data).replaceAll('<', '\\u003c')
  return page.html.replace(
    '</head>',
    () => `${links}<script type="application/json" id="boot">${json}</script></head>`,
  )
}

async function file(c: Context<AppEnv>): Promise<Response> {
  const found = await c.env.ASSETS.fetch(c.req.raw)
  if (found.status === 404) return refuse(c, { code: 'not_found' })
  const answer = new Response(found.body, found)
  answer.headers.set('content-security-policy', FILE_POLICY)
  return answer
}
