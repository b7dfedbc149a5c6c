/** AWS Bedrock: every family of models by the one API Converse, with keys that are signed or a bearer token. */
import { AwsV4Signer } from 'aws4fetch'
import type { Config } from '../../shared/config/index.ts'
import type { EndReason } from '../../shared/message.ts'
import { bodyOf, REDACTED } from './bedrock-body.ts'
import { shaped } from './body.ts'
import { faultInStream, faulty } from './faults.ts'
import { baseOf, commonOf, fixedOf, modelsOf, setting } from './places.ts'
import type { Endpoint, Provider, ProviderEnv } from './spec.ts'
import { answerOf, type Batch, type Mapper, posted } from './stream.ts'

/** Shown where the operator names none: Bedrock has no list that says what an account may use. */
const KNOWN_MODELS = [
  'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'global.anthropic.claude-haiku-4-5-20251001-v1:0',
  'us.amazon.nova-premier-v1:0',
  'us.amazon.nova-pro-v1:0',
  'us.amazon.nova-lite-v1:0',
  'us.meta.llama4-maverick-17b-instruct-v1:0',
  'us.deepseek.r1-v1:0',
  'openai.gpt-oss-120b-1:0',
]

/** How an account of Amazon is spoken to. */
export type Aws = {
  region: string
  accessKeyId?: string
  secretAccessKey?: string
  sessionToken?: string
  /** Model → inference profile. */
  profiles: Record<string, string>
  guardrail?: object
}

export const bedrock: Provider = {
  id: 'bedrock',
  endpoints,
  chat(call, endpoint, io, signal) {
    const { aws } = endpoint
    const body = shaped(bodyOf(call, aws?.guardrail), endpoint)
    const model = aws?.profiles[call.model] ?? call.model
    const base = endpoint.baseURL ?? `https://bedrock-runtime.${aws?.region}.amazonaws.com`
    const url = `${base}/model/${encodeURIComponent(model)}/converse-stream`
    return answerOf(
      async (fetcher) => {
        const headers = await headersOf(url, endpoint, JSON.stringify(body))
        return posted(url, headers, body, signal)(fetcher)
      },
      new ConverseMapper(endpoint),
      endpoint,
      io,
      signal,
    )
  },
}

function endpoints(env: ProviderEnv, config: Config): Endpoint[] {
  const region = setting(env, 'BEDROCK_AWS_DEFAULT_REGION')
  const bearer = fixedOf(env, 'BEDROCK_AWS_BEARER_TOKEN')
  const accessKeyId = fixedOf(env, 'BEDROCK_AWS_ACCESS_KEY_ID')
  const secretAccessKey = fixedOf(env, 'BEDROCK_AWS_SECRET_ACCESS_KEY')
  if (region === null || (bearer === null && (accessKeyId === null || secretAccessKey === null))) return []
  const own = config.endpoints.bedrock
  const sessionToken = fixedOf(env, 'BEDROCK_AWS_SESSION_TOKEN')
  const baseURL = baseOf(setting(env, 'BEDROCK_REVERSE_PROXY') ?? own?.baseURL, /\/model$/)
  const named = modelsOf(env, 'BEDROCK_AWS_MODELS', own?.models ?? KNOWN_MODELS)
  return [
    {
      id: 'bedrock',
      label: 'AWS Bedrock',
      provider: 'bedrock',
      ...(bearer && { apiKey: bearer }),
      ...(baseURL && { baseURL: /^https?:/.test(baseURL) ? baseURL : `https://${baseURL}` }),
      ...commonOf(config, own),
      models: { default: named.default, fetch: false },
      aws: {
        region,
        ...(accessKeyId && secretAccessKey && { accessKeyId, secretAccessKey }),
        ...(sessionToken && { sessionToken }),
        profiles: own?.inferenceProfiles ?? {},
        ...(own?.guardrailConfig && { guardrail: own.guardrailConfig }),
      },
    },
  ]
}

async function headersOf(url: string, endpoint: Endpoint, body: string): Promise<Record<string, string>> {
  const { aws, apiKey } = endpoint
  const own = { 'content-type': 'application/json', ...endpoint.headers }
  if (apiKey) return { ...own, authorization: `Bearer ${apiKey}` }
  const { region = '', accessKeyId = '', secretAccessKey = '', sessionToken } = aws ?? {}
  const signer = new AwsV4Signer({
    url,
    method: 'POST',
    headers: own,
    body,
    service: 'bedrock',
    region,
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
  })
  const { headers } = await signer.sign()
  // What `fetch` sets itself must not be set twice.
  headers.delete('host')
  return Object.fromEntries(headers)
}

