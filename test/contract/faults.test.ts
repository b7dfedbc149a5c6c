/** Error bodies as vendors, gateways and local servers really send them, and what becomes of each. */
import { describe, expect, it } from 'vitest'
import { faultInStream, faultOfRefusal, watched } from '../../src/durable/providers/faults.ts'
import type { Endpoint } from '../../src/durable/providers/spec.ts'
import type { ErrorCode } from '../../src/shared/errors.ts'

const ENDPOINT: Endpoint = {
  id: 'acme',
  label: 'Acme',
  provider: 'openai',
  apiKey: 'my-secret-key-123',
  headers: { 'x-auth': 'another-secret-456' },
  models: { default: [], fetch: false },
}

const refused = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  faultOfRefusal(
    { status, headers: new Headers(headers), body: typeof body === 'string' ? body : JSON.stringify(body) },
    ENDPOINT,
    Date.parse('2026-01-01T00:00:00Z'),
  )

/** Status, body, code, message. Shapes from the vendors' pages and from their servers' sources. */
const BODIES: [string, number, unknown, ErrorCode, string | undefined][] = [
  [
    'OpenAI',
    400,
    {
      error: {
        message: "This model's maximum context length is 8192 tokens.",
        type: 'invalid_request_error',
        code: 'context_length_exceeded',
      },
    },
    'model_context',
    "This model's maximum context length is 8192 tokens.",
  ],
  [
    'Anthropic, no credit',
    400,
    {
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message: 'Your credit balance is too low to access the Anthropic API.',
      },
    },
    'model_quota',
    'Your credit balance is too low to access the Anthropic API.',
  ],
  [
    'Anthropic, too long',
    400,
    {
      type: 'error',
      error: { type: 'invalid_request_error', message: 'prompt is too long: 250000 tokens > 200000 maximum' },
    },
    'model_context',
    'prompt is too long: 250000 tokens > 200000 maximum',
  ],
  [
    'Google, compatible',
    400,
    [{ error: { code: 400, message: 'API key not valid.', status: 'INVALID_ARGUMENT' } }],
    'model_key',
    'API key not valid.',
  ],
  [
    'DeepSeek, no credit',
    402,
    { error: { message: 'Insufficient Balance', type: 'unknown_error', code: 'invalid_request_error' } },
    'model_quota',
    'Insufficient Balance',
  ],
  [
    'Ollama',
    404,
    { error: { message: 'model "x" not found, try pulling it first', type: 'api_error', code: null } },
    'model_not_found',
    'model "x" not found, try pulling it first',
  ],
  ['Ollama, native', 404, { error: "model 'x' not found" }, 'model_not_found', "model 'x' not found"],
  [
    'vLLM',
    404,
    { object: 'error', message: 'The model `x` does not exist.', type: 'NotFoundError', code: 404 },
    'model_not_found',
    'The model `x` does not exist.',
  ],
  ['LM Studio', 400, { error: 'Model "x" does not exist' }, 'model_not_found', 'Model "x" does not exist'],
  [
    'FastAPI',
    422,
    { detail: [{ loc: ['body'], msg: 'field required' }, { msg: 'too short' }] },
    'model_bad_request',
    'field required; too short',
  ],
  ['FastAPI, text', 401, { detail: 'Invalid token' }, 'model_key', 'Invalid token'],
  [
    'OpenRouter',
    429,
    { error: { message: 'Provider returned error', code: 429, metadata: { raw: '{}' } } },
    'model_rate_limited',
    'Provider returned error',
  ],
  ['a proxy’s page', 504, '<html><head><title>504</title></head></html>', 'model_unavailable', 'HTTP 504'],
  ['plain text', 503, 'upstream connect error', 'model_unavailable', 'upstream connect error'],
  ['nothing', 500, '', 'model_unavailable', undefined],
  ['nothing', 400, '', 'model_bad_request', undefined],
  ['a teapot', 418, { error: null }, 'model_bad_request', '{"error":null}'],
  ['time-out', 408, { error: { message: 'Request timed out' } }, 'model_unavailable', 'Request timed out'],
]

