/** People and their sessions, as they cross the wire. */
import * as v from 'valibot'

export type Role = 'ADMIN' | 'USER'

export type User = { id: string; name: string; email: string; role: Role }

/** One signed-in browser or client. Times are Unix ms. */
export type Session = { id: string; created: number; seen: number; agent: string; current: boolean }

const Email = v.pipe(
  v.string(),
  v.trim(),
  v.toLowerCase(),
  v.maxLength(320),
  v.email('must be an e-mail address'),
)

export const Registration = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(80)),
  email: Email,
  password: v.pipe(v.string(), v.minLength(1, 'must not be empty'), v.maxLength(128)),
})

export const Credentials = v.strictObject({
  email: Email,
  password: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
})
