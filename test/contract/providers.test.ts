/** One suite for every adapter, over real HTTP, against a server that speaks the vendors' formats. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { placed } from '../../src/durable/providers/places.ts'
import type { Endpoint } from '../../src/durable/providers/spec.ts'
import type { ErrorCode } from '../../src/shared/errors.ts'
import type { Options } from '../../src/shared/setup.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'
import { callsOf, pieces, scriptOf } from '../support/upstream-script.ts'
import {
  asking,
  batchesOf,
  callsIn,
  chunksOf,
  cloudEndpoints,
  endpoints,
  joined,
  KEY,
  textIn,
  tokens,
} from './harness.ts'

let upstream: Upstream

const endpointLabels: Record<string, string> = {
  openAI: 'OpenAI',
  azureOpenAI: 'Azure OpenAI',
  anthropic: 'Anthropic',
  google: 'Google',
  bedrock: 'AWS Bedrock',
  workersAI: 'Workers AI',
  'anthropic on Vertex AI': 'Anthropic',
  'google on Vertex AI': 'Google',
  ollama: 'Ollama',
}
beforeAll(async () => {
  upstream = await startUpstream()
  // The token of an account is fetched once, and what follows counts requests.
  for (const id of ['anthropic', 'google']) await chunksOf(cloudEndpoint(id), asking('tokens-1'))
})
const cloudEndpoint = (id: string) => cloudEndpoints(upstream).find((one) => one.id === id)!
afterAll(() => upstream.close())
beforeEach(() => upstream.reset())

/** Endpoint ids with the provider that speaks to each: openai (twice), anthropic, ollama. */
describe.each([
  'openAI',
  'azureOpenAI',
  'Acme',
  'By Responses',
  'OpenRouter',
  'workersAI',
  'anthropic',
  'google',
  'anthropic on Vertex AI',
  'google on Vertex AI',
  'bedrock',
  'ollama',
])('%s', (id) => {
  const endpoint = (): Endpoint => {
    if (id.endsWith(' on Vertex AI')) return cloudEndpoint(id.split(' ')[0]!)
    const found = endpoints(upstream).find((one) => one.id === id)
    if (!found) throw new Error(`no endpoint ${id}`)
    // At Azure a model is what was deployed; here its name says what it does.
    const { deployment: _, ...place } = placed(found, 'gpt-4.1')
    return place
  }
  const label = endpointLabels[id] ?? id
  const chunks = (model: string, text?: string) => chunksOf(endpoint(), asking(model, text))

  it('streams text, then usage, then the end', async () => {
    const all = await chunks('tokens-12')
    expect(all.map(({ kind }) => kind)).toEqual(['text', 'usage', 'end'])
    expect(textIn(all)).toBe(tokens(12))
    // Ollama tells nothing of its cache.
    expect(all[1]).toMatchObject({ usage: { output: 12, ...(id !== 'ollama' && { cacheRead: 4 }) } })
    expect(all[2]).toEqual({ kind: 'end', why: 'stop' })
  })

  it('streams reasoning before text', async () => {
    const all = await chunks('thinking-5+tokens-3')
    expect(textIn(all, 'thinking')).toBe(tokens(5, 'thought'))
    expect(textIn(all)).toBe(tokens(3))
    expect(all.findIndex(({ kind }) => kind === 'thinking')).toBeLessThan(
      all.findIndex(({ kind }) => kind === 'text'),
    )
    expect(all.some(({ kind }) => kind === 'seal')).toBe(/^anthropic|bedrock/.test(id))
  })

  it.each([1, 2, 3, 7, 64])('reads the same when the bytes come in chunks of %i', async (bytes) => {
    const model = `unicode+tokens-40+thinking-2+bytes-${bytes}`
    const all = await chunks(model)
    expect(textIn(all)).toBe([...pieces(scriptOf(model, ''), '')].join(''))
    expect(textIn(all, 'thinking')).toBe(tokens(2, 'thought'))
    expect(all.at(-1)).toEqual({ kind: 'end', why: 'stop' })
  })

  it('reads CR LF, comments and fields it does not know', async () => {
    expect(textIn(await chunks('tokens-30+crlf'))).toBe(tokens(30))
    expect(textIn(await chunks('tokens-30+crlf+bytes-1'))).toBe(tokens(30))
  })

  it('merges what one read brought', async () => {
    const batches = await batchesOf(endpoint(), asking('tokens-500+batch-100'))
    expect(batches.length).toBeLessThan(60)
    for (const batch of batches) expect(joined(batch)).toHaveLength(batch.length)
  })

  it('streams calls of tools in pieces, side by side', async () => {
    const all = await chunks('tokens-2+calls-2')
    expect(textIn(all)).toBe(tokens(2))
    expect(callsIn(all)).toEqual(
      callsOf(2).map(({ id: call, name, args }) => ({ id: call, name, args: args.join('') })),
    )
    expect(all.at(-1)).toEqual({ kind: 'end', why: 'stop' })
  })

  it('says that the answer was cut at its limit', async () => {
    expect((await chunks('length')).at(-1)).toEqual({ kind: 'end', why: 'length' })
  })

  it('says that the model refused, and keeps what it said', async () => {
    const all = await chunks('refuse+tokens-4')
    expect(textIn(all)).toBe(tokens(4))
    // A local model has nobody who would say so.
    expect(all.at(-1)).toEqual({ kind: 'end', why: id === 'ollama' ? 'stop' : 'refused' })
  })

  const FAULTS: [string, ErrorCode, string][] = [
    ['error-401', 'model_key', 'Incorrect API key provided'],
    ['error-403', 'model_key', 'may not use this model'],
    ['error-404', 'model_not_found', 'does not exist'],
    ['error-400', 'model_bad_request', 'Unsupported parameter.'],
    ['error-400-context', 'model_context', 'prompt is too long'],
    ['error-413', 'model_context', 'exceeds the maximum size'],
    ['error-429', 'model_rate_limited', 'slow down'],
    ['error-429-quota', 'model_quota', 'exceeded your current quota'],
    ['error-500', 'model_unavailable', 'had an error'],
    ['error-502', 'model_unavailable', 'HTTP 502'],
    ['error-503', 'model_unavailable', 'overloaded'],
    ['error-529', 'model_unavailable', 'Overloaded'],
  ]
  it.each(FAULTS)('%s is %s, in the vendor’s words', async (model, code, words) => {
    const all = await chunks(model)
    expect(all).toHaveLength(1)
    expect(all[0]).toMatchObject({ kind: 'fault', fault: { code, from: label } })
    expect(all[0]?.kind === 'fault' && all[0].fault.message).toContain(words)
    // Retrying is the turn's business: an adapter asks once.
    expect(upstream.requests.filter(({ path }) => path !== '/token')).toHaveLength(1)
  })

  it('passes on when to come back', async () => {
    const after = async (model: string) => {
      const [chunk] = await chunks(model)
      return chunk?.kind === 'fault' ? chunk.fault.retryAfterMs : null
    }
    expect(await after('error-429')).toBe(1000)
    expect(await after('error-429-ms')).toBe(250)
    const byDate = await after('error-429-date')
    expect(byDate).toBeGreaterThan(500)
    expect(byDate).toBeLessThanOrEqual(3000)
    expect(await after('error-429-quota')).toBeUndefined()
  })

  it('keeps the text before a connection that was cut', async () => {
    const all = await chunks('cut-mid+tokens-20')
    expect(textIn(all)).toBe(tokens(10))
    expect(all.at(-1)).toEqual({ kind: 'fault', fault: { code: 'model_cut', from: label } })
    expect(all.filter(({ kind }) => kind === 'end')).toEqual([])
  })

  it('keeps the reasoning before a connection that was cut', async () => {
    const all = await chunks('cut-thinking+thinking-8')
    expect(textIn(all, 'thinking')).toBe(tokens(4, 'thought'))
    expect(all.at(-1)).toMatchObject({ fault: { code: 'model_cut' } })
  })

  it('keeps the text before an event that is no JSON', async () => {
    const all = await chunks('malformed+tokens-20+batch-32')
    expect(textIn(all)).toBe(tokens(10))
    expect(all.at(-1)).toEqual({ kind: 'fault', fault: { code: 'model_malformed', from: label } })
  })

  it('keeps the text before an error inside the stream', async () => {
    const all = await chunks('in-band-error+tokens-20')
    expect(textIn(all)).toBe(tokens(10))
    expect(all.at(-1)).toMatchObject({ kind: 'fault', fault: { code: 'model_unavailable', from: label } })
    expect(all.at(-1)).toMatchObject({ fault: { message: expect.stringMatching(/overloaded/i) } })
  })

  it('says when nobody is there', async () => {
    const gone = { ...endpoint(), baseURL: 'http://127.0.0.1:9' }
    expect(await chunksOf(gone, asking('tokens-1'))).toEqual([
      { kind: 'fault', fault: { code: 'model_unreachable', from: label } },
    ])
  })

  it.each([
    ['before the headers', 'slow-headers-5000'],
    ['before the first token', 'stall-before'],
    ['in mid-text', 'stall-mid+tokens-20'],
    ['in mid-reasoning', 'stall-thinking'],
  ])('ends at once when it is aborted %s', async (_, model) => {
    const abort = new AbortController()
    const reason = new Error('stopped')
    const heard: string[] = []
    const answer = batchesOf(endpoint(), asking(model), {
      signal: abort.signal,
      onBatch: (batch) => heard.push(textIn(batch)),
    })
    setTimeout(() => abort.abort(reason), 80)
    const start = performance.now()
    await expect(answer).rejects.toBe(reason)
    expect(performance.now() - start).toBeLessThan(1000)
    if (model.startsWith('stall-mid')) expect(heard.join('')).toBe(tokens(10))
    // The vendor is told as well: what nobody reads must not be paid for.
    if (!model.startsWith('slow-headers'))
      await expect.poll(() => upstream.requests[0]?.ended).toBe('aborted')
  })

  it('does not ask when it was aborted before', async () => {
    await expect(batchesOf(endpoint(), asking('tokens-1'), { signal: AbortSignal.abort() })).rejects.toThrow()
    expect(upstream.stats.requests).toBe(0)
  })

  it('uses the connection again after a complete answer', async () => {
    for (let i = 0; i < 5; i++) await chunks('tokens-5')
    expect(upstream.stats.requests).toBe(5)
    expect(upstream.stats.aborted).toBe(0)
    expect(upstream.stats.connections.total).toBeLessThanOrEqual(2)
  })

  it('sends the key, and never tells it', async () => {
    await chunks('tokens-1')
    const { headers } = upstream.requests[0]!
    const sent =
      headers.authorization ?? headers['x-api-key'] ?? headers['x-goog-api-key'] ?? headers['api-key']
    if (id === 'ollama') expect(sent).toBeUndefined()
    else expect(sent).toContain(id.endsWith('Vertex AI') ? 'Bearer ya29.' : KEY)
    // Vendors quote what they were given.
    const told = await chunksOf({ ...endpoint(), apiKey: 'Incorrect API key' }, asking('error-401'))
    expect(JSON.stringify(told)).not.toContain('Incorrect API key')
  })
})

