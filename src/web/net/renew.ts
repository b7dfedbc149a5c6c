/** The session of this browser: until when it lasts, and how it is made to last longer. */
import type { SignedIn } from '../../shared/boot.ts'
import { keep, recall } from '../storage.ts'

/** When the access token of this browser ends, Unix ms. All tabs share the cookie, so they share this. */
const EXPIRES_KEY = 'parley.expires'

/** When the session must be renewed at the latest, Unix ms; 0 when that is not known. */
export const sessionExpires = (): number => Number(recall(EXPIRES_KEY) ?? 0)

export function setSessionExpires(at: number): void {
  keep(EXPIRES_KEY, String(at))
}

/**
 * Renews the session. False when it is over; throws when the server cannot be reached. One tab renews, and the others,
 * which waited for it, go on with what it got.
 */
export async function renew(): Promise<boolean> {
  const before = sessionExpires()
  const run = async () => {
    if (sessionExpires() > before) return true
    const response = await fetch('/api/auth/refresh', { method: 'POST' })
    if (response.status >= 500 || response.status === 429)
      throw new Error(`renewing answered ${response.status}`)
    if (!response.ok) return false
    setSessionExpires(((await response.json()) as SignedIn).session.expires)
    return true
  }
  // Pages on a plain http address other than localhost have no locks; the server forgives a race there.
  return navigator.locks ? navigator.locks.request('parley.renew', run) : run()
}

let ended = () => {}

/** What to do when the session turns out to be over. */
export function onSessionEnd(then: () => void): void {
  ended = then
}

export const sessionEnded = (): void => ended()
