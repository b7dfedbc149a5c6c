/** What a request says of who sends it. */
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { AppEnv } from '../env.ts'
import { type Claims, readAccess } from './access-token.ts'
import { ACCESS_COOKIE } from './cookies.ts'

/**
 * The claims of `Authorization: Bearer`, else those of the access cookie; undefined when there is none that holds. A header
 * that is there but wrong is not made good by a cookie.
 */
export async function claimsOf(c: Context<AppEnv>): Promise<(Claims & { expires: number }) | undefined> {
  const header = c.req.header('authorization')
  const token = header === undefined ? getCookie(c, ACCESS_COOKIE) : /^Bearer (\S+)$/i.exec(header)?.[1]
  return token ? readAccess(c.env.JWT_PRIVATE_KEY, token) : undefined
}
