/** Access tokens that must not be taken, each wrong in one way. */
import { generateKeyPair, importJWK, type JWK, SignJWT } from 'jose'
import { newId } from '../../src/shared/ids.ts'
import { env, type Person } from './house.ts'

type Forgery = {
  alg?: string
  typ?: string
  iss?: string
  aud?: string
  exp?: number
  sub?: string
  sid?: string
}

const MINUTE_S = 60

/** A token as the house makes it for this person, except for what is forged. */
async function token(person: Person, forged: Forgery, key?: CryptoKey | Uint8Array): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const { alg = 'ES256', typ = 'at+jwt', iss = 'parley', aud = 'parley:api', exp = now + MINUTE_S } = forged
  const { sub = person.user.id, sid = person.session.id } = forged
  return new SignJWT({ sid, role: 'ADMIN' })
    .setProtectedHeader({ alg, typ })
    .setIssuer(iss)
    .setAudience(aud)
    .setSubject(sub)
    .setIssuedAt(now)
    .setExpirationTime(exp)
    .sign(key ?? (await importJWK(JSON.parse(env.JWT_PRIVATE_KEY), 'ES256')))
}

const base64 = (value: object | string) =>
  btoa(typeof value === 'string' ? value : JSON.stringify(value))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** Tokens that claim to be this person's, by what is wrong with them. `eve` has a living session of her own. */
export async function forgeries(person: Person, eve: Person): Promise<Record<string, string>> {
  const { d: _, ...open } = JSON.parse(env.JWT_PRIVATE_KEY) as JWK
  const [head = '', body = '', seal = ''] = person.token.split('.')
  const claims = JSON.parse(atob(body.replaceAll('-', '+').replaceAll('_', '/')))
  return {
    expired: await token(person, { exp: Math.floor(Date.now() / 1000) - 1 }),
    'for another audience': await token(person, { aud: 'parley:share' }),
    'of another issuer': await token(person, { iss: 'other' }),
    'of another type': await token(person, { typ: 'JWT' }),
    'signed by another key': await token(person, {}, (await generateKeyPair('ES256')).privateKey),
    'signed with the public key as a secret': await token(
      person,
      { alg: 'HS256' },
      new TextEncoder().encode(JSON.stringify(open)),
    ),
    'without a signature': `${head}.${body}.`,
    'with algorithm none': `${base64({ alg: 'none', typ: 'at+jwt' })}.${body}.`,
    'with somebody else in it': `${head}.${base64({ ...claims, sub: eve.user.id })}.${seal}`,
    "with eve's session": await token(person, { sid: eve.session.id }),
    'with a session that never was': await token(person, { sid: newId() }),
    'with names that are no ids': await token(person, { sub: "' OR 1=1 --", sid: '../..' }),
    'that is a refresh token': person.cookies.get('parley_refresh') ?? '',
    'that is empty': '',
    'that is long': 'a'.repeat(20_000),
  }
}
