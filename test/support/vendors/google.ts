/** Gemini. Source: https://ai.google.dev/api/generate-content. */
import type { Failure, Script } from '../upstream-script.ts'
import { type Asked, type Reaction, sse, type Usage, type Vendor, type Wire, wordsOf } from './vendor.ts'

type Body = { contents?: { role?: unknown; parts?: unknown }[] }

export const google: Vendor = {
  name: 'google',
  models: ['gemini-3.1-flash-lite', 'gemini-2.5-pro', 'gemini-2.5-flash-preview-tts', 'text-embedding-004'],
  react({ method, path, body }: Asked, models) {
    if (method === 'GET' && path === '/v1beta/models') return { kind: 'json', body: listOf(models) }
    if (method === 'POST' && path === '/token') return tokenFor(String(body))
    const model =
      /^\/(?:v1beta|v1\/projects\/[^/]+\/locations\/[^/]+\/publishers\/google)\/models\/([^:]+):streamGenerateContent$/.exec(
        path,
      )?.[1]
    if (method !== 'POST' || model === undefined) return null
    const { contents = [] } = (body ?? {}) as Body
    const name = decodeURIComponent(model)
    return {
      kind: 'chat',
      model: name,
      question: wordsOf(contents.findLast(({ role }) => role === 'user')?.parts),
      stream: true,
      length: JSON.stringify(contents).length,
      wire: (script, id, usage) => wireOf(script, id, name, usage),
      whole: () => ({}),
      error: errorOf,
    }
  },
}

/** What a service account gets for its signed statement. Its name may say that it gets none. */
function tokenFor(form: string): Reaction {
  const assertion = new URLSearchParams(form).get('assertion') ?? ''
  const [, claims = ''] = assertion.split('.')
  const { iss = '' } = JSON.parse(Buffer.from(claims, 'base64url').toString() || '{}') as { iss?: string }
  if (iss.startsWith('gone@'))
    return {
      kind: 'json',
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Invalid grant: account not found' },
    }
  return {
    kind: 'json',
    body: { access_token: `ya29.${iss}`, expires_in: 3599, token_type: 'Bearer' },
  }
}

function wireOf(script: Script, responseId: string, modelVersion: string, usage: Usage): Wire {
  const told = {
    promptTokenCount: usage.input,
    cachedContentTokenCount: usage.cached,
    ...(usage.thinking > 0 && { thoughtsTokenCount: usage.thinking }),
  }
  const event = (parts: object[], more: object = {}): string =>
    sse({
      candidates: [{ content: { role: 'model', parts }, index: 0, ...more }],
      usageMetadata: { ...told, candidatesTokenCount: usage.output - usage.thinking },
      modelVersion,
      responseId,
    })
  const finish = { stop: 'STOP', length: 'MAX_TOKENS', refused: 'SAFETY' }
  return {
    open: () => '',
    thinking: (text) => event([{ text, thought: true }]),
    turn: () => '',
    text: (text) => event([{ text }]),
    calls: (calls) =>
      event(
        calls.map(({ id, name, args }) => ({
          functionCall: { id, name, args: JSON.parse(args.join('')) },
          thoughtSignature: `sealed-${id}`,
        })),
      ),
    malformed: () => 'data: {"candidates":[{"content":{"pa\n\n',
    inBand: () => sse({ error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } }),
    close: () => event([], { finishReason: finish[script.finish] }),
  }
}

const STATUS: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
}

/** Google has one status for all limits: only the sentence tells them apart. */
function errorOf({ status, message }: Failure): object {
  return { error: { code: status, message, status: STATUS[status] ?? 'UNKNOWN' } }
}

function listOf(names: readonly string[]): object {
  const models = names.map((name) => ({
    name: `models/${name}`,
    inputTokenLimit: 1_048_576,
    outputTokenLimit: 65_536,
    supportedGenerationMethods: /embedding/.test(name)
      ? ['embedContent']
      : ['generateContent', 'countTokens'],
  }))
  return { models }
}
