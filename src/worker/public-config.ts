/** What anybody may know of this installation, before signing in. */
import { version } from 'parley:build'
import * as v from 'valibot'
import type { PublicConfig } from '../shared/boot.ts'
import type { Interface } from '../shared/interface.ts'
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
  minPassword: v.number(),
  fresh: v.boolean(),
  interface: v.object({
    modelSelect: v.boolean(),
    parameters: v.boolean(),
    presets: v.boolean(),
    multiConvo: v.boolean(),
    bookmarks: v.boolean(),
    temporaryChat: v.boolean(),
    prompts: v.object({ use: v.boolean(), create: v.boolean() }),
    contextUsage: v.boolean(),
    buildInfo: v.boolean(),
    summaries: v.picklist(['off', 'offered', 'usual']),
    feedback: v.boolean(),
    customWelcome: v.optional(v.string()),
    privacyPolicy: v.optional(v.object({ url: v.string(), newTab: v.boolean() })),
    termsOfService: v.optional(v.object({ url: v.string(), newTab: v.boolean() })),
    acceptance: v.optional(v.object({ title: v.optional(v.string()), text: v.string() })),
  }),
  footer: v.optional(v.string()),
  help: v.optional(v.string()),
  cost: v.nullable(v.object({ code: v.string(), rate: v.number() })),
})

/**
 * The configuration for somebody who is signed in: then there is an account, and nothing has to be asked. `terms`: they
 * are still to be accepted.
 */
export function knownConfig(env: Env, { fresh = false, terms = true } = {}): PublicConfig {
  const { appTitle, registration, minPassword, cost, interface: ui, footer, help } = settingsOf(env)
  return {
    appTitle,
    version,
    strategies: strategies.map(({ id, kind }) => ({ id, kind })),
    // The first account may always be made.
    registration: registration || fresh,
    minPassword,
    fresh,
    interface: terms ? ui : without(ui),
    ...(footer && { footer }),
    ...(help && { help }),
    cost,
  }
}

function without({ acceptance: _, ...rest }: Interface): Interface {
  return rest
}

/** The configuration for anybody; one query. */
export async function publicConfig(env: Env): Promise<PublicConfig> {
  const somebody = await anybody(await database(env))
  return knownConfig(env, { fresh: somebody.length === 0 })
}
