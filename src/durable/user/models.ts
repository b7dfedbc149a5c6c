/**
 * The models a person can pick. Servers are asked for their lists at most once a minute and isolate; until one has
 * answered, what is known without asking is shown, so nobody waits for a server that is away.
 */
import type { ModelInfo } from '../../shared/catalog.ts'
import type { ObjectEnv } from '../env.ts'
import { fetching } from '../gateway/ask.ts'
import { installationOf } from '../gateway/installation.ts'
import { offered } from '../gateway/offered.ts'
import { catalogOf, staticCatalogOf } from '../providers/index.ts'

/** Ms a list is good for: a model pulled into Ollama shows up within this time. */
const FRESH_MS = 60_000

/** Ms one query of all servers may take. */
const TIMEOUT_MS = 6000

/** The same for all people of this installation, hence shared by the objects of an isolate. Holds no secret. */
const cache: { at: number; models: ModelInfo[] | null } = { at: 0, models: null }

/** What can be shown without waiting. */
export function knownModels(env: ObjectEnv): ModelInfo[] {
  const site = installationOf(env)
  return cache.models ?? offered(staticCatalogOf(site.endpoints), site)
}

/** The current lists; asks the servers when they are stale. Never fails. */
export async function currentModels(env: ObjectEnv, now: number): Promise<ModelInfo[]> {
  if (cache.models && now - cache.at < FRESH_MS) return cache.models
  const models = await catalogOf(
    installationOf(env).endpoints,
    fetching(env),
    AbortSignal.timeout(TIMEOUT_MS),
  )
  cache.at = now
  cache.models = models
  return models
}
