/** The registry of providers: the only place that names them all. */
import type { ModelInfo } from '../../shared/catalog.ts'
import { anthropic } from './anthropic.ts'
import * as catalog from './catalog.ts'
import { guide } from './guide.ts'
import { ollama } from './ollama.ts'
import { openai } from './openai.ts'
import type { Endpoint, Provider, ProviderIo } from './spec.ts'

export { staticCatalogOf } from './catalog.ts'
export { endpointsOf, type ProviderEnv } from './endpoints.ts'

export const PROVIDERS: readonly Provider[] = [openai, anthropic, ollama, guide]

/** The provider with this registry id. */
export function providerOf(id: string): Provider | undefined {
  return PROVIDERS.find((provider) => provider.id === id)
}

/**
 * The models that each endpoint offers now, asking the servers that have a list: at most 1 s for Ollama, 5 s for others.
 * Never fails: an endpoint that does not answer shows its defaults.
 */
export function catalogOf(
  endpoints: readonly Endpoint[],
  io: ProviderIo,
  signal: AbortSignal,
): Promise<ModelInfo[]> {
  return catalog.catalogOf(endpoints, providerOf, io, signal)
}
