/**
 * The two cookies of a session. Neither can be read by scripts nor comes along with a foreign page. The refresh cookie
 * is sent with the page as well, so that a page opened after the access token ended is signed in at once.
 */
import type { Context } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { settingsOf } from '../config.ts'
import type { AppEnv } from '../env.ts'
import { isSecure } from '../middleware/origin.ts'
import { ACCESS_MS } from './access-token.ts'

export const ACCESS_COOKIE = 'parley_access'
export const REFRESH_COOKIE = 'parley_refresh'

const attributes = (c: Context<AppEnv>) =>
  ({ path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure(c) }) as const

/** Gives the browser both tokens. */
export function setSessionCookies(c: Context<AppEnv>, access: string, refresh: string): void {
  setCookie(c, ACCESS_COOKIE, access, { ...attributes(c), maxAge: ACCESS_MS / 1000 })
  setCookie(c, REFRESH_COOKIE, refresh, {
    ...attributes(c),
    maxAge: Math.floor(settingsOf(c.env).sessionMs / 1000),
  })
}

/** Takes both away. */
export function clearSessionCookies(c: Context<AppEnv>): void {
  deleteCookie(c, ACCESS_COOKIE, attributes(c))
  deleteCookie(c, REFRESH_COOKIE, attributes(c))
}
