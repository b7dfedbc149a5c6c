/** What follows from the environment and `librechat.yaml`. Made once per isolate: neither can change while it lives. */
import type { Config } from '../../shared/config/index.ts'
import { type EgressEnv, guarded } from '../egress.ts'
import { addressOf } from '../egress-hosts.ts'
import { endpointsOf } from '../providers/index.ts'
import type { Endpoint, ProviderEnv } from '../providers/spec.ts'
import { type Filter, filterOf } from './filter.ts'
import { type Moderation, moderationOf } from './moderation.ts'
import { Cooldowns, RetryBudget } from './route.ts'
import { type Spec, specsOf } from './specs.ts'

/** `CONFIG`: JSON of the validated `Config`. */
export type GatewayEnv = ProviderEnv & EgressEnv & { CONFIG?: string }

export type Installation = {
  config: Config
  endpoints: Endpoint[]
  specs: Spec[]
  /** What must not leave for a model. */
  filter: Filter | null
  moderation: Moderation | null
  /** Reaches the public internet, and what the operator wrote down. */
  fetch: typeof fetch
  /** Reaches the public internet and the exemptions alone: for addresses that people bring. */
  fetchForPeople: typeof fetch
  /** The exemptions of `endpoints.allowedAddresses`. */
  allowed: ReadonlySet<string>
  cooldowns: Cooldowns
  retries: RetryBudget
}

const installations = new WeakMap<GatewayEnv, Installation>()

export function installationOf(env: GatewayEnv): Installation {
  const known = installations.get(env)
  if (known) return known
  const config: Config = env.CONFIG ? JSON.parse(env.CONFIG) : { endpoints: { custom: [] } }
  const endpoints = endpointsOf(env, config)
  const moderation = moderationOf(env)
  const allowed = new Set(config.endpoints.allowedAddresses ?? [])
  const own = endpoints
    .flatMap((endpoint) => [endpoint, ...Object.values(endpoint.places ?? {})])
    .flatMap(({ baseURL, responsesURL }) => [baseURL ?? [], responsesURL ?? []].flat())
  const made = {
    config,
    endpoints,
    specs: specsOf(config),
    filter: filterOf(config.messageFilter?.pii),
    moderation: moderation?.check ?? null,
    fetch: guarded(env, operatorsOwn(allowed, moderation ? [...own, moderation.address] : own)),
    fetchForPeople: guarded(env, allowed),
    allowed,
    cooldowns: new Cooldowns(),
    retries: new RetryBudget(),
  }
  installations.set(env, made)
  return made
}

/** Addresses that the operator wrote down: those of endpoints, and the exemptions of `endpoints.allowedAddresses`. */
function operatorsOwn(allowed: ReadonlySet<string>, addresses: readonly string[]): ReadonlySet<string> {
  const own = addresses.flatMap((address) => URL.parse(address) ?? [])
  return new Set([...own.map(addressOf), ...allowed])
}
