/** Access tokens: ES256 JWTs of 15 minutes (RFC 9068). What they say is proven; that the session still lives, D1 says. */
import { importJWK, type JWK, jwtVerify, SignJWT } from 'jose'
import { isId } from '../../shared/ids.ts'
import type { Role } from '../../shared/user.ts'

export const ACCESS_MS = 15 * 60_000

/** Who made the token, for whom, and what it is: each is checked, so that no other token of ours can stand in for it. */
const ISSUER = 'parley'
const AUDIENCE = 'parley:api'
const TYPE = 'at+jwt'
const ALGORITHM = 'ES256'

export type Claims = { sub: string; sid: string; role: Role }

type Keys = { sign: CryptoKey; verify: CryptoKey }

let known: { jwk: string; keys: Keys } | undefined

/** A signed token for a session, and when it ends (Unix ms). */
export async function signAccess(
  jwk: string,
  claims: Claims,
  now: number,
): Promise<{ token: string; expires: number }> {
  const { sign } = await keysOf(jwk)
  const { sub, sid, role } = claims
  // A JWT counts in seconds.
  const expires = Math.floor((now + ACCESS_MS) / 1000) * 1000
  const token = await new SignJWT({ sid, role })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(sub)
    .setIssuedAt(Math.floor(now / 1000))
    .setExpirationTime(expires / 1000)
    .sign(sign)
  return { token, expires }
}

/** What the token proves, and when it ends (Unix ms); undefined for anything that is not a valid token of ours. */
export async function readAccess(
  jwk: string,
  token: string,
): Promise<(Claims & { expires: number }) | undefined> {
  const { verify } = await keysOf(jwk)
  try {
    const { payload } = await jwtVerify<{ sid: string; role: Role }>(token, verify, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      typ: TYPE,
      requiredClaims: ['sub', 'sid', 'role', 'exp', 'iat'],
    })
    const { sub = '', sid, role, exp = 0 } = payload
    return isId(sub) && isId(sid) ? { sub, sid, role, expires: exp * 1000 } : undefined
  } catch {
    // Whatever jose finds wrong with it, the answer outside is the same: not signed in.
    return undefined
  }
}

/** The key pair of this installation, imported once per isolate. */
async function keysOf(jwk: string): Promise<Keys> {
  if (known?.jwk === jwk) return known.keys
  const keys = await importKeys(jwk)
  known = { jwk, keys }
  return keys
}

async function importKeys(text: string): Promise<Keys> {
  const { d, ...open } = JSON.parse(text) as JWK
  if (!d) throw new Error('JWT_PRIVATE_KEY must be a private ES256 key as JWK')
  const [sign, verify] = await Promise.all([importJWK({ ...open, d }, ALGORITHM), importJWK(open, ALGORITHM)])
  if (sign instanceof Uint8Array || verify instanceof Uint8Array)
    throw new Error('JWT_PRIVATE_KEY must not be symmetric')
  return { sign, verify }
}
