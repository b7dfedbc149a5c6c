/** Where a request comes from, as far as a browser says so: what keeps other sites from acting with our cookies. */
import type { Context } from 'hono'
import { settingsOf } from '../config.ts'
import type { AppEnv } from '../env.ts'

/**
 * `own`: our page. `foreign`: another site's page, also another port of this host. `unknown`: no browser, or one too
 * old to tell.
 */
export type Provenance = 'own' | 'foreign' | 'unknown'

/**
 * Judges `Origin` and `Sec-Fetch-Site`; a page can forge neither. Both must be ours where both are there. An upgrade is
 * judged by `Origin` alone: browsers disagree on what the other says of `ws:` addresses.
 */
export function provenanceOf(c: Context<AppEnv>): Provenance {
  const origin = c.req.header('origin')
  const site = isUpgrade(c) ? undefined : c.req.header('sec-fetch-site')
  if (origin !== undefined && !isOurs(c, origin)) return 'foreign'
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'foreign'
  return origin === undefined && site === undefined ? 'unknown' : 'own'
}

/** Whether the request asks for a WebSocket. */
export function isUpgrade(c: Context<AppEnv>): boolean {
  return c.req.header('upgrade')?.toLowerCase() === 'websocket'
}

/**
 * The host alone is compared with the request's own: behind a proxy that ends TLS we see `http` where the browser sees
 * `https`.
 */
function isOurs(c: Context<AppEnv>, origin: string): boolean {
  if (!URL.canParse(origin)) return false
  const theirs = new URL(origin)
  return theirs.host === new URL(c.req.url).host || settingsOf(c.env).origins.includes(theirs.origin)
}

/**
 * Whether the browser speaks https to us, or to the proxy in front (workerd is configured to believe its
 * `X-Forwarded-Proto`, which at worst spoils the cookies of whoever forges it). Decides on `Secure` cookies.
 */
export function isSecure(c: Context<AppEnv>): boolean {
  const url = new URL(c.req.url)
  return url.protocol === 'https:' || settingsOf(c.env).origins.includes(`https://${url.host}`)
}
