/** What can be talked to, in LibreChat's shapes; and what anybody may know of this installation. */
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Catalog } from '../../shared/catalog.ts'
import { type AppEnv, personOf } from '../env.ts'
import { open, signedIn } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'
import { publicConfig, WireConfig } from '../public-config.ts'

const Models = v.record(v.string(), v.array(v.string()))
const Endpoints = v.record(
  v.string(),
  v.object({
    order: v.number(),
    /** Each person brings the key; the address. */
    userProvide: v.boolean(),
    userProvideURL: v.boolean(),
    modelDisplayLabel: v.string(),
    /** Of an endpoint with a name of its own: `custom`. */
    type: v.optional(v.string()),
    iconURL: v.optional(v.string()),
  }),
)

export const models = new Hono<AppEnv>()
  .get('/api/models', signedIn({ about: 'Names of the models by endpoint', answer: Models }), async (c) => {
    const catalog = await personOf(c.env, c.var.caller.user).models(c.var.caller)
    return catalog.ok ? c.json(namesOf(catalog.value)) : refuse(c, catalog.fault)
  })
  .get(
    '/api/endpoints',
    signedIn({ about: 'The endpoints in their order', answer: Endpoints }),
    async (c) => {
      const catalog = await personOf(c.env, c.var.caller.user).models(c.var.caller)
      return catalog.ok ? c.json(endpointsOf(catalog.value)) : refuse(c, catalog.fault)
    },
  )
  .get('/api/config', open({ about: 'What this installation offers', answer: WireConfig }), async (c) =>
    c.json(await publicConfig(c.env)),
  )

/** Models as they are; what `modelSpecs` makes of them is in the configuration. */
function namesOf({ models }: Catalog): v.InferOutput<typeof Models> {
  const plain = models.filter(({ spec }) => spec === undefined)
  const groups = Object.entries(Object.groupBy(plain, ({ endpoint }) => endpoint))
  return Object.fromEntries(groups.map(([id, group = []]) => [id, group.map(({ model }) => model)]))
}

/** Every place with models to show, the guide among them. */
function endpointsOf({ models, endpoints }: Catalog): v.InferOutput<typeof Endpoints> {
  const labels = new Map(models.map(({ endpoint, endpointLabel }) => [endpoint, endpointLabel]))
  return Object.fromEntries(
    [...labels].map(([id, modelDisplayLabel], order) => {
      const known = endpoints.find((one) => one.id === id)
      const { personal, custom, icon } = known ?? {}
      return [
        id,
        {
          order,
          userProvide: personal !== undefined,
          userProvideURL: personal?.baseURL === true,
          modelDisplayLabel,
          ...(custom && { type: 'custom' }),
          ...(icon && { iconURL: icon }),
        },
      ]
    }),
  )
}
