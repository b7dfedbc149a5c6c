/**
 * Passwords as scrypt hashes. One takes some 60 ms in which the isolate does nothing else, hence only here in the
 * Worker and only behind a rate limit, never in an object.
 */
import { scryptSync, timingSafeEqual } from 'node:crypto'
import { decode, encode } from './base64.ts'

/** Measured: p = 3 takes three times as long, and N = 2^17 needs 128 MiB, which an isolate does not have. */
const COST = { N: 2 ** 15, r: 8, p: 1 }

/** scrypt needs 128 * N * r = 32 MiB, which is Node's default limit to the byte. */
const MAX_MEMORY_BYTES = 64 * 1024 * 1024

const KEY_BYTES = 32
const SALT_BYTES = 16

/** In the PHC string format: `$scrypt$ln=15,r=8,p=1$salt$key`. */
export function hashPassword(password: string): string {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES))
  const { N, r, p } = COST
  return `$scrypt$ln=${Math.log2(N)},r=${r},p=${p}$${encode(salt)}$${encode(derive(password, salt, COST))}`
}

/** Whether the password belongs to the hash. Without a hash: false after the same time, so nobody learns who exists. */
export function checkPassword(password: string, hash: string | null | undefined): boolean {
  const found = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/.exec(hash ?? '')
  if (!found) {
    derive(password, new Uint8Array(SALT_BYTES), COST)
    return false
  }
  const [, ln, r, p, salt = '', key = ''] = found
  const derived = derive(password, decode(salt), { N: 2 ** Number(ln), r: Number(r), p: Number(p) })
  const expected = decode(key)
  return expected.length === KEY_BYTES && timingSafeEqual(derived, expected)
}

/** NFKC: the same password typed on another keyboard is the same (NIST SP 800-63B). */
function derive(password: string, salt: Uint8Array, cost: typeof COST): Uint8Array {
  const key = scryptSync(password.normalize('NFKC'), salt, KEY_BYTES, { ...cost, maxmem: MAX_MEMORY_BYTES })
  return new Uint8Array(key)
}
