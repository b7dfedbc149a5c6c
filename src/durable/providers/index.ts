/** The registry of providers: the only place that names them all. */
import type { ModelInfo } from '../../shared/catalog.ts'
import type { Config } from '../../shared/config/index.ts'
import { anthropic } from './anthropic.ts'
import { azure } from './azure.ts'
import { bedrock } from './bedrock.ts'
import * as catalog from './catalog.ts'
import { custom } from './custom.ts'
import * as places from './endpoints.ts'
import { google } from './google.ts'
import { guide } from './guide.ts'
import { ollama } from './ollama.ts'
import { openai } from './openai.ts'
import type { Endpoint, ListingIo, Provider, ProviderEnv } from './spec.ts'
import { workersAi } from './workers-ai.ts'

export { staticCatalogOf } from './catalog.ts'
export type { ProviderEnv } from './spec.ts'

/** In the order in which the picker shows what they offer. */
export const PROVIDERS: readonly Provider[] = [
  openai,
  azure,
  google,
  anthropic,
  bedrock,
  workersAi,
  custom,
  ollama,
  guide,
]

/** Every endpoint of this installation, in the order the picker shows them; the guide is always there, and last. */
export function endpointsOf(env: ProviderEnv, config: Config): Endpoint[] {
  return places.endpointsOf(PROVIDERS, env, config)
}

/** The provider with this registry id. */
export function providerOf(id: string): Provider | undefined {
  return PROVIDERS.find((provider) => provider.id === id)
}

/**
 * The models that each endpoint offers now, asking the servers that have a list: at most 1 s for Ollama, 5 s for others.
 * Never fails: an endpoint that does not answer shows its defaults, and is told as `unlisted`.
 */
export function catalogOf(
  endpoints: readonly Endpoint[],
  io: ListingIo,
  signal: AbortSignal,
  unlisted?: catalog.Unlisted,
): Promise<ModelInfo[]> {
  return catalog.catalogOf(endpoints, providerOf, io, signal, unlisted)
}