describe('request bodies', () => {
  const CONVERSATION = asking('tokens-1', 'one', {
    system: 'Be brief.',
    turns: [
      { role: 'user', parts: [{ type: 'text', text: 'one' }] },
      {
        role: 'assistant',
        parts: [
          { type: 'thinking', text: 'hm', signature: 'sig', ms: 5 },
          { type: 'thinking', text: '', signature: 'redacted:xyz' },
          { type: 'thinking', text: 'not sealed' },
          { type: 'text', text: 'two' },
          { type: 'source', url: 'https://a.example/', title: 'A' },
          { type: 'text', text: 'three' },
        ],
      },
      { role: 'user', parts: [{ type: 'text', text: 'four' }] },
    ],
  })
  const sent = async (id: string, call = CONVERSATION) => {
    const endpoint = endpoints(upstream).find((one) => one.id === id)!
    await chunksOf(endpoint, call)
    return upstream.requests[0]!
  }

  it('openAI: roles, system, usage asked for, no reasoning, no sources', async () => {
    const { path, body } = await sent('openAI')
    expect(path).toBe('/v1/chat/completions')
    expect(body).toEqual({
      model: 'tokens-1',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'one' },
        { role: 'assistant', content: 'two\n\nthree' },
        { role: 'user', content: 'four' },
      ],
      stream: true,
      stream_options: { include_usage: true },
    })
  })

  it('openAI: a limit leaves room for reasoning; compatible servers get the old name', async () => {
    const limited = asking('tokens-1', 'hi', { maxTokens: 200 })
    expect((await sent('openAI', limited)).body).toMatchObject({ max_completion_tokens: 4200 })
    upstream.reset()
    const { body } = await sent('Acme', limited)
    expect(body).toMatchObject({ max_tokens: 200 })
    expect(body).not.toHaveProperty('max_completion_tokens')
  })

  it('custom endpoints: their headers', async () => {
    expect((await sent('Acme')).headers['x-team']).toBe('blue')
  })

  const OPTIONS: Options = {
    temperature: 1.5,
    topP: 0.9,
    topK: 40,
    frequencyPenalty: 0.5,
    presencePenalty: -0.5,
    seed: 7,
    stop: ['END'],
    maxTokens: 1000,
    effort: 'xhigh',
    thinkingTokens: 2000,
    verbosity: 'low',
  }

  /** A question with a picture, a call with sealed reasoning, what came of it, and tools. */
  const WITH_TOOLS = asking('tokens-1', 'one', {
    tools: [
      { name: 'look', about: 'Looks.', schema: { type: 'object', properties: { at: { type: 'string' } } } },
    ],
    turns: [
      {
        role: 'user',
        parts: [
          { type: 'media', mime: 'image/png', data: 'iVBOR' },
          { type: 'media', mime: 'application/pdf', data: 'JVBER', name: 'a.pdf' },
          { type: 'text', text: 'what is it' },
        ],
      },
      {
        role: 'assistant',
        parts: [
          { type: 'thinking', text: 'hm', signature: 'sig' },
          { type: 'thinking', text: '', signature: 'redacted:xyz' },
          { type: 'text', text: 'let me see' },
          { type: 'call', id: 'c1', name: 'look', args: '{"at":"it"}' },
          { type: 'call', id: 'c2', name: 'look', args: '' },
        ],
      },
      {
        role: 'user',
        parts: [
          { type: 'result', id: 'c1', name: 'look', text: 'a cat' },
          { type: 'result', id: 'c2', name: 'look', text: 'gone', failed: true },
        ],
      },
    ],
  })

  it('openAI: tools, what they were called with and what came of it, pictures and files', async () => {
    expect((await sent('openAI', WITH_TOOLS)).body).toMatchObject({
      tools: [
        {
          type: 'function',
          function: { name: 'look', description: 'Looks.', parameters: { type: 'object' } },
        },
      ],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBOR' } },
            { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBER' } },
            { type: 'text', text: 'what is it' },
          ],
        },
        {
          role: 'assistant',
          content: 'let me see',
          tool_calls: [
            { id: 'c1', type: 'function', function: { name: 'look', arguments: '{"at":"it"}' } },
            { id: 'c2', type: 'function', function: { name: 'look', arguments: '{}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'a cat' },
        { role: 'tool', tool_call_id: 'c2', content: 'gone' },
      ],
    })
  })

  it('google: tools, what they were called with and what came of it, pictures; thoughts stay here', async () => {
    const call = { ...WITH_TOOLS, system: 'Be brief.', model: 'gemini-2.5-pro', options: OPTIONS }
    const { path, body } = await sent('google', call)
    expect(path).toBe('/v1beta/models/gemini-2.5-pro:streamGenerateContent')
    expect(body).toEqual({
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      tools: [
        {
          functionDeclarations: [
            { name: 'look', description: 'Looks.', parametersJsonSchema: WITH_TOOLS.tools![0]!.schema },
          ],
        },
      ],
      generationConfig: {
        temperature: 1.5,
        topP: 0.9,
        topK: 40,
        seed: 7,
        stopSequences: ['END'],
        maxOutputTokens: 1000,
        thinkingConfig: { includeThoughts: true, thinkingBudget: 2000 },
      },
      contents: [
        {
          role: 'user',
          parts: [
            { inlineData: { mimeType: 'image/png', data: 'iVBOR' } },
            { inlineData: { mimeType: 'application/pdf', data: 'JVBER' } },
            { text: 'what is it' },
          ],
        },
        {
          role: 'model',
          parts: [
            { text: 'let me see' },
            { functionCall: { id: 'c1', name: 'look', args: { at: 'it' } } },
            { functionCall: { id: 'c2', name: 'look', args: {} } },
          ],
        },
        {
          role: 'user',
          parts: [
            { functionResponse: { id: 'c1', name: 'look', response: { result: 'a cat' } } },
            { functionResponse: { id: 'c2', name: 'look', response: { error: 'gone' } } },
          ],
        },
      ],
    })
  })

  it('google: Gemini 3 thinks by level, keeps the seal of a call, and blocks what the operator says', async () => {
    const turns = [
      { role: 'user' as const, parts: [{ type: 'text' as const, text: 'hi' }] },
      {
        role: 'assistant' as const,
        parts: [{ type: 'call' as const, id: 'c', name: 'look', args: '{', signature: 'seal' }],
      },
      { role: 'user' as const, parts: [{ type: 'result' as const, id: 'c', name: 'look', text: 'ok' }] },
    ]
    const endpoint = {
      ...endpoints(upstream).find(({ id }) => id === 'google')!,
      safety: [{ category: 'X', threshold: 'Y' }],
    }
    await chunksOf(endpoint, { model: 'gemini-3.8-flash', turns, options: { effort: 'low' } })
    expect(upstream.requests[0]!.body).toMatchObject({
      generationConfig: { thinkingConfig: { includeThoughts: true, thinkingLevel: 'low' } },
      safetySettings: [{ category: 'X', threshold: 'Y' }],
      contents: [{}, { parts: [{ functionCall: { args: { text: '{' } }, thoughtSignature: 'seal' }] }, {}],
    })
  })

  it('bedrock: tools, sealed reasoning with its calls, pictures and documents', async () => {
    const call = { ...WITH_TOOLS, system: 'Be brief.', model: 'us.amazon.nova-pro-v1:0', options: OPTIONS }
    const { path, body, headers } = await sent('bedrock', call)
    expect(path).toBe(`/model/${encodeURIComponent('us.amazon.nova-pro-v1:0')}/converse-stream`)
    expect(headers.authorization).toBe(`Bearer ${KEY}`)
    expect(body).toEqual({
      system: [{ text: 'Be brief.' }],
      inferenceConfig: { maxTokens: 1000, temperature: 1, topP: 0.9, stopSequences: ['END'] },
      toolConfig: {
        tools: [
          {
            toolSpec: {
              name: 'look',
              description: 'Looks.',
              inputSchema: { json: WITH_TOOLS.tools![0]!.schema },
            },
          },
        ],
      },
      messages: [
        {
          role: 'user',
          content: [
            { image: { format: 'png', source: { bytes: 'iVBOR' } } },
            { document: { format: 'pdf', name: 'a', source: { bytes: 'JVBER' } } },
            { text: 'what is it' },
          ],
        },
        {
          role: 'assistant',
          content: [
            { reasoningContent: { reasoningText: { text: 'hm', signature: 'sig' } } },
            { reasoningContent: { redactedContent: 'xyz' } },
            { text: 'let me see' },
            { toolUse: { toolUseId: 'c1', name: 'look', input: { at: 'it' } } },
            { toolUse: { toolUseId: 'c2', name: 'look', input: {} } },
          ],
        },
        {
          role: 'user',
          content: [
            { toolResult: { toolUseId: 'c1', content: [{ text: 'a cat' }] } },
            { toolResult: { toolUseId: 'c2', content: [{ text: 'gone' }], status: 'error' } },
          ],
        },
      ],
    })
  })

  it('bedrock: signs with the keys of an account, asks by profile and guardrail', async () => {
    const aws = {
      region: 'eu-west-1',
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
      sessionToken: 'session',
      profiles: { sonnet: 'arn:aws:bedrock:eu-west-1:1:inference-profile/x' },
      guardrail: { guardrailIdentifier: 'g', guardrailVersion: '1' },
    }
    const { apiKey: _, ...endpoint } = endpoints(upstream).find(({ id }) => id === 'bedrock')!
    const said = await chunksOf({ ...endpoint, aws }, asking('sonnet', '[[tokens-2]] hi'))
    expect(textIn(said)).toBe(tokens(2))
    const { path, headers, body } = upstream.requests[0]!
    expect(decodeURIComponent(path)).toContain('inference-profile/x/converse-stream')
    expect(headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/bedrock\/aws4_request, SignedHeaders=\S+, Signature=[0-9a-f]{64}$/,
    )
    expect(headers['x-amz-security-token']).toBe('session')
    expect(body).toMatchObject({ guardrailConfig: aws.guardrail })
    expect(JSON.stringify(upstream.requests)).not.toContain(aws.secretAccessKey)
  })

  it('ollama: tools, pictures, how long it thinks, and how much it is to read', async () => {
    const call = {
      ...WITH_TOOLS,
      system: 'Be brief.',
      model: 'llama3.2:3b',
      options: { ...OPTIONS, effort: 'high' as const },
    }
    const { path, body } = await sent('ollama', call)
    expect(path).toBe('/api/chat')
    expect(body).toMatchObject({
      model: 'llama3.2:3b',
      stream: true,
      think: true,
      tools: [{ type: 'function', function: { name: 'look', description: 'Looks.' } }],
      options: { temperature: 1.5, top_p: 0.9, seed: 7, stop: ['END'], num_predict: 1000 },
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: expect.stringMatching(/a\.pdf.+\n\nwhat is it$/), images: ['iVBOR'] },
        {
          role: 'assistant',
          content: 'let me see',
          tool_calls: [
            { function: { name: 'look', arguments: { at: 'it' } } },
            { function: { name: 'look', arguments: {} } },
          ],
        },
        { role: 'tool', tool_name: 'look', content: 'a cat' },
        { role: 'tool', tool_name: 'look', content: 'gone' },
      ],
    })
    expect((body as { options: object }).options).not.toHaveProperty('num_ctx')
    upstream.reset()
    const long = (await sent('ollama', asking('llama3.2:3b', 'x'.repeat(60_000)))).body
    expect(long).toMatchObject({ options: { num_ctx: 16_384 } })
    upstream.reset()
    const off = await sent(
      'ollama',
      asking('qwen3', 'hi', { options: { effort: 'none', contextTokens: 20_000 } }),
    )
    expect(off.body).toMatchObject({ think: false, options: { num_ctx: 20_000 } })
    upstream.reset()
    expect(
      (await sent('ollama', asking('gpt-oss', 'hi', { options: { effort: 'low' } }))).body,
    ).toMatchObject({ think: 'low' })
  })

  it('anthropic: tools, sealed reasoning with its calls, pictures and documents', async () => {
    expect((await sent('anthropic', WITH_TOOLS)).body).toMatchObject({
      tools: [{ name: 'look', description: 'Looks.', input_schema: { type: 'object' } }],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBOR' } },
            { type: 'document', source: { media_type: 'application/pdf', data: 'JVBER' }, title: 'a.pdf' },
            { type: 'text', text: 'what is it' },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'hm', signature: 'sig' },
            { type: 'redacted_thinking', data: 'xyz' },
            { type: 'text', text: 'let me see' },
            { type: 'tool_use', id: 'c1', name: 'look', input: { at: 'it' } },
            { type: 'tool_use', id: 'c2', name: 'look', input: {} },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'c1', content: 'a cat' },
            { type: 'tool_result', tool_use_id: 'c2', content: 'gone', is_error: true },
          ],
        },
      ],
    })
  })

  it('anthropic: system apart, no reasoning, no sources, and the limit that it demands', async () => {
    const { path, body, headers } = await sent('anthropic')
    expect(path).toBe('/v1/messages')
    expect(headers['anthropic-version']).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(body).toEqual({
      model: 'tokens-1',
      max_tokens: 8192,
      stream: true,
      system: 'Be brief.',
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'one' }] },
        {
          role: 'assistant',
          content: [
            { type: 'text', text: 'two' },
            { type: 'text', text: 'three' },
          ],
        },
        { role: 'user', content: [{ type: 'text', text: 'four' }] },
      ],
    })
  })

  it('anthropic: an answer of nothing but reasoning is left out, and its neighbours become one turn', async () => {
    const { body } = await sent('anthropic', {
      model: 'tokens-1',
      turns: [
        { role: 'user', parts: [{ type: 'text', text: 'one' }] },
        {
          role: 'assistant',
          parts: [
            { type: 'thinking', text: 'hm', signature: 's' },
            { type: 'text', text: ' \n' },
          ],
        },
        { role: 'user', parts: [{ type: 'text', text: 'two' }] },
      ],
    })
    expect((body as { messages: unknown }).messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'one' },
          { type: 'text', text: 'two' },
        ],
      },
    ])
  })

  it.each([
    ['claude-3-haiku-20240307', 4096, undefined],
    ['claude-3-5-sonnet-20241022', 8192, undefined],
    ['claude-sonnet-4-5', 32_000, undefined],
    ['claude-opus-4-8', 32_000, { type: 'adaptive', display: 'summarized' }],
    ['claude-sonnet-5-5', 32_000, { type: 'adaptive', display: 'summarized' }],
  ])('anthropic: %s may write %i tokens', async (model, max_tokens, thinking) => {
    const { body } = await sent('anthropic', asking(model))
    expect(body).toMatchObject({ max_tokens, ...(thinking && { thinking }) })
    if (!thinking) expect(body).not.toHaveProperty('thinking')
  })

  it('anthropic: a short answer is not thought about, but has room in case it is', async () => {
    const { body } = await sent('anthropic', asking('claude-opus-5', 'hi', { maxTokens: 200 }))
    expect(body).toMatchObject({ max_tokens: 4200 })
    expect(body).not.toHaveProperty('thinking')
  })

  it.each([
    [
      'Acme',
      'acme-1',
      {
        temperature: 1.5,
        top_p: 0.9,
        top_k: 40,
        frequency_penalty: 0.5,
        presence_penalty: -0.5,
        seed: 7,
        stop: ['END'],
        max_tokens: 1000,
        reasoning_effort: 'xhigh',
        verbosity: 'low',
      },
    ],
    ['openAI', 'gpt-5.4', { max_completion_tokens: 1000, reasoning_effort: 'xhigh', verbosity: 'low' }],
    [
      'anthropic',
      'claude-sonnet-4-5',
      { max_tokens: 3024, stop_sequences: ['END'], thinking: { type: 'enabled', budget_tokens: 2000 } },
    ],
    [
      'anthropic',
      'claude-opus-5-5',
      {
        max_tokens: 1000,
        stop_sequences: ['END'],
        thinking: { type: 'adaptive', display: 'summarized' },
        output_config: { effort: 'xhigh' },
      },
    ],
  ])('%s sends of the options what %s takes', async (id, model, wanted) => {
    const { body } = await sent(id, asking(model, 'hi', { options: OPTIONS }))
    const {
      messages: _,
      model: __,
      stream: ___,
      stream_options: ____,
      ...set
    } = body as Record<string, unknown>
    expect(set).toEqual(wanted)
  })

  it('anthropic: without thinking it takes what steers sampling, one of the two', async () => {
    const { body } = await sent(
      'anthropic',
      asking('claude-3-haiku-20240307', 'hi', { options: { temperature: 1.5, topP: 0.9, topK: 40 } }),
    )
    expect(body).toMatchObject({ temperature: 1, top_k: 40 })
    expect(body).not.toHaveProperty('top_p')
  })
})
