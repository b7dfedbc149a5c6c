/** Google's Gemini, by API key or at Vertex AI. Source: https://ai.google.dev/api/generate-content. */
import type { Config } from '../../shared/config/index.ts'
import type { EndReason } from '../../shared/message.ts'
import { shaped } from './body.ts'
import { faultInStream, faulty } from './faults.ts'
import { bodyOf, type GooglePart } from './google-body.ts'
import { wholeJson } from './http.ts'
import { baseOf, commonOf, keyOf, modelsOf, setting } from './places.ts'
import type { Endpoint, ListingIo, Provider, ProviderEnv } from './spec.ts'
import { answerOf, type Batch, type Mapper, posted } from './stream.ts'
import { bearing, modelAddress, type Vertex, vertexOf } from './vertex.ts'

const GOOGLE_URL = 'https://generativelanguage.googleapis.com'

/** Shown when Google's own list cannot be had; and these come first when it can. */
const KNOWN_MODELS = [
  'gemini-3.8-flash',
  'gemini-3.7-flash',
  'gemini-3.5-pro',
  'gemini-3.1-flash-lite',
  'gemini-2.5-pro',
  'gemini-2.5-flash',
]

/** What is blocked, by LibreChat's names of the environment. */
const SAFETY: Record<string, string> = {
  GOOGLE_SAFETY_SEXUALLY_EXPLICIT: 'HARM_CATEGORY_SEXUALLY_EXPLICIT',
  GOOGLE_SAFETY_HATE_SPEECH: 'HARM_CATEGORY_HATE_SPEECH',
  GOOGLE_SAFETY_HARASSMENT: 'HARM_CATEGORY_HARASSMENT',
  GOOGLE_SAFETY_DANGEROUS_CONTENT: 'HARM_CATEGORY_DANGEROUS_CONTENT',
  GOOGLE_SAFETY_CIVIC_INTEGRITY: 'HARM_CATEGORY_CIVIC_INTEGRITY',
}

export const google: Provider = {
  id: 'google',
  endpoints,
  chat(call, endpoint, io, signal) {
    const { vertex } = endpoint
    const body = shaped(bodyOf(call, endpoint.safety, vertex !== undefined), endpoint)
    const model = vertex
      ? modelAddress(endpoint, 'google', call.model)
      : `${endpoint.baseURL ?? GOOGLE_URL}/v1beta/models/${encodeURIComponent(call.model)}`
    const send = posted(`${model}:streamGenerateContent?alt=sse`, headersOf(endpoint), body, signal)
    return answerOf(
      (fetcher) => send(vertex ? bearing(vertex, fetcher, io.fetch, signal) : fetcher),
      new GeminiMapper(endpoint),
      endpoint,
      io,
      signal,
    )
  },
  models: listModels,
}

function endpoints(env: ProviderEnv, config: Config): Endpoint[] {
  const apiKey = keyOf(env, 'GOOGLE_KEY') ?? keyOf(env, 'GEMINI_API_KEY')
  const vertex = apiKey === null ? cloudOf(env) : null
  if (apiKey === null && vertex === null) return []
  const own = config.endpoints.google
  const baseURL = baseOf(setting(env, 'GOOGLE_REVERSE_PROXY') ?? own?.baseURL, /\/v1(beta)?$/)
  const common = commonOf(config, own)
  const namer = setting(env, 'GOOGLE_TITLE_MODEL')
  const titles = { ...(namer && { model: namer }), ...common.titles }
  const safety = safetyOf(env)
  const bearer = apiKey !== null && isOn(env, 'GOOGLE_AUTH_HEADER')
  const models = modelsOf(env, 'GOOGLE_MODELS', KNOWN_MODELS)
  return [
    {
      id: 'google',
      label: 'Google',
      provider: 'google',
      ...(apiKey !== null && { apiKey }),
      ...(vertex && { vertex }),
      ...(bearer && { bearer }),
      ...(baseURL && { baseURL }),
      ...common,
      ...(Object.keys(titles).length > 0 && { titles }),
      ...(safety.length > 0 && { safety }),
      models: vertex ? { ...models, fetch: false } : models,
    },
  ]
}

/** Google's cloud, for installations that have a service account and no key. */
function cloudOf(env: ProviderEnv): Vertex | null {
  const region = setting(env, 'GOOGLE_LOC') ?? setting(env, 'GOOGLE_CLOUD_LOCATION') ?? 'us-central1'
  const project =
    setting(env, 'GOOGLE_PROJECT_ID') ??
    setting(env, 'GOOGLE_CLOUD_PROJECT') ??
    setting(env, 'VERTEX_PROJECT_ID')
  return vertexOf(env, ['PARLEY_GOOGLE_SERVICE_KEY'], region, project)
}

function safetyOf(env: ProviderEnv): NonNullable<Endpoint['safety']> {
  if (isOn(env, 'GOOGLE_EXCLUDE_SAFETY_SETTINGS')) return []
  return Object.entries(SAFETY).flatMap(([name, category]) => {
    const threshold = setting(env, name)
    return threshold ? [{ category, threshold }] : []
  })
}

const isOn = (env: ProviderEnv, name: string): boolean => setting(env, name)?.toLowerCase() === 'true'

