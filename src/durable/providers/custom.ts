/** `endpoints.custom[]`: any server that speaks OpenAI's chat completions, or, where it says so, Anthropic's messages. */
import type { CustomEndpoint } from '../../shared/config/endpoints-custom.ts'
import type { Config } from '../../shared/config/index.ts'
import { knownOf } from '../../shared/known.ts'
import { anthropic } from './anthropic.ts'
import { definitionsOf } from './defined.ts'
import { currentAddress, type Dialect, dialectOf } from './known.ts'
import { chat } from './openai.ts'
import { listModels } from './openai-listing.ts'
import { lackedBy } from './openai-options.ts'
import { added, baseOf, commonOf } from './places.ts'
import type { Endpoint, Provider, ProviderEnv } from './spec.ts'

export const custom: Provider = {
  id: 'custom',
  endpoints: (_env: ProviderEnv, config: Config) =>
    config.endpoints.custom.map((one) => endpointOf(one, config)),
  chat,
  models(endpoint, io, signal) {
    const { dialect, baseURL } = endpoint
    // An address that is taken as it is has its list where it would be otherwise.
    const base = dialect?.direct ? baseOf(baseURL, CHAT) : baseURL
    return listModels({ ...endpoint, ...(base && { baseURL: base }) }, io, signal)
  },
}

/** Ends of an address that an SDK adds itself. */
const CHAT = /\/(chat\/completions|responses)$/
const MESSAGES = /\/v1(\/messages)?$/

function endpointOf(one: CustomEndpoint, config: Config): Endpoint {
  const { name, apiKey, models, iconURL, addParams, dropParams } = one
  const speaksAnthropic = one.provider === 'anthropic'
  const address =
    (!one.directEndpoint && baseOf(one.baseURL, speaksAnthropic ? MESSAGES : CHAT)) || one.baseURL
  const known = knownOf(name, address)
  const dialect = speaksAnthropic ? {} : dialectFor(one, address)
  const family = familyFor(one, known?.id)
  const icon = iconURL || known?.id
  const about = aboutOf(models.default)
  const defined = definitionsOf(one.customParams?.paramDefinitions)
  const endpoint: Endpoint = {
    ...commonOf(config, one),
    id: name,
    label: one.modelDisplayLabel || (known && isSpelling(name, known.id) ? known.label : name),
    provider: speaksAnthropic ? anthropic.id : custom.id,
    custom: true,
    apiKey,
    baseURL: speaksAnthropic ? address : currentAddress(address),
    models: {
      default: models.default.map(nameOf),
      fetch: models.fetch,
      ...(about && { about }),
      ...(models.fetch && models.userIdQuery && { person: true }),
    },
    ...(family && { family }),
    ...(Object.keys(dialect).length > 0 && { dialect }),
    ...(speaksAnthropic ? addParams && { add: addParams } : added(addParams)),
    ...(dropParams && { drop: dropParams }),
    ...(icon && { icon }),
    ...(defined.length > 0 && { defined }),
    ...(one.tokenConfig && { facts: factsIn(one.tokenConfig) }),
  }
  const lacks = speaksAnthropic ? [] : lackedBy(endpoint)
  return lacks.length > 0 ? { ...endpoint, lacks } : endpoint
}

function factsIn(config: NonNullable<CustomEndpoint['tokenConfig']>): NonNullable<Endpoint['facts']> {
  return Object.fromEntries(
    Object.entries(config).map(([model, { prompt, completion, context, cacheRead, cacheWrite }]) => [
      model,
      {
        context,
        price: {
          input: prompt,
          output: completion,
          ...(cacheRead !== undefined && { cacheRead }),
          ...(cacheWrite !== undefined && { cacheWrite }),
        },
      },
    ]),
  )
}

/** What the operator says of the server comes above what is known of it. */
function dialectFor(
  { name, customParams, directEndpoint, titleMessageRole }: CustomEndpoint,
  address: string,
): Dialect {
  const { reasoningFormat, reasoningKey, includeReasoningContent, includeReasoningHistory } =
    customParams ?? {}
  const { effort, ...known } = dialectOf(name, address)
  const own = customParams?.defaultParamsEndpoint === 'openrouter' ? dialectOf('openrouter', '') : {}
  const format = reasoningFormat && FORMATS[reasoningFormat]
  const asked = reasoningFormat ? format : (own.effort ?? effort)
  return {
    ...known,
    ...own,
    ...(asked && { effort: asked }),
    ...(reasoningKey && { reasoning: reasoningKey }),
    ...(includeReasoningContent && { returns: 'calls' }),
    ...(includeReasoningHistory && { returns: 'all' }),
    ...(directEndpoint && { direct: true }),
    ...(titleMessageRole && titleMessageRole !== 'user' && { titleRole: titleMessageRole }),
  }
}

const FORMATS: Record<string, Dialect['effort']> = { disabled: 'none', reasoning_object: 'object' }

/** Whose parameters its models take; nothing where its own name says so. */
function familyFor(
  { name, provider, customParams }: CustomEndpoint,
  known: string | undefined,
): string | undefined {
  const said = customParams?.defaultParamsEndpoint
  if (provider === 'anthropic') return 'anthropic'
  if (said && said !== 'custom') return said
  return known && !isSpelling(name, known) ? known : undefined
}

const isSpelling = (name: string, known: string): boolean => knownOf(name)?.id === known

type Named = CustomEndpoint['models']['default'][number]

/** A model is listed by its name, or with a word on what it is. */
function nameOf(model: Named): string {
  return typeof model === 'string' ? model : model.name
}

function aboutOf(models: readonly Named[]): Record<string, string> | undefined {
  const said = models.flatMap((one) =>
    typeof one === 'object' && one.description ? [[one.name, one.description] as const] : [],
  )
  return said.length > 0 ? Object.fromEntries(said) : undefined
}
