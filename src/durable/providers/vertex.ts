/**
 * Vertex AI, Google's cloud: a project, a place, and a service account whose key becomes an access token that every request
 * carries. Source: https://developers.google.com/identity/protocols/oauth2/service-account.
 */
import { importPKCS8, SignJWT } from 'jose'
import { FaultError } from './faults.ts'
import { jsonOrNull } from './http.ts'
import { setting } from './places.ts'
import type { Endpoint, ProviderEnv } from './spec.ts'

/** What of a service account's key file is used. */
export type ServiceKey = {
  client_email: string
  private_key: string
  private_key_id?: string
  project_id?: string
  token_uri?: string
}

export type Vertex = { project: string; region: string; key: ServiceKey }

const TOKEN_URL = 'https://oauth2.googleapis.com/token'
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform'
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** Ms that Google may take for a token; a token is fetched anew so much before it ends. */
const PATIENCE_MS = 10_000
const EARLY_MS = 60_000

/**
 * A project with its service account. The command line puts the key, from the file that the operator names, into the first of
 * `names` that it belongs to. Null where there is no key.
 */
export function vertexOf(
  env: ProviderEnv,
  names: readonly string[],
  region: string,
  project?: string | null,
): Vertex | null {
  const key = jsonOrNull(names.map((name) => setting(env, name)).find(Boolean) ?? '') as ServiceKey | null
  if (typeof key?.client_email !== 'string' || typeof key.private_key !== 'string') return null
  return { key, region, project: project ?? key.project_id ?? '' }
}

/** Where a model of `publisher` is. `global` has no place in its host, and continents have hosts of their own. */
export function modelAddress({ baseURL, vertex }: Endpoint, publisher: string, model: string): string {
  const { project = '', region = '' } = vertex ?? {}
  const base = baseURL ?? `https://${hostOf(region)}`
  return `${base}/v1/projects/${encodeURIComponent(project)}/locations/${encodeURIComponent(region)}/publishers/${publisher}/models/${encodeURIComponent(model)}`
}

function hostOf(region: string): string {
  if (region === 'global') return 'aiplatform.googleapis.com'
  if (region === 'us' || region === 'eu') return `aiplatform.${region}.rep.googleapis.com`
  return `${region}-aiplatform.googleapis.com`
}

/** `fetcher` with the account's token in each request; `plain` fetches the token. */
export function bearing(
  { key }: Vertex,
  fetcher: typeof fetch,
  plain: typeof fetch,
  signal: AbortSignal,
): typeof fetch {
  return async (input, init) => {
    const token = await waited(tokenOf(key, plain), signal)
    const headers = new Headers(init?.headers)
    headers.set('authorization', `Bearer ${token}`)
    const response = await fetcher(input, { ...init, headers })
    // It was revoked before its time.
    if (response.status === 401) held.delete(nameOf(key))
    return response
  }
}

/** `until`: Unix ms until which the token, or the wait for it, may be shared. */
type Held = { token: Promise<string>; until: number }

/** Tokens of this isolate, by account. A token is no conversation's own: all of them ask with the same. */
const held = new Map<string, Held>()

const nameOf = (key: ServiceKey): string => `${key.client_email} ${key.private_key_id ?? ''} ${key.token_uri}`

/** One exchange at a time, whoever asks. One that never ends, because its object went away, is waited for no longer. */
function tokenOf(key: ServiceKey, fetcher: typeof fetch): Promise<string> {
  const name = nameOf(key)
  const known = held.get(name)
  if (known && known.until > Date.now()) return known.token
  const begun = Date.now()
  const entry: Held = {
    until: begun + PATIENCE_MS,
    token: exchanged(key, fetcher).then(({ token, lifeMs }) => {
      entry.until = begun + lifeMs - EARLY_MS
      return token
    }),
  }
  held.set(name, entry)
  entry.token.catch(() => {
    if (held.get(name) === entry) held.delete(name)
  })
  return entry.token
}

async function exchanged(key: ServiceKey, fetcher: typeof fetch): Promise<{ token: string; lifeMs: number }> {
  const url = key.token_uri ?? TOKEN_URL
  const assertion = await assertionOf(key, url)
  const response = await fetcher(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: GRANT, assertion }).toString(),
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  const said = (jsonOrNull(await response.text()) ?? {}) as Record<string, unknown>
  const { access_token: token, expires_in: seconds, error, error_description: words } = said
  if (response.ok && typeof token === 'string')
    return { token, lifeMs: typeof seconds === 'number' ? seconds * 1000 : 0 }
  if (response.status === 429 || response.status >= 500) throw new FaultError({ code: 'model_unavailable' })
  throw refused(`Google does not accept the service account: ${words ?? error ?? `HTTP ${response.status}`}`)
}

/** A statement that this is the account, signed with its key. */
async function assertionOf(key: ServiceKey, audience: string): Promise<string> {
  const { client_email: email, private_key: pem, private_key_id: kid } = key
  try {
    return await new SignJWT({ scope: SCOPE })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(kid && { kid }) })
      .setIssuer(email)
      .setSubject(email)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(await importPKCS8(pem, 'RS256'))
  } catch {
    throw refused('The private key of the service account cannot be read')
  }
}

const refused = (message: string) => new FaultError({ code: 'model_key', message })

/** The exchange belongs to everybody who waits for it: one who goes away only stops waiting. */
function waited<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS + 1000)])
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(limit.reason)
    limit.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => limit.removeEventListener('abort', leave))
  })
}
