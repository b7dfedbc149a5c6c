/** From a pick to a stream of chunks: which endpoint it names, which provider speaks to it, and what that may touch. */

import type { Config } from '../shared/config/index.ts'
import type { ErrorCode } from '../shared/errors.ts'
import type { Pick } from '../shared/message.ts'
import type { ObjectEnv } from './env.ts'
import { endpointsOf, providerOf } from './providers/index.ts'
import type { Call, Chunk, Endpoint, Passage, ProviderIo } from './providers/spec.ts'

/** The object that holds Parley's own documentation. */
const GUIDE_OBJECT = 'guide'

/** One parse per isolate: the configuration cannot change while it lives. */
const known = new WeakMap<ObjectEnv, Endpoint[]>()

/** Every place where models are, in the order the picker shows them. */
export function endpoints(env: ObjectEnv): Endpoint[] {
  const list =
    known.get(env) ??
    endpointsOf(
      env,
      env.CONFIG ? (JSON.parse(env.CONFIG) as Config) : { version: '1.0', endpoints: { custom: [] } },
    )
  known.set(env, list)
  return list
}

/** Streams the answer of the picked model. A pick that is not offered (any more) is a fault, not an exception. */
export function ask(env: ObjectEnv, pick: Pick, call: Call, signal: AbortSignal): AsyncIterable<Chunk[]> {
  const endpoint = endpoints(env).find(({ id }) => id === pick.endpoint)
  const provider = endpoint && providerOf(endpoint.provider)
  return endpoint && provider ? provider.chat(call, endpoint, ioOf(env), signal) : fault('no_model')
}

/** Whether the picked model can be asked for a title. The guide only knows its documentation. */
export function canTitle(env: ObjectEnv, pick: Pick): boolean {
  const endpoint = endpoints(env).find(({ id }) => id === pick.endpoint)
  return endpoint !== undefined && endpoint.provider !== 'guide'
}

/** What providers may touch. */
export function ioOf(env: ObjectEnv): ProviderIo {
  return {
    fetch: (input, init) => fetch(input, init),
    passages: (query) => {
      const stub = env.KNOWLEDGE.get(env.KNOWLEDGE.idFromName(GUIDE_OBJECT))
      return (stub as unknown as { passages(query: string): Promise<Passage[]> }).passages(query)
    },
  }
}

async function* fault(code: ErrorCode): AsyncGenerator<Chunk[]> {
  yield [{ kind: 'fault', fault: { code } }]
}