describe('a refusal', () => {
  it.each(BODIES)('%s: HTTP %i', (_, status, body, code, message) => {
    const fault = refused(status, body)
    expect(fault).toMatchObject({ code, from: 'Acme' })
    if (message !== undefined) expect(fault.message).toBe(message)
  })

  it('never tells a secret, whoever quotes it', () => {
    for (const secret of [
      'my-secret-key-123',
      'another-secret-456',
      'sk-proj-abcdefghijklmnop',
      'Bearer abcdef',
    ]) {
      const { message } = refused(401, { error: { message: `You sent ${secret}, which is wrong.` } })
      expect(message).toBe('You sent …, which is wrong.'.replace('…,', message?.includes('…,') ? '…,' : '…'))
      expect(message).not.toContain(secret.slice(-8))
    }
  })

  it('is one short line', () => {
    const { message } = refused(400, { error: { message: `a\n\nb\t${'x'.repeat(5000)}` } })
    expect(message?.startsWith('a b x')).toBe(true)
    expect(message?.length).toBeLessThanOrEqual(501)
  })

  it.each([
    [{ 'retry-after': '20' }, 20_000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:05 GMT' }, 5000],
    [{ 'retry-after': 'Thu, 01 Jan 2020 00:00:05 GMT' }, 0],
    [{ 'retry-after-ms': '1500', 'retry-after': '2' }, 1500],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{}, undefined],
  ])('says when to come back: %j', (headers, ms) => {
    expect(refused(429, {}, headers as Record<string, string>).retryAfterMs).toBe(ms)
  })

  it('is read only as far as it is of use', async () => {
    let sent = 0
    const endless = new ReadableStream({
      pull(controller) {
        sent += 10_000
        controller.enqueue(new TextEncoder().encode('x'.repeat(10_000)))
      },
    })
    const http = watched(async () => new Response(endless, { status: 500 }))
    const response = await http.fetch('https://acme.example/')
    expect(response.status).toBe(500)
    expect(http.refusal()?.body.length).toBeLessThan(100_000)
    expect(sent).toBeLessThan(150_000)
  })
})

it('a model that Ollama does not have is one to download, and how is said', () => {
  const body = JSON.stringify({ error: "model 'llama3.2:1b' not found" })
  const ollama = { ...ENDPOINT, label: 'Ollama', provider: 'ollama' }
  expect(faultOfRefusal({ status: 404, headers: new Headers(), body }, ollama, 0)).toEqual({
    code: 'model_not_downloaded',
    message: "model 'llama3.2:1b' not found. To get it: ollama pull llama3.2:1b",
    from: 'Ollama',
  })
})

describe('an error inside a stream', () => {
  it.each<[unknown, ErrorCode]>([
    [{ type: 'overloaded_error', message: 'Overloaded' }, 'model_unavailable'],
    [{ type: 'rate_limit_error', message: 'x' }, 'model_rate_limited'],
    [{ type: 'api_error', message: 'x' }, 'model_unavailable'],
    [{ type: 'invalid_request_error', message: 'x' }, 'model_bad_request'],
    [{ type: 'authentication_error', message: 'x' }, 'model_key'],
    [{ code: 429, message: 'x' }, 'model_rate_limited'],
    [{ code: 502, message: 'x' }, 'model_unavailable'],
    [{ code: 'context_length_exceeded', message: 'x' }, 'model_context'],
    [{ type: 'insufficient_quota', message: 'x' }, 'model_quota'],
    ['it broke', 'model_unavailable'],
    [{}, 'model_unavailable'],
    [null, 'model_unavailable'],
  ])('%j', (error, code) => {
    expect(faultInStream(error, ENDPOINT)).toMatchObject({ code, from: 'Acme' })
  })
})
