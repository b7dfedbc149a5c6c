/** Claude on Vertex AI: `endpoints.anthropic.vertex`, or `ANTHROPIC_USE_VERTEX`. */
import type { Config } from '../../shared/config/index.ts'
import { modelsOf, setting } from './places.ts'
import type { Endpoint, ProviderEnv } from './spec.ts'
import { vertexOf } from './vertex.ts'

type Said = NonNullable<NonNullable<Config['endpoints']['anthropic']>['vertex']>

/** Google names the day of a model's release, up to those of 2026. */
const KNOWN_MODELS = [
  'claude-sonnet-5-5',
  'claude-opus-5-5',
  'claude-haiku-5-5',
  'claude-opus-4-8',
  'claude-sonnet-4-6',
  'claude-haiku-4-5@20251001',
]

const REGION = 'us-east5'

/** What is different for an installation whose Claude is at Google; null where it is not, or has no key. */
export function onVertex(
  env: ProviderEnv,
  said: Said | undefined,
): Pick<Endpoint, 'apiKey' | 'models' | 'places' | 'vertex'> | null {
  const wanted = said
    ? said.enabled !== false
    : setting(env, 'ANTHROPIC_USE_VERTEX')?.toLowerCase() === 'true'
  if (!wanted) return null
  const vertex = vertexOf(
    env,
    ['PARLEY_ANTHROPIC_SERVICE_KEY', 'PARLEY_GOOGLE_SERVICE_KEY'],
    said?.region ?? setting(env, 'ANTHROPIC_VERTEX_REGION') ?? REGION,
    said?.projectId ?? setting(env, 'VERTEX_PROJECT_ID'),
  )
  if (!vertex) return null
  const places = deploymentsOf(said)
  const named = Object.keys(places)
  const models = named.length > 0 ? named : modelsOf(env, 'ANTHROPIC_MODELS', KNOWN_MODELS).default
  return { models: { default: models, fetch: false }, vertex, places }
}

/** By the names that people see. In a list, Google has the same names. */
function deploymentsOf(said: Said | undefined): NonNullable<Endpoint['places']> {
  const { models = {}, deploymentName: usual } = said ?? {}
  if (Array.isArray(models)) return Object.fromEntries(models.map((name) => [name, { deployment: name }]))
  return Object.fromEntries(
    Object.entries(models).flatMap(([name, one]) => {
      if (one === false) return []
      const own = one === true ? undefined : one.deploymentName
      return [[name, { deployment: own ?? usual ?? name }]]
    }),
  )
}
