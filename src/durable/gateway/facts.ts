/** The one look-up of what a model holds and costs, for whoever asks it or counts what it took. */
import type { ModelInfo } from '../../shared/catalog.ts'
import type { Pick } from '../../shared/message.ts'
import type { FileRules, ModelFacts } from '../../shared/prices.ts'
import type { Setup } from '../../shared/setup.ts'
import { factsOf } from '../providers/facts/index.ts'
import { placed } from '../providers/places.ts'
import { type GatewayEnv, installationOf } from './installation.ts'

/** What servers said when they were asked last. The same for everybody, hence shared by the objects of an isolate. */
const said = new Map<string, ModelFacts>()

const keyOf = ({ endpoint, model }: Pick): string => `${endpoint}\n${model}`

/** The lists of all servers have come. */
export function learn(models: readonly ModelInfo[]): void {
  said.clear()
  for (const { endpoint, model, context, output, price, takes } of models)
    said.set(keyOf({ endpoint, model }), {
      ...(context !== undefined && { context }),
      ...(output !== undefined && { output }),
      ...(price && { price }),
      ...(takes && { takes }),
    })
}

export function modelFacts(env: GatewayEnv, pick: Pick): ModelFacts & FileRules {
  const { endpoints, specs } = installationOf(env)
  const endpoint = endpoints.find(({ id }) => id === pick.endpoint)
  if (!endpoint) return {}
  const spec = pick.spec === undefined ? undefined : specs.find(({ name }) => name === pick.spec)
  const { fileTokens, resendFiles } = spec?.setup.options ?? {}
  return {
    ...within(spec?.setup, factsOf(placed(endpoint, pick.model), pick.model, said.get(keyOf(pick)))),
    ...(fileTokens !== undefined && { fileTokens }),
    ...(resendFiles !== undefined && { resendFiles }),
  }
}

/** A spec may let its model hold less than it could. */
export function within({ options }: Setup = {}, facts: ModelFacts): ModelFacts {
  const most = options?.contextTokens
  if (most === undefined) return facts
  return { ...facts, context: Math.min(most, facts.context ?? most) }
}