function headersOf({ apiKey, bearer, headers }: Endpoint): Record<string, string> {
  return {
    ...(apiKey && { 'x-goog-api-key': apiKey }),
    ...(apiKey && bearer && { authorization: `Bearer ${apiKey}` }),
    ...headers,
  }
}

/** Those that can chat, newest versions first as Google sorts them. */
async function listModels(endpoint: Endpoint, io: ListingIo, signal: AbortSignal): Promise<string[]> {
  const url = `${endpoint.baseURL ?? GOOGLE_URL}/v1beta/models?pageSize=1000`
  const response = await io.fetch(url, { headers: headersOf(endpoint), signal })
  if (!response.ok) throw new Error(`Google answers ${response.status}`)
  const { models } = ((await wholeJson(response)) ?? {}) as {
    models?: ({ name?: unknown; supportedGenerationMethods?: unknown } | null)[]
  }
  return (Array.isArray(models) ? models : []).flatMap((model) => {
    const name = String(model?.name ?? '').replace(/^models\//, '')
    const methods = model?.supportedGenerationMethods
    const chats = Array.isArray(methods) && methods.includes('generateContent')
    return chats && /^gemini-/.test(name) && !/tts|image|embedding|live|audio/.test(name) ? [name] : []
  })
}

/** What is read of an event. */
type Event = {
  candidates?:
    | ({
        content?: { parts?: (GooglePart | null)[] | null } | null
        finishReason?: unknown
        groundingMetadata?: {
          groundingChunks?: ({ web?: { uri?: unknown; title?: unknown } | null } | null)[] | null
        } | null
        urlContextMetadata?: {
          urlMetadata?: ({ retrievedUrl?: unknown; urlRetrievalStatus?: unknown } | null)[] | null
        } | null
      } | null)[]
    | null
  promptFeedback?: { blockReason?: unknown } | null
  usageMetadata?: Usage | null
  error?: unknown
}

type Usage = {
  promptTokenCount?: unknown
  candidatesTokenCount?: unknown
  thoughtsTokenCount?: unknown
  cachedContentTokenCount?: unknown
}

class GeminiMapper implements Mapper {
  complete = false
  why: EndReason | null = null
  readonly #endpoint: Endpoint
  /** What it looked up, by addresses: told at the end, because in the middle it would tear a sentence apart. */
  readonly #sources = new Map<string, string>()
  #calls = 0
  /** The last word on tokens: each event repeats it. */
  #usage: Usage | null = null

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint
  }

  take(value: unknown, out: Batch): void {
    const event = (Array.isArray(value) ? value[0] : value) as Event | null
    if (event?.error) {
      out.add(faulty(faultInStream(event.error, this.#endpoint)))
      return
    }
    const candidate = event?.candidates?.[0]
    for (const part of candidate?.content?.parts ?? []) this.#part(part, out)
    for (const chunk of candidate?.groundingMetadata?.groundingChunks ?? [])
      this.#source(chunk?.web?.uri, chunk?.web?.title)
    for (const page of candidate?.urlContextMetadata?.urlMetadata ?? [])
      if (page?.urlRetrievalStatus === 'URL_RETRIEVAL_STATUS_SUCCESS') this.#source(page.retrievedUrl)
    if (event?.usageMetadata) this.#usage = event.usageMetadata
    const blocked = event?.promptFeedback?.blockReason
    const reason = candidate?.finishReason
    if (typeof reason !== 'string' && typeof blocked !== 'string') return
    this.why = typeof blocked === 'string' ? 'refused' : (REASONS[reason as string] ?? 'stop')
    for (const [url, title] of this.#sources) out.add({ kind: 'source', url, title })
    this.#sources.clear()
    usage(this.#usage, out)
  }

  whole(body: unknown, out: Batch): void {
    this.take(body, out)
  }

  #part(part: GooglePart | null, out: Batch): void {
    if (!part) return
    if (typeof part.text === 'string') out.text(part.thought ? 'thinking' : 'text', part.text)
    const { functionCall: call, thoughtSignature: signature } = part
    if (call) {
      const n = this.#calls++
      const { name } = call
      out.call({
        n,
        id: call.id ?? `call_${n}`,
        name: String(name),
        args: JSON.stringify(call.args ?? {}),
        ...(signature && { signature }),
      })
    }
  }

  #source(url: unknown, title?: unknown): void {
    if (typeof url === 'string' && !this.#sources.has(url))
      this.#sources.set(url, typeof title === 'string' ? title : url)
  }
}

const REASONS: Record<string, EndReason> = {
  MAX_TOKENS: 'length',
  SAFETY: 'refused',
  RECITATION: 'refused',
  BLOCKLIST: 'refused',
  PROHIBITED_CONTENT: 'refused',
  SPII: 'refused',
  LANGUAGE: 'refused',
  IMAGE_SAFETY: 'refused',
}

/** Google counts thoughts beside the answer; here they are contained in the output. */
function usage(told: Usage | null, out: Batch): void {
  const input = told?.promptTokenCount
  if (typeof input !== 'number') return
  const thinking = count(told?.thoughtsTokenCount)
  const cacheRead = count(told?.cachedContentTokenCount)
  out.add({
    kind: 'usage',
    usage: {
      input,
      output: count(told?.candidatesTokenCount) + thinking,
      ...(cacheRead > 0 && { cacheRead }),
      ...(thinking > 0 && { thinking }),
    },
  })
}

const count = (value: unknown): number => (typeof value === 'number' ? value : 0)
