/**
 * Lists of models that are one person's: of servers that are asked with the key they brought, and of those that the
 * operator has told who asks. Nothing of them is shared with anybody, and nothing is learned from them.
 */
import type { ModelInfo } from '../../shared/catalog.ts'
import { fetching } from '../gateway/ask.ts'
import type { GatewayEnv } from '../gateway/installation.ts'
import { personally } from '../gateway/personal.ts'
import { catalogOf } from '../providers/index.ts'
import type { Endpoint } from '../providers/spec.ts'
import type { Keys } from './keys.ts'

/** By endpoint: its models, and whether those answered that gave no list. */
export type OwnLists = { models: ReadonlyMap<string, ModelInfo[]>; unlisted: ReadonlyMap<string, boolean> }

/** Whether each person gets a list of their own. */
export function isOwn({ models, personal }: Endpoint): boolean {
  return models.fetch && (personal !== undefined || models.person === true)
}

/** Asks all of them side by side; those of which the person has no key are left out. Never fails. */
export async function ownLists(
  env: GatewayEnv,
  endpoints: readonly Endpoint[],
  { me, keys, now }: { me: string; keys: Pick<Keys, 'use'>; now: number },
  signal: AbortSignal,
): Promise<OwnLists> {
  const models = new Map<string, ModelInfo[]>()
  const unlisted = new Map<string, boolean>()
  const list = async (endpoint: Endpoint) => {
    const own = await asked(endpoint, me, keys, now)
    if (!own) return
    const io = fetching(env, undefined, endpoint.personal?.baseURL)
    models.set(endpoint.id, await catalogOf([own], io, signal, (id, answered) => unlisted.set(id, answered)))
  }
  await Promise.all(endpoints.filter(isOwn).map(list))
  return { models, unlisted }
}

/** The endpoint as this person asks it for its list; null without their key. */
async function asked(
  endpoint: Endpoint,
  me: string,
  keys: Pick<Keys, 'use'>,
  now: number,
): Promise<Endpoint | null> {
  const { personal, models } = endpoint
  let own = endpoint
  if (personal) {
    const secret = await keys.use(endpoint, now)
    if (!secret.ok) return null
    const { personal: _, ...rest } = personally(endpoint, secret.value)
    own = rest
  }
  return models.person ? { ...own, query: { ...own.query, user: me } } : own
}
