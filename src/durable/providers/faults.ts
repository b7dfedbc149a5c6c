/**
 * From a vendor's refusal to a `Fault`: the code says what kind it is, the message is the vendor's own sentence. Works on
 * the response itself, because the shapes of error bodies are more than any SDK knows.
 */
import type { ErrorCode, Fault } from '../../shared/errors.ts'
import { CutStream, jsonOrNull, MalformedEvent } from './http.ts'
import type { Chunk, Endpoint } from './spec.ts'

/** What a server said instead of an answer. */
export type Refusal = { status: number; headers: Headers; body: string }

/** A failure that its own words say best, before the vendor's server was asked. */
export class FaultError extends Error {
  readonly fault: Pick<Fault, 'code' | 'message'>

  constructor(fault: Pick<Fault, 'code' | 'message'>) {
    super(fault.message ?? fault.code)
    this.fault = fault
  }
}

/** Bytes of an error body that are read. Vendors need 2 KB; a proxy's page may be anything. */
const MAX_BODY_BYTES = 65_536

/** UTF-16 units of a message that is shown. */
const MAX_MESSAGE = 500

/**
 * A `fetch` that keeps the body of a refusal, and hands on a response that still has it. `refusal()` is null until a
 * request was refused.
 */
export function watched(fetcher: typeof fetch): { fetch: typeof fetch; refusal(): Refusal | null } {
  let refusal: Refusal | null = null
  return {
    fetch: async (input, init) => {
      const response = await fetcher(input, init)
      if (response.ok) return response
      refusal = { status: response.status, headers: response.headers, body: await readShort(response) }
      return new Response(refusal.body, { status: response.status, headers: response.headers })
    },
    refusal: () => refusal,
  }
}

async function readShort(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  if (!reader) return ''
  const decoder = new TextDecoder()
  let text = ''
  try {
    while (text.length < MAX_BODY_BYTES) {
      const { value, done } = await reader.read()
      if (done) break
      text += decoder.decode(value, { stream: true })
    }
  } catch {
    // What came is enough: the status alone says most of it.
  }
  reader.cancel().catch(() => {})
  return text
}

/** The fault of a request that was refused. `now`: Unix ms. */
export function faultOfRefusal({ status, headers, body }: Refusal, endpoint: Endpoint, now: number): Fault {
  const said = saidIn(parsed(body))
  const retryAfterMs = retryAfter(headers, now) ?? limitOver(headers, now) ?? retryDelay(body)
  const code = codeOf(status, said)
  const missing = endpoint.provider === 'ollama' && code === 'model_not_found' && notHere(said.message)
  if (missing) return { code: 'model_not_downloaded', ...sentence(missing, endpoint), from: endpoint.label }
  return {
    code,
    ...sentence(said.message || (body.trimStart().startsWith('<') ? `HTTP ${status}` : body), endpoint),
    from: endpoint.label,
    ...(retryAfterMs !== null && { retryAfterMs }),
  }
}

/** Ollama's words on a model that is not on its machine, and how it gets there. */
function notHere(words: string): string | null {
  const model = /^model ["']([^"']+)["'] not found/.exec(words)?.[1]
  return model ? `${words.replace(/, try pulling it first$/, '')}. To get it: ollama pull ${model}` : null
}

/** The fault of an error that came inside a stream, `error` being the vendor's object. */
export function faultInStream(error: unknown, endpoint: Endpoint): Fault {
  const said = saidIn({ error })
  const status = Number(said.code)
  return {
    code: codeOf(status >= 400 ? status : 0, said),
    ...sentence(said.message, endpoint),
    from: endpoint.label,
  }
}

/** The fault of an exception while asking or reading: no connection, a cut one, or nonsense. */
export function faultOfException(error: unknown, endpoint: Endpoint): Fault {
  const from = endpoint.label
  if (error instanceof MalformedEvent) return { code: 'model_malformed', from }
  if (error instanceof CutStream) return { code: 'model_cut', from }
  if (error instanceof FaultError)
    return { code: error.fault.code, ...sentence(error.fault.message ?? '', endpoint), from }
  return { code: 'model_unreachable', from }
}

/** The chunk of a fault. */
export const faulty = (fault: Fault): Chunk => ({ kind: 'fault', fault })

type Said = { message: string; type: string; code: string }

