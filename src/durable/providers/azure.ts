/**
 * Azure OpenAI: `endpoints.azureOpenAI.groups[]`, each a resource with a key and deployments of models. Sources:
 * https://learn.microsoft.com/azure/ai-foundry/openai/reference and LibreChat's documentation of the groups.
 */
import type { AzureEndpoint } from '../../shared/config/endpoints-azure.ts'
import type { Config } from '../../shared/config/index.ts'
import { faulty } from './faults.ts'
import { chat } from './openai.ts'
import { added, baseOf, commonOf, keyOf, modelsOf, placed, setting, USER_PROVIDED } from './places.ts'
import type { Chunk, Endpoint, Provider, ProviderEnv } from './spec.ts'

type Group = AzureEndpoint['groups'][number]

export const azure: Provider = {
  id: 'azureOpenAI',
  endpoints,
  chat(call, endpoint, io, signal) {
    const place = placed(endpoint, call.model)
    // Without an address of its own it would be asked of OpenAI.
    return place.baseURL ? chat(call, place, io, signal) : nowhere(endpoint)
  },
}

async function* nowhere({ label }: Endpoint): AsyncGenerator<Chunk[]> {
  yield [faulty({ code: 'model_not_found', from: label })]
}

function endpoints(env: ProviderEnv, config: Config): Endpoint[] {
  const own = config.endpoints.azureOpenAI
  const groups = own?.groups ?? writtenInEnv(env)
  // People have one key for all groups that want theirs; what is in the others is asked with the operator's.
  const personal = groups.some(({ apiKey }) => apiKey === USER_PROVIDED)
  // A model in two groups is the last one's, as in LibreChat.
  const places = Object.fromEntries(groups.flatMap(placesOf))
  const models = Object.keys(places)
  if (models.length === 0) return []
  return [
    {
      id: 'azureOpenAI',
      label: 'Azure OpenAI',
      provider: 'azureOpenAI',
      ...commonOf(config, own),
      ...(personal && { apiKey: USER_PROVIDED }),
      models: { default: models, fetch: false },
      places,
    },
  ]
}

/** LibreChat's older way, by the environment alone: one resource. */
function writtenInEnv(env: ProviderEnv): Group[] {
  const apiKey = keyOf(env, 'AZURE_API_KEY')
  const instanceName = setting(env, 'AZURE_OPENAI_API_INSTANCE_NAME')
  const version = setting(env, 'AZURE_OPENAI_API_VERSION')
  if (apiKey === null || !instanceName || !version) return []
  const deploymentName = setting(env, 'AZURE_OPENAI_API_DEPLOYMENT_NAME') ?? undefined
  const named = /^true$/i.test(setting(env, 'AZURE_USE_MODEL_AS_DEPLOYMENT_NAME') ?? '')
  const usual = setting(env, 'AZURE_OPENAI_DEFAULT_MODEL')
  const { default: listed } = modelsOf(env, 'AZURE_OPENAI_MODELS', usual ? [usual] : [])
  // Names of deployments have no full stops.
  const models = listed.map((model) => [model, named ? { deploymentName: model.replaceAll('.', '') } : true])
  return [{ group: 'env', apiKey, instanceName, version, deploymentName, models: Object.fromEntries(models) }]
}

function placesOf(group: Group): [string, Partial<Endpoint>][] {
  return Object.entries(group.models).flatMap(([model, said]) => {
    const place = said === false ? null : placeOf(group, said === true ? {} : said)
    return place ? [[model, place] as [string, Partial<Endpoint>]] : []
  })
}

type Said = { deploymentName?: string | undefined; version?: string | undefined }

/** Where one model of a group is; null where the group says too little. */
function placeOf(group: Group, said: Said): Partial<Endpoint> | null {
  const { apiKey, instanceName, additionalHeaders, addParams, dropParams } = group
  const deployment = said.deploymentName || group.deploymentName
  const version = said.version || group.version
  const at = group.serverless ? serverless(group) : resource(group, deployment, version)
  if (!at || /^\$\{\w+\}$/.test(apiKey) || /^\$\{/.test(instanceName ?? '')) return null
  return {
    ...(apiKey !== USER_PROVIDED && { apiKey }),
    ...at,
    ...(version && { query: { 'api-version': version } }),
    ...(additionalHeaders && Object.keys(additionalHeaders).length > 0 && { headers: additionalHeaders }),
    ...added(addParams),
    ...(dropParams && { drop: dropParams }),
    dialect: {
      keyHeader: 'api-key',
      ...(group.serverless && { bearer: true }),
      ...(isOld(version) && { countsAnyway: true }),
    },
  }
}

/** Models of others, with an address of their own that is like OpenAI's. */
function serverless({ baseURL }: Group): Partial<Endpoint> | null {
  const address = baseOf(baseURL, /\/chat\/completions$/)
  return address ? { baseURL: address } : null
}

function resource(
  group: Group,
  deployment: string | undefined,
  version: string | undefined,
): Partial<Endpoint> | null {
  const { instanceName = '', baseURL } = group
  if (!deployment || !version || !(instanceName || baseURL)) return null
  const host = instanceName.includes('.') ? instanceName : `${instanceName}.openai.azure.com`
  const pattern =
    baseOf(baseURL, /\/chat\/completions$/) ?? `https://${host}/openai/deployments/${NAME_OF_DEPLOYMENT}`
  const filled = pattern
    .replaceAll('${INSTANCE_NAME}', instanceName)
    .replaceAll(NAME_OF_DEPLOYMENT, deployment)
  const address = filled.endsWith(`/${deployment}`) ? filled : `${filled}/${deployment}`
  return {
    deployment,
    baseURL: address,
    responsesURL: `${address.slice(0, -deployment.length - 1).replace(/\/deployments$/, '')}/v1`,
  }
}

/** LibreChat's placeholder for it in addresses. */
const NAME_OF_DEPLOYMENT = '${DEPLOYMENT_NAME}'

/** Before autumn 2024 `stream_options` was an error, and tokens of streams were not counted. */
function isOld(version: string | undefined): boolean {
  return version !== undefined && /^20\d\d-\d\d/.test(version) && version < '2024-09'
}
