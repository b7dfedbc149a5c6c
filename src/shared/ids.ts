/**
 * Ids are born in the browser: time-ordered (UUIDv7, RFC 9562), so that a message has its name before it is sent
 * and a retry is harmless. Any UUID is accepted from outside; ours are always version 7.
 */
import * as v from 'valibot'

/** Any UUID, in lower case: the canonical form is made here, before anything is looked up by it. */
export const Id = v.pipe(v.string(), v.uuid('must be a UUID'), v.toLowerCase())

/** A new UUIDv7: 48 bits of Unix time in ms, 74 random bits. */
export function newId(nowMs: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(nowMs / 2 ** (8 * (5 - i))) & 0xff
  bytes[6] = 0x70 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Whether `value` is a UUID in canonical form. */
export function isId(value: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value)
}