/** The words of OpenAI, Anthropic, FastAPI, Ollama and those who resemble one of them. */
function saidIn(body: unknown): Said {
  const outer = record(body)
  const error = record(outer.error)
  const nested = record(parsed(string(record(error.metadata).raw)).error ?? {})
  // OpenRouter only says that somebody behind it failed; that one's words are in there.
  const general = /^provider returned error$/i.test(string(error.message).trim())
  return {
    message:
      (general && string(nested.message)) ||
      string(error.message) ||
      string(outer.error) ||
      string(outer.message) ||
      string(outer.detail) ||
      string(nested.message),
    type: string(error.type) || string(outer.type),
    code: string(error.code) || string(outer.code),
  }
}

/** By what the vendor names the error, then by its status, then by what it says. */
function codeOf(status: number, { message, type, code }: Said): ErrorCode {
  const named = `${type} ${code}`
  if (/insufficient_quota|billing|insufficient_balance/.test(named) || status === 402) return 'model_quota'
  // Google names every limit alike; one that is over in a moment says when.
  if (/your plan and billing/i.test(message) && !/retry in/i.test(message)) return 'model_quota'
  if (/context_length|request_too_large/.test(named) || status === 413) return 'model_context'
  if (/rate_limit/.test(named) || status === 429) return 'model_rate_limited'
  if (/authentication|invalid_api_key/.test(named) || status === 401) return 'model_key'
  if (/model_not_found|not_found_error/.test(named) || status === 404) return 'model_not_found'
  if (/permission/.test(named) || status === 403) return 'model_key'
  if (/overloaded|server_error|api_error|unavailable/.test(named) || status >= 500) return 'model_unavailable'
  if (status === 408 || status === 409) return 'model_unavailable'
  if (/context (length|window)|too long|too many (input )?tokens|maximum context/i.test(message))
    return 'model_context'
  if (/credit balance|insufficient (balance|credit|funds)/i.test(message)) return 'model_quota'
  if (/api key/i.test(message) && /invalid|incorrect|not valid/i.test(message)) return 'model_key'
  if (/model\b.*(not found|does not exist)/i.test(message)) return 'model_not_found'
  return status === 0 && !/invalid_request/.test(named) ? 'model_unavailable' : 'model_bad_request'
}

/** RFC 9110 §10.2.3, and the finer `retry-after-ms` of OpenAI. Ms from now, or null. */
function retryAfter(headers: Headers, now: number): number | null {
  const ms = Number(headers.get('retry-after-ms') ?? Number.NaN)
  if (ms >= 0) return ms
  const value = headers.get('retry-after')
  if (value === null || value.trim() === '') return null
  const seconds = Number(value)
  if (seconds >= 0) return Math.round(seconds * 1000)
  const date = Date.parse(value)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}

/** Anthropic says of each limit what is left of it, and when it is full again. */
function limitOver(headers: Headers, now: number): number | null {
  const ends = ['requests', 'tokens', 'input-tokens', 'output-tokens'].flatMap((limit) => {
    const left = headers.get(`anthropic-ratelimit-${limit}-remaining`)
    const reset = Date.parse(headers.get(`anthropic-ratelimit-${limit}-reset`) ?? '')
    return left === '0' && !Number.isNaN(reset) ? [reset] : []
  })
  return ends.length > 0 ? Math.max(0, Math.max(...ends) - now) : null
}

/** Google says it among the details of the error: `"retryDelay": "34.07s"`. */
function retryDelay(body: string): number | null {
  const seconds = /"retryDelay"\s*:\s*"(\d+(?:\.\d+)?)s"/.exec(body)?.[1]
  return seconds === undefined ? null : Math.round(Number(seconds) * 1000)
}

/** The vendor's words without secrets: some quote the key, and a proxy may quote whole headers. */
function sentence(words: string, endpoint: Endpoint): { message?: string } {
  let text = words.replace(/\s+/g, ' ').trim()
  for (const secret of [endpoint.apiKey, ...Object.values(endpoint.headers ?? {})]) {
    if (secret !== undefined && secret.length >= 8) text = text.replaceAll(secret, '…')
  }
  text = text.replace(/\b(sk|pk|rk|gsk|xai|key)-[\w-]{8,}|\bya29\.[\w.-]+|\bBearer\s+\S+/g, '…')
  if (text === '') return {}
  return { message: text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)}…` : text }
}

/** Google puts an error into a list of one. */
function parsed(text: string): Record<string, unknown> {
  const value = jsonOrNull(text)
  return record(Array.isArray(value) ? value[0] : value)
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

function string(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  // FastAPI lists what is wrong with each field.
  return Array.isArray(value)
    ? value
        .map((item) => string(record(item).msg))
        .filter(Boolean)
        .join('; ')
    : ''
}
