/**
 * Refresh tokens: 16 bytes that all tokens of a session share, then 32 that change with every use. The successor of a
 * token is computed from it under the installation's key. So the same token asked twice within the grace period (two
 * tabs, an answer that was lost) has the same successor, and nothing in clear has to be kept for that.
 */
import { decode, encode } from './base64.ts'

const FAMILY_BYTES = 16
const SECRET_BYTES = 32
const TOKEN_BYTES = FAMILY_BYTES + SECRET_BYTES

/** What is stored of a refresh token: SHA-256 of the part its session's tokens share, and of all of it. */
export type Hashes = { family: string; token: string }

let known: { jwk: string; key: CryptoKey } | undefined

/** The first token of a new session. */
export function firstRefresh(): string {
  return encode(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)))
}

/** The token that replaces this one. */
export async function nextRefresh(jwk: string, token: string): Promise<string> {
  const bytes = decode(token)
  const secret = await crypto.subtle.sign('HMAC', await keyOf(jwk), bytes)
  bytes.set(new Uint8Array(secret), FAMILY_BYTES)
  return encode(bytes)
}

/** What is stored of this token, and what it is found by. */
export async function hashesOf(token: string): Promise<Hashes> {
  const bytes = decode(token)
  const [family, all] = await Promise.all([sha256(bytes.subarray(0, FAMILY_BYTES)), sha256(bytes)])
  return { family, token: all }
}

/** Whether this can be a token of ours at all. */
export function isRefresh(text: string): boolean {
  return /^[\w-]{64}$/.test(text)
}

async function keyOf(jwk: string): Promise<CryptoKey> {
  if (known?.jwk === jwk) return known.key
  const key = await deriveKey(jwk)
  known = { jwk, key }
  return key
}

/** Not the signing key itself: a key has one use. */
async function deriveKey(jwk: string): Promise<CryptoKey> {
  const text = new TextEncoder()
  const base = await crypto.subtle.importKey('raw', text.encode(jwk), 'HKDF', false, ['deriveKey'])
  const from = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: text.encode('parley refresh token'),
  }
  return crypto.subtle.deriveKey(from, base, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign'])
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return encode(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}
