/**
 * The contract of a way to sign in. A strategy proves who somebody is and ends in `finish`; it issues no session itself.
 * A new one is one file that says `defineStrategy`, and its name in `auth/index.ts`.
 */
import type { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export type Strategy = {
  /** Names the strategy in its identities and on its button. Never changes: it is stored. */
  id: string
  /** `form`: the page asks for something and posts it. `redirect`: the browser goes elsewhere and comes back. */
  kind: 'form' | 'redirect'
  /** Its paths, each with its door. */
  routes: Hono<AppEnv>
}

/** Checks a strategy against the contract where it is written. */
export function defineStrategy(strategy: Strategy): Strategy {
  return strategy
}
