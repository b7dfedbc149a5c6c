/** What can be talked to, in LibreChat's shapes; and what anybody may know of this installation. */
import { Hono } from 'hono'
import * as v from 'valibot'
import type { ModelInfo } from '../../shared/catalog.ts'
import { type AppEnv, personOf } from '../env.ts'
import { open, signedIn } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'
import { publicConfig, WireConfig } from '../public-config.ts'

const Models = v.record(v.string(), v.array(v.string()))
const Endpoints = v.record(
  v.string(),
  v.object({ order: v.number(), userProvide: v.literal(false), modelDisplayLabel: v.string() }),
)

export const models = new Hono<AppEnv>()
  .get('/api/models', signedIn({ about: 'Names of the models by endpoint', answer: Models }), async (c) => {
    const models = await personOf(c.env, c.var.caller.user).models(c.var.caller)
    return models.ok ? c.json(namesOf(models.value)) : refuse(c, models.fault)
  })
  .get(
    '/api/endpoints',
    signedIn({ about: 'The endpoints in their order', answer: Endpoints }),
    async (c) => {
      const models = await personOf(c.env, c.var.caller.user).models(c.var.caller)
      return models.ok ? c.json(endpointsOf(models.value)) : refuse(c, models.fault)
    },
  )
  .get('/api/config', open({ about: 'What this installation offers', answer: WireConfig }), async (c) =>
    c.json(await publicConfig(c.env)),
  )

function namesOf(models: readonly ModelInfo[]): v.InferOutput<typeof Models> {
  const byEndpoint = Object.groupBy(models, ({ endpoint }) => endpoint)
  return mapped(byEndpoint, (infos) => infos.map(({ model }) => model))
}

function endpointsOf(models: readonly ModelInfo[]): v.InferOutput<typeof Endpoints> {
  const byEndpoint = Object.groupBy(models, ({ endpoint }) => endpoint)
  return mapped(byEndpoint, ([first], order) => ({
    order,
    userProvide: false,
    modelDisplayLabel: first?.endpointLabel ?? '',
  }))
}

function mapped<T>(
  groups: Partial<Record<string, ModelInfo[]>>,
  make: (group: ModelInfo[], order: number) => T,
) {
  return Object.fromEntries(Object.entries(groups).map(([id, group = []], order) => [id, make(group, order)]))
}
