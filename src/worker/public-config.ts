/** What anybody may know of this installation, before signing in. */
import { version } from 'parley:build'
import * as v from 'valibot'
import type { PublicConfig } from '../shared/boot.ts'
import { strategies } from './auth/index.ts'
import { settingsOf } from './config.ts'
import { database } from './db/database.ts'
import { anybody } from './db/users.ts'
import type { Env } from './env.ts'

export const WireConfig = v.object({
  appTitle: v.string(),
  version: v.string(),
  strategies: v.array(v.object({ id: v.string(), kind: v.picklist(['form', 'redirect']) })),
  registration: v.boolean(),
  fresh: v.boolean(),
  cost: v.nullable(v.object({ code: v.string(), rate: v.number() })),
})

/** The configuration for somebody who is signed in: then there is an account, and nothing has to be asked. */
export function knownConfig(env: Env, fresh = false): PublicConfig {
  const { appTitle, registration, cost } = settingsOf(env)
  return {
    appTitle,
    version,
    strategies: strategies.map(({ id, kind }) => ({ id, kind })),
    // The first account may always be made.
    registration: registration || fresh,
    fresh,
    cost,
  }
}

/** The configuration for anybody; one query. */
export async function publicConfig(env: Env): Promise<PublicConfig> {
  const somebody = await anybody(await database(env))
  return knownConfig(env, somebody.length === 0)
}
