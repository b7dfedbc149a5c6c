/** What only Gemini has: search and pages with sources, budgets with bounds of their own, and its ways to say who asks. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { bodyOf } from '../../src/durable/providers/google-body.ts'
import { endpointsOf } from '../../src/durable/providers/index.ts'
import type { Call, Endpoint } from '../../src/durable/providers/spec.ts'
import type { Options } from '../../src/shared/setup.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'
import { sse } from '../support/vendors/vendor.ts'
import { asking, batchesOf, chunksOf, io, joined, KEY, textIn } from './harness.ts'

let upstream: Upstream
beforeAll(async () => {
  upstream = await startUpstream()
})
afterAll(() => upstream.close())
beforeEach(() => upstream.reset())

const gemini = (env: Record<string, string> = {}): Endpoint =>
  endpointsOf(
    { GOOGLE_KEY: KEY, GOOGLE_REVERSE_PROXY: upstream.url, OLLAMA_BASE_URL: 'off', ...env },
    { version: '1.3.1', endpoints: { custom: [] } },
  ).find(({ id }) => id === 'google')!

const TOOLS = [{ name: 'look', about: 'Looks.', schema: { type: 'object' } }]
const toolsOf = (model: string, options: Options, more: Partial<Call> = {}) =>
  bodyOf({ ...asking(model), options, ...more }, undefined).tools

it('searches and reads pages by itself, from Gemini 3 on also beside tools', () => {
  const both = { webSearch: true, urlContext: true }
  expect(toolsOf('gemini-2.5-pro', both)).toEqual([{ googleSearch: {} }, { urlContext: {} }])
  expect(toolsOf('gemini-2.0-flash', both)).toEqual([{ googleSearch: {} }])
  expect(toolsOf('gemini-2.5-pro', both, { tools: TOOLS })).toMatchObject([{ functionDeclarations: [{}] }])
  expect(toolsOf('gemini-3.8-flash', both, { tools: TOOLS })).toMatchObject([
    { googleSearch: {} },
    { urlContext: {} },
    { functionDeclarations: [{ name: 'look' }] },
  ])
  expect(toolsOf('gemini-3.8-flash', both, { maxTokens: 100 })).toBeUndefined()
})

it('names what it found at the end, each once', async () => {
  const event = (text: string, more: object = {}) =>
    sse({ candidates: [{ content: { parts: [{ text }] }, ...more }], usageMetadata: { promptTokenCount: 5 } })
  const web = (uri: string, title: string) => ({ web: { uri, title } })
  const page = (retrievedUrl: string, status: string) => ({
    retrievedUrl,
    urlRetrievalStatus: `URL_RETRIEVAL_STATUS_${status}`,
  })
  const wire =
    event('It is ', {
      groundingMetadata: { groundingChunks: [web('https://a.example', 'A')] },
      urlContextMetadata: {
        urlMetadata: [page('https://p.example', 'SUCCESS'), page('https://q.example', 'ERROR')],
      },
    }) +
    event('so.', {
      finishReason: 'STOP',
      groundingMetadata: { groundingChunks: [web('https://a.example', 'A'), web('https://b.example', 'B')] },
    })
  const fetcher = async () => new Response(wire, { headers: { 'content-type': 'text/event-stream' } })
  const all = joined(
    (await batchesOf(gemini(), asking('gemini-3.8-flash'), { io: { ...io, fetch: fetcher } })).flat(),
  )
  expect(textIn(all)).toBe('It is so.')
  expect(all.slice(1, 4)).toEqual([
    { kind: 'source', url: 'https://a.example', title: 'A' },
    { kind: 'source', url: 'https://p.example', title: 'https://p.example' },
    { kind: 'source', url: 'https://b.example', title: 'B' },
  ])
})

it.each([
  ['gemini-2.5-pro', undefined, { includeThoughts: true }],
  ['gemini-2.5-pro', -1, { includeThoughts: true, thinkingBudget: -1 }],
  ['gemini-2.5-pro', 0, { includeThoughts: true, thinkingBudget: 128 }],
  ['gemini-2.5-flash', 0, { includeThoughts: false, thinkingBudget: 0 }],
  ['gemini-2.5-flash', 30_000, { includeThoughts: true, thinkingBudget: 24_576 }],
  ['gemini-2.5-flash-lite', 5, { includeThoughts: true, thinkingBudget: 512 }],
])('%s thinks on a budget of %s', (model, thinkingTokens, thinkingConfig) => {
  const options = thinkingTokens === undefined ? {} : { thinkingTokens }
  expect(bodyOf({ ...asking(model), options }, undefined).generationConfig).toEqual({ thinkingConfig })
})

it('at Vertex AI calls have no ids', () => {
  const call: Call = {
    model: 'gemini-3.8-flash',
    turns: [
      { role: 'user', parts: [{ type: 'text', text: 'hi' }] },
      { role: 'assistant', parts: [{ type: 'call', id: 'c', name: 'look', args: '{}', signature: 's' }] },
      { role: 'user', parts: [{ type: 'result', id: 'c', name: 'look', text: 'ok' }] },
    ],
  }
  expect(bodyOf(call, undefined, true).contents.slice(1)).toEqual([
    { role: 'model', parts: [{ thoughtSignature: 's', functionCall: { name: 'look', args: {} } }] },
    { role: 'user', parts: [{ functionResponse: { name: 'look', response: { result: 'ok' } } }] },
  ])
})

it('takes what the environment says: bearer, titles, what is blocked', async () => {
  const blocked = { GOOGLE_SAFETY_HARASSMENT: 'BLOCK_NONE' }
  const one = gemini({ GOOGLE_AUTH_HEADER: 'true', GOOGLE_TITLE_MODEL: 'small', ...blocked })
  expect(one.titles).toEqual({ model: 'small' })
  await chunksOf(one, asking('tokens-1'))
  const { headers, body } = upstream.requests[0]!
  expect(headers).toMatchObject({ authorization: `Bearer ${KEY}`, 'x-goog-api-key': KEY })
  expect(body).toMatchObject({
    safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }],
  })
  expect(gemini({ GOOGLE_EXCLUDE_SAFETY_SETTINGS: 'true', ...blocked })).not.toHaveProperty('safety')
})

it('says when to come back, by the details of the refusal', async () => {
  const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.5s' }]
  const error = { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'Please retry in 34.5s.', details }
  const fetcher = async () => new Response(JSON.stringify([{ error }]), { status: 429 })
  const all = (await batchesOf(gemini(), asking('m'), { io: { ...io, fetch: fetcher } })).flat()
  expect(all).toMatchObject([
    { fault: { code: 'model_rate_limited', retryAfterMs: 34_500, message: 'Please retry in 34.5s.' } },
  ])
})
