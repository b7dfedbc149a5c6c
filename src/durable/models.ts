/** From a pick to a stream of chunks: which endpoint it names, which provider speaks to it, and what that may touch. */

import type { Config } from '../shared/config/index.ts'
import type { ErrorCode } from '../shared/errors.ts'
import type { Pick } from '../shared/message.ts'
import { guarded } from './egress.ts'
import { addressOf } from './egress-hosts.ts'
import type { ObjectEnv } from './env.ts'
import { endpointsOf, providerOf } from './providers/index.ts'
import { setting } from './providers/places.ts'
import type { Call, Chunk, Endpoint, Passage, ProviderIo } from './providers/spec.ts'
import type { NamingWay } from './room/naming.ts'

/** The object that holds Parley's own documentation. */
const GUIDE_OBJECT = 'guide'

/** What follows from the environment. Made once per isolate: the configuration cannot change while it lives. */
type Installation = { config: Config; endpoints: Endpoint[]; fetch: typeof fetch }
const installations = new WeakMap<ObjectEnv, Installation>()

function installationOf(env: ObjectEnv): Installation {
  const known = installations.get(env)
  if (known) return known
  const config: Config = env.CONFIG ? JSON.parse(env.CONFIG) : { endpoints: { custom: [] } }
  const endpoints = endpointsOf(env, config)
  const made = { config, endpoints, fetch: guarded(env, operatorsOwn(config, endpoints)) }
  installations.set(env, made)
  return made
}

/** Addresses that the operator wrote down: those of endpoints, and the exemptions of `endpoints.allowedAddresses`. */
function operatorsOwn(config: Config, endpoints: readonly Endpoint[]): ReadonlySet<string> {
  const own = endpoints.flatMap(({ baseURL }) => URL.parse(baseURL ?? '') ?? [])
  return new Set([...own.map(addressOf), ...(config.endpoints.allowedAddresses ?? [])])
}

/** `librechat.yaml`, as far as it has an effect. */
export function configOf(env: ObjectEnv): Config {
  return installationOf(env).config
}

/** Every place where models are, in the order the picker shows them. */
export function endpoints(env: ObjectEnv): Endpoint[] {
  return installationOf(env).endpoints
}

/**
 * Streams the answer of the picked model. A pick that is not offered (any more) is a fault, not an exception. `made` is
 * called when the request has been made.
 */
export function ask(
  env: ObjectEnv,
  pick: Pick,
  call: Call,
  signal: AbortSignal,
  made?: () => void,
): AsyncIterable<Chunk[]> {
  const endpoint = endpoints(env).find(({ id }) => id === pick.endpoint)
  const provider = endpoint && providerOf(endpoint.provider)
  return endpoint && provider ? provider.chat(call, endpoint, ioOf(env, made), signal) : fault('no_model')
}

/**
 * Who names conversations that `pick` answers, as `titleEndpoint`, `titleModel` and their like say; null: nobody. The guide
 * only knows its documentation.
 */
export function namingOf(env: ObjectEnv, { endpoint: id, model }: Pick): NamingWay | null {
  const own = endpoints(env).find((endpoint) => endpoint.id === id)
  const { titles = {} } = own ?? {}
  if (!own || titles.off || setting(env, 'TITLE_CONVO')?.toLowerCase() === 'false') return null
  const other = endpoints(env).find((endpoint) => endpoint.id === titles.endpoint)
  const namer = other ?? own
  if (namer.provider === 'guide') return null
  const usual = other && !titles.model ? (other.titles?.model ?? other.models.default[0]) : undefined
  const { prompt, template, immediate } = titles
  return {
    pick: { endpoint: namer.id, model: titles.model ?? usual ?? model },
    ...(prompt && { prompt }),
    ...(template && { template }),
    ...(immediate && { immediate }),
  }
}

/** What providers may touch; `used`: called when they did. */
export function ioOf(env: ObjectEnv, used: () => void = () => {}): ProviderIo {
  return {
    fetch(input, init) {
      const answer = installationOf(env).fetch(input, init)
      used()
      return answer
    },
    passages(query) {
      const stub = env.KNOWLEDGE.get(env.KNOWLEDGE.idFromName(GUIDE_OBJECT))
      const found = (stub as unknown as { passages(query: string): Promise<Passage[]> }).passages(query)
      used()
      return found
    },
  }
}

async function* fault(code: ErrorCode): AsyncGenerator<Chunk[]> {
  yield [{ kind: 'fault', fault: { code } }]
}
