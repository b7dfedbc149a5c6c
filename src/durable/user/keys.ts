/**
 * The keys one person brought, in their own object: sealed with AES-GCM under a key that is derived for this person from
 * the installation's secret, and bound to the endpoint they are for. Only the room of one of their conversations gets one
 * back in the clear; everybody else hears its end and when it ends.
 */
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { KeyChange, OwnKey } from '../../shared/keys.ts'
import type { Endpoint } from '../providers/spec.ts'
import { first, type Sql } from '../sql.ts'

export const KEYS_SCHEMA = `
  CREATE TABLE own_key (
    endpoint TEXT PRIMARY KEY, sealed TEXT NOT NULL, mask TEXT NOT NULL, expires INTEGER
  ) WITHOUT ROWID;`

/** More than there are vendors; an operator may have taken endpoints away again. */
const MAX_KEYS = 100

/** What a person's key opens. `baseURL` is theirs: no key of the installation goes there. */
export type Secret = { apiKey: string; baseURL?: string }

const NONCE_BYTES = 12

type Row = { endpoint: string; mask: string; expires: number | null }

export class Keys {
  readonly #sql: Sql
  readonly #person: () => string
  /** The installation's; empty: none was given, so nothing can be kept. */
  readonly #secret: string
  #derived: Promise<CryptoKey> | undefined

  constructor(sql: Sql, person: () => string, secret: string) {
    this.#sql = sql
    this.#person = person
    this.#secret = secret
  }

  list(): OwnKey[] {
    return this.#sql.all<Row>('SELECT endpoint, mask, expires FROM own_key ORDER BY endpoint')
  }

  drop(endpoint: string | null): void {
    if (endpoint === null) this.#sql.run('DELETE FROM own_key')
    else this.#sql.run('DELETE FROM own_key WHERE endpoint = ?', endpoint)
  }

  /** The address was judged before. */
  async set(change: Extract<KeyChange, { what: 'set' }>): Promise<Result<null>> {
    const { endpoint, apiKey, baseURL, expires } = change
    if (this.#secret === '') return fail('unavailable', 'CREDS_KEY is not set, so no key can be kept')
    const others = first<{ n: number }>(
      this.#sql,
      'SELECT count(*) AS n FROM own_key WHERE endpoint <> ?',
      endpoint,
    )
    if ((others?.n ?? 0) >= MAX_KEYS) return fail('conflict', `at most ${MAX_KEYS} keys`)
    const secret: Secret = { apiKey, ...(baseURL && { baseURL }) }
    const sealed = await this.#seal(endpoint, secret)
    this.#sql.run(
      'INSERT OR REPLACE INTO own_key VALUES (?, ?, ?, ?)',
      ...[endpoint, sealed, maskOf(apiKey), expires],
    )
    return ok(null)
  }

  /** The key for this endpoint, as the endpoint takes it now: what was given for another kind of it is not used. */
  async use({ id, personal }: Endpoint, now: number): Promise<Result<Secret>> {
    const row = first<{ sealed: string; expires: number | null }>(
      this.#sql,
      'SELECT sealed, expires FROM own_key WHERE endpoint = ?',
      id,
    )
    if (!row || this.#secret === '') return fail('key_missing')
    if (row.expires !== null && row.expires <= now) return fail('key_expired')
    const secret = await this.#open(id, row.sealed)
    if (!secret || (secret.baseURL !== undefined) !== (personal?.baseURL === true)) return fail('key_missing')
    return ok(secret)
  }

  async #seal(endpoint: string, secret: Secret): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
    const text = new TextEncoder().encode(JSON.stringify(secret))
    const sealed = await crypto.subtle.encrypt(this.#boundTo(endpoint, iv), await this.#key(), text)
    const whole = new Uint8Array(NONCE_BYTES + sealed.byteLength)
    whole.set(iv)
    whole.set(new Uint8Array(sealed), NONCE_BYTES)
    return btoa(String.fromCharCode(...whole))
  }

  /** Null: it was sealed with another secret, which nobody has any more. */
  async #open(endpoint: string, stored: string): Promise<Secret | null> {
    const whole = Uint8Array.from(atob(stored), (sign) => sign.charCodeAt(0))
    const way = this.#boundTo(endpoint, whole.slice(0, NONCE_BYTES))
    try {
      const text = await crypto.subtle.decrypt(way, await this.#key(), whole.slice(NONCE_BYTES))
      return JSON.parse(new TextDecoder().decode(text)) as Secret
    } catch {
      return null
    }
  }

  #boundTo(endpoint: string, iv: Uint8Array<ArrayBuffer>) {
    return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(endpoint) }
  }

  #key(): Promise<CryptoKey> {
    this.#derived ??= derive(this.#secret, this.#person())
    return this.#derived
  }
}

async function derive(secret: string, person: string): Promise<CryptoKey> {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const base = await crypto.subtle.importKey('raw', bytes(secret), 'HKDF', false, ['deriveKey'])
  const way = { name: 'HKDF', hash: 'SHA-256', salt: bytes(person), info: bytes('parley: keys of a person') }
  return crypto.subtle.deriveKey(way, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

/** Nothing of a short one: its end would be half of it. */
function maskOf(key: string): string {
  return key.length >= 16 ? `…${key.slice(-4)}` : '…'
}