/** What is read of an event. */
type Event = {
  contentBlockStart?: {
    contentBlockIndex?: unknown
    start?: { toolUse?: { toolUseId?: unknown; name?: unknown } }
  }
  contentBlockDelta?: { contentBlockIndex?: unknown; delta?: Delta }
  messageStop?: { stopReason?: unknown }
  metadata?: { usage?: Usage | null }
  exception?: { type?: unknown; message?: unknown }
}
type Delta = {
  text?: unknown
  toolUse?: { input?: unknown }
  reasoningContent?: { text?: unknown; signature?: unknown; redactedContent?: unknown }
}
type Usage = {
  inputTokens?: unknown
  outputTokens?: unknown
  cacheReadInputTokens?: unknown
  cacheWriteInputTokens?: unknown
}

class ConverseMapper implements Mapper {
  complete = false
  why: EndReason | null = null
  readonly #endpoint: Endpoint
  /** Numbers of calls by the block that holds them. */
  readonly #calls = new Map<unknown, number>()

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint
  }

  take(value: unknown, out: Batch): void {
    const event = (value ?? {}) as Event
    if (event.exception) {
      const { type, message } = event.exception
      out.add(faulty(faultInStream({ type: CODES[String(type)] ?? String(type), message }, this.#endpoint)))
      return
    }
    const { toolUse } = event.contentBlockStart?.start ?? {}
    if (toolUse) {
      const n = this.#calls.size
      this.#calls.set(event.contentBlockStart?.contentBlockIndex, n)
      out.call({ n, id: String(toolUse.toolUseId), name: String(toolUse.name), args: '' })
    }
    if (event.contentBlockDelta) this.#delta(event.contentBlockDelta, out)
    const reason = event.messageStop?.stopReason
    if (typeof reason === 'string') this.why = REASONS[reason] ?? 'stop'
    if (!event.metadata) return
    usage(event.metadata.usage, out)
    // Nothing comes after it.
    this.complete = true
  }

  whole(): void {}

  #delta({ contentBlockIndex, delta = {} }: NonNullable<Event['contentBlockDelta']>, out: Batch): void {
    const { text, toolUse, reasoningContent: thought } = delta
    if (typeof text === 'string') out.text('text', text)
    if (typeof toolUse?.input === 'string')
      out.call({ n: this.#calls.get(contentBlockIndex) ?? 0, args: toolUse.input })
    if (typeof thought?.text === 'string') out.text('thinking', thought.text)
    if (typeof thought?.signature === 'string') out.add({ kind: 'seal', signature: thought.signature })
    if (typeof thought?.redactedContent === 'string')
      out.add({ kind: 'seal', signature: REDACTED + thought.redactedContent })
  }
}

const REASONS: Record<string, EndReason> = {
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  guardrail_intervened: 'refused',
  content_filtered: 'refused',
}

/** Amazon's names of what went wrong in the middle, as the common reader of failures knows them. */
const CODES: Record<string, string> = {
  throttlingException: 'rate_limit_error',
  validationException: 'invalid_request_error',
  internalServerException: 'server_error',
  modelStreamErrorException: 'server_error',
  serviceUnavailableException: 'overloaded_error',
  modelTimeoutException: 'overloaded_error',
}

/** Amazon counts cached input apart; here it is contained in the input. */
function usage(told: Usage | null | undefined, out: Batch): void {
  const { inputTokens: input, outputTokens: output } = told ?? {}
  if (typeof input !== 'number' || typeof output !== 'number') return
  const cacheRead = count(told?.cacheReadInputTokens)
  const cacheWrite = count(told?.cacheWriteInputTokens)
  out.add({
    kind: 'usage',
    usage: {
      input: input + cacheRead + cacheWrite,
      output,
      ...(cacheRead > 0 && { cacheRead }),
      ...(cacheWrite > 0 && { cacheWrite }),
    },
  })
}

const count = (value: unknown): number => (typeof value === 'number' ? value : 0)
