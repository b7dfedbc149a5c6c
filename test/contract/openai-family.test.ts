/** OpenAI's two languages, and those who speak one of them with an accent: what is sent, and what is read of answers. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { catalogOf, endpointsOf, type ProviderEnv } from '../../src/durable/providers/index.ts'
import type { Call, Chunk, Endpoint } from '../../src/durable/providers/spec.ts'
import type { AzureEndpoint } from '../../src/shared/config/endpoints-azure.ts'
import type { CustomEndpoint } from '../../src/shared/config/endpoints-custom.ts'
import type { Options } from '../../src/shared/setup.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'
import { asking, batchesOf, callsIn, chunksOf, io, KEY, textIn } from './harness.ts'

let upstream: Upstream
beforeAll(async () => {
  upstream = await startUpstream()
})
afterAll(() => upstream.close())
beforeEach(() => upstream.reset())

type Body = Record<string, unknown> & { messages: Record<string, unknown>[] }

function found(env: ProviderEnv, endpoints: object): Endpoint {
  const config = { version: '1.3.1', endpoints: { custom: [], ...endpoints } } as never
  return endpointsOf({ OLLAMA_BASE_URL: 'off', ...env }, config)[0]!
}

const openai = () => found({ OPENAI_API_KEY: KEY, OPENAI_REVERSE_PROXY: upstream.openai }, {})

const custom = (one: Partial<CustomEndpoint>) =>
  found(
    {},
    {
      custom: [
        { apiKey: KEY, baseURL: upstream.openai, models: { default: [], fetch: false }, headers: {}, ...one },
      ],
    },
  )

const azure = (...groups: Partial<AzureEndpoint['groups'][number]>[]) =>
  found({}, { azureOpenAI: { groups: groups.map((group) => ({ group: 'g', apiKey: KEY, ...group })) } })

async function sent(endpoint: Endpoint, call: Call) {
  await chunksOf(endpoint, call)
  const { path, body, headers } = upstream.requests[0]!
  return { path, body: body as Body, headers }
}

const TOOLS = [{ name: 'look', about: 'Looks.', schema: { type: 'object', properties: {} } }]

/** A question with a picture and a file, sealed reasoning with its call, and what came of it. */
const withTools = (model: string, signature: string, more: Partial<Call> = {}): Call =>
  asking(model, '', {
    system: 'Be brief.',
    tools: TOOLS,
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
          { type: 'thinking', text: 'hm', signature },
          { type: 'text', text: 'let me see' },
          { type: 'call', id: 'c1', name: 'look', args: '{"at":"it"}' },
        ],
      },
      { role: 'user', parts: [{ type: 'result', id: 'c1', name: 'look', text: 'a cat' }] },
    ],
    ...more,
  })

describe('Responses', () => {
  it('are asked with everything, sealed reasoning before its call, and leave nothing behind', async () => {
    const { path, body } = await sent(
      openai(),
      withTools('gpt-5.4', 'rs_9:gAAA', { options: { effort: 'low' } }),
    )
    expect(path).toBe('/v1/responses')
    expect(body).toEqual({
      model: 'gpt-5.4',
      instructions: 'Be brief.',
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_image', detail: 'auto', image_url: 'data:image/png;base64,iVBOR' },
            { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBER' },
            { type: 'input_text', text: 'what is it' },
          ],
        },
        {
          type: 'reasoning',
          id: 'rs_9',
          encrypted_content: 'gAAA',
          summary: [{ type: 'summary_text', text: 'hm' }],
        },
        { role: 'assistant', content: 'let me see' },
        { type: 'function_call', call_id: 'c1', name: 'look', arguments: '{"at":"it"}' },
        { type: 'function_call_output', call_id: 'c1', output: 'a cat' },
      ],
      tools: [
        {
          type: 'function',
          name: 'look',
          description: 'Looks.',
          parameters: { type: 'object', properties: {} },
          strict: false,
        },
      ],
      include: ['reasoning.encrypted_content'],
      reasoning: { effort: 'low' },
      stream: true,
      store: false,
    })
  })

  it('another vendor’s seal is not sent', async () => {
    const { body } = await sent(openai(), withTools('o3-pro', 'sig'))
    expect(JSON.stringify(body)).not.toContain('"reasoning"')
  })

  it('seal their reasoning when there are tools, and call them', async () => {
    const all = await chunksOf(openai(), {
      ...asking('o3-pro', '[[thinking-2 tokens-1 calls-1]] hi'),
      tools: TOOLS,
    })
    expect(all.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['thinking', 'seal', 'text', 'call', 'usage', 'end']),
    )
    expect(all.find(({ kind }) => kind === 'seal')).toEqual({ kind: 'seal', signature: 'rs_1:gAAAA=' })
    expect(callsIn(all)).toMatchObject([{ id: 'call_0', name: 'tool0' }])
  })

  it.each<[string, string, Options, string]>([
    ['wanted', 'gpt-4.1', { responses: true }, '/v1/responses'],
    ['a summary', 'gpt-5.4', { summary: 'auto' }, '/v1/responses'],
    ['a search', 'gpt-4.1', { webSearch: true }, '/v1/responses'],
    ['the model needs it', 'gpt-5.2-pro', {}, '/v1/responses'],
    ['the model needs it', 'gpt-5.1-codex-max', {}, '/v1/responses'],
    ['nothing of that', 'gpt-5.4', { effort: 'low' }, '/v1/chat/completions'],
  ])('are asked for: %s (%s)', async (_, model, options, path) => {
    expect((await sent(openai(), asking(model, 'hi', { options }))).path).toBe(path)
  })

  it('search, and say where the answer comes from', async () => {
    const all = await chunksOf(openai(), asking('gpt-4.1', 'hi', { options: { webSearch: true } }))
    expect(upstream.requests[0]!.body).toMatchObject({ tools: [{ type: 'web_search' }] })
    expect(all).toContainEqual({ kind: 'source', url: 'https://a.example/', title: 'A' })
  })

  it('take of the options what they know; a short answer has room to think', async () => {
    const options: Options = {
      summary: 'detailed',
      effort: 'high',
      verbosity: 'low',
      maxTokens: 900,
      seed: 4,
    }
    const { body } = await sent(openai(), asking('gpt-5.4', 'hi', { options }))
    expect(body).toMatchObject({
      reasoning: { effort: 'high', summary: 'detailed' },
      text: { verbosity: 'low' },
      max_output_tokens: 900,
    })
    expect(body).not.toHaveProperty('seed')
    upstream.reset()
    const short = await sent(openai(), asking('gpt-5.2-pro', 'hi', { maxTokens: 100 }))
    expect(short.body).toMatchObject({ max_output_tokens: 4100 })
  })
})

it('OpenAI: organization and the model of titles come from the environment', async () => {
  const env = { OPENAI_API_KEY: KEY, OPENAI_REVERSE_PROXY: upstream.openai, OPENAI_ORGANIZATION: 'org-1' }
  const endpoint = found({ ...env, OPENAI_TITLE_MODEL: 'gpt-5-nano' }, {})
  expect(endpoint.titles).toEqual({ model: 'gpt-5-nano' })
  expect((await sent(endpoint, asking('tokens-1'))).headers['openai-organization']).toBe('org-1')
})

describe('Azure', () => {
  const west = () => ({
    instanceName: 'west',
    version: '2025-03-01-preview',
    baseURL: `${upstream.url}/\${INSTANCE_NAME}/openai/deployments/\${DEPLOYMENT_NAME}`,
    additionalHeaders: { 'x-team': 'blue' },
    addParams: { user: 'parley' },
    dropParams: ['stream_options'],
    models: { 'gpt-4.1': { deploymentName: 'mine' }, 'gpt-5.4': { deploymentName: 'newer' } },
  })

  it('asks the deployment of a model, with the key in its own header', async () => {
    const { path, body, headers } = await sent(azure(west()), asking('gpt-4.1'))
    expect(path).toBe('/west/openai/deployments/mine/chat/completions')
    expect(upstream.requests[0]).toMatchObject({ query: 'api-version=2025-03-01-preview' })
    expect(headers).toMatchObject({ 'api-key': KEY, 'x-team': 'blue' })
    expect(headers).not.toHaveProperty('authorization')
    expect(body).toMatchObject({ model: 'mine', user: 'parley' })
    expect(body).not.toHaveProperty('stream_options')
  })

  it('has Responses beside the deployments', async () => {
    const call = asking('gpt-5.4', 'hi', { options: { summary: 'auto' } })
    const { path, body } = await sent(azure(west()), call)
    expect(path).toBe('/west/openai/v1/responses')
    expect(body).toMatchObject({ model: 'newer', reasoning: { summary: 'auto' } })
  })

  it('takes the parameters of the model, whatever its deployment is called', async () => {
    const options: Options = { temperature: 1, effort: 'low', maxTokens: 900 }
    const { body } = await sent(azure(west()), asking('gpt-5.4', 'hi', { options }))
    expect(body).toMatchObject({ reasoning_effort: 'low', max_completion_tokens: 900 })
    expect(body).not.toHaveProperty('temperature')
  })

  it('knows where resources are', () => {
    const { places } = azure(
      { instanceName: 'a', version: '2024-02-01', models: { one: true }, deploymentName: 'd' },
      {
        instanceName: 'b.cognitiveservices.azure.com',
        version: 'v',
        models: { two: { deploymentName: 'e' } },
      },
      {
        baseURL: 'https://gate.example',
        instanceName: 'c',
        version: 'v',
        models: { three: { deploymentName: 'f' } },
      },
      { serverless: true, baseURL: 'https://s.example/v1/chat/completions', models: { four: true } },
      { instanceName: 'no-deployment', models: { five: true } },
      { instanceName: 'x', version: 'v', apiKey: '${NOT_SET}', models: { six: { deploymentName: 'g' } } },
      { instanceName: 'y', version: 'v', models: { seven: false } },
    )
    expect(
      Object.entries(places!).map(([model, { baseURL, responsesURL }]) => [model, baseURL, responsesURL]),
    ).toEqual([
      ['one', 'https://a.openai.azure.com/openai/deployments/d', 'https://a.openai.azure.com/openai/v1'],
      [
        'two',
        'https://b.cognitiveservices.azure.com/openai/deployments/e',
        'https://b.cognitiveservices.azure.com/openai/v1',
      ],
      ['three', 'https://gate.example/f', 'https://gate.example/v1'],
      ['four', 'https://s.example/v1', undefined],
    ])
    // Before autumn 2024 it was an error to ask for the count of tokens.
    expect(places!.one?.dialect).toEqual({ keyHeader: 'api-key', countsAnyway: true })
  })

  it('asks nobody for a model that no group has', async () => {
    expect(await chunksOf(azure(west()), asking('gpt-9'))).toEqual([
      { kind: 'fault', fault: { code: 'model_not_found', from: 'Azure OpenAI' } },
    ])
    expect(upstream.stats.requests).toBe(0)
  })
})

describe('servers known by name', () => {
  const options: Options = { topK: 40, seed: 7, frequencyPenalty: 0.5, effort: 'high', verbosity: 'low' }
  const all = { top_k: 40, seed: 7, frequency_penalty: 0.5, reasoning_effort: 'high', verbosity: 'low' }

  it.each<[string, object]>([
    ['Somewhere', all],
    ['mistral', { random_seed: 7, frequency_penalty: 0.5, reasoning_effort: 'high' }],
    ['Groq', { seed: 7, reasoning_effort: 'high' }],
    ['moonshot', { frequency_penalty: 0.5 }],
    [
      'OpenRouter',
      { top_k: 40, seed: 7, frequency_penalty: 0.5, reasoning: { effort: 'high' }, verbosity: 'low' },
    ],
    ['together.ai', { top_k: 40, seed: 7, frequency_penalty: 0.5, reasoning_effort: 'high' }],
  ])('%s is sent what it takes', async (name, wanted) => {
    const { body } = await sent(custom({ name }), asking('m', 'hi', { options }))
    const { messages: _, model: __, stream: ___, stream_options, ...set } = body
    expect(set).toEqual(wanted)
    expect(stream_options === undefined).toBe(name === 'mistral')
  })

  it('are spelt as they spell themselves, have a mark, and are known by their address too', () => {
    expect(custom({ name: 'deepseek' })).toMatchObject({ label: 'DeepSeek', icon: 'deepseek' })
    expect(custom({ name: 'Our AI', baseURL: 'https://api.mistral.ai/v1' })).toMatchObject({
      label: 'Our AI',
      icon: 'mistral',
      family: 'mistral',
      dialect: { seed: 'random_seed' },
    })
    expect(custom({ name: 'cohere', baseURL: 'https://api.cohere.ai/v1' }).baseURL).toBe(
      'https://api.cohere.ai/compatibility/v1',
    )
    expect(custom({ name: 'groq', iconURL: 'https://a.example/g.png' }).icon).toBe('https://a.example/g.png')
  })

  it('do not show what they are not sent', () => {
    const params = (defaultParamsEndpoint: string) => ({ customParams: { defaultParamsEndpoint } })
    expect(custom({ name: 'Somewhere' }).lacks).toBeUndefined()
    expect(custom({ name: 'Somewhere', dropParams: ['top_p', 'reasoning_effort', 'user'] }).lacks).toEqual([
      'topP',
      'effort',
    ])
    expect(custom({ name: 'Somewhere', ...params('openAI') })).toMatchObject({ family: 'openAI' })
    expect(custom({ name: 'Somewhere', ...params('anthropic') }).lacks).toEqual(
      expect.arrayContaining(['webSearch', 'promptCache', 'thinkingDisplay']),
    )
    expect(custom({ name: 'Somewhere', ...params('openrouter') }).lacks).not.toContain('webSearch')
  })

  it('OpenRouter is told to keep what repeats, for models that want to be told', async () => {
    const endpoint = custom({ name: 'openrouter' })
    const claude = asking('anthropic/claude-sonnet-5')
    expect((await sent(endpoint, claude)).body).toMatchObject({ cache_control: { type: 'ephemeral' } })
    upstream.reset()
    expect((await sent(endpoint, asking('openai/gpt-5.4'))).body).not.toHaveProperty('cache_control')
    upstream.reset()
    const off = { ...claude, options: { promptCache: false } }
    expect((await sent(endpoint, off)).body).not.toHaveProperty('cache_control')
  })

  it('get reasoning back with the calls it led to, where they need it', async () => {
    const messagesTo = async (one: Partial<CustomEndpoint>, signature = 'sig') => {
      upstream.reset()
      return (await sent(custom(one), withTools('m', signature))).body.messages[2]
    }
    expect(await messagesTo({ name: 'Somewhere' })).not.toHaveProperty('reasoning_content')
    expect(await messagesTo({ name: 'deepseek' })).toMatchObject({ reasoning_content: 'hm' })
    expect(
      await messagesTo({
        name: 'Somewhere',
        customParams: {
          defaultParamsEndpoint: 'custom',
          reasoningKey: 'reasoning',
          includeReasoningContent: true,
        },
      }),
    ).toMatchObject({ reasoning: 'hm' })
    const details = [{ type: 'reasoning.text', text: 'hm', signature: 's', index: 0 }]
    expect(await messagesTo({ name: 'openrouter' }, `details:${JSON.stringify(details)}`)).toMatchObject({
      reasoning_details: details,
    })
  })

  it('do as the operator says', async () => {
    const customParams = { defaultParamsEndpoint: 'custom' }
    const set = async (
      one: Partial<CustomEndpoint>,
      call: Partial<Call> = { options: { effort: 'low' } },
    ) => {
      upstream.reset()
      return (await sent(custom({ name: 'Somewhere', ...one }), asking('m', 'hi', call))).body
    }
    expect(
      await set({ customParams: { ...customParams, reasoningFormat: 'reasoning_object' } }),
    ).toMatchObject({
      reasoning: { effort: 'low' },
    })
    const off = await set({ customParams: { ...customParams, reasoningFormat: 'disabled' } })
    expect(JSON.stringify(off)).not.toContain('reasoning')
    expect(
      await set(
        { customParams: { defaultParamsEndpoint: 'anthropic' } },
        { options: { thinkingTokens: 2000 } },
      ),
    ).not.toHaveProperty('reasoning_effort')
    expect(await set({ titleMessageRole: 'system' }, { maxTokens: 50 })).toMatchObject({
      messages: [{ role: 'system', content: 'hi' }],
    })
    const plugins = [{ id: 'web' }]
    expect(await set({ name: 'openrouter', addParams: { web_search: true } })).toMatchObject({ plugins })
    expect(
      await set(
        { addParams: { web_search: true }, dropParams: ['temperature'] },
        { options: { temperature: 1 } },
      ),
    ).toEqual({
      model: 'm',
      input: [{ role: 'user', content: [{ type: 'input_text', text: 'hi' }] }],
      tools: [{ type: 'web_search' }],
      stream: true,
      store: false,
    })
    const direct = custom({ name: 'Somewhere', baseURL: `${upstream.url}/verbatim`, directEndpoint: true })
    upstream.reset()
    expect((await sent(direct, asking('tokens-1'))).path).toBe('/verbatim')
  })
})

describe('what servers answer', () => {
  /** The chunks of an answer that consists of these events. */
  async function read(name: string, ...events: object[]): Promise<Chunk[]> {
    const body = `${events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')}data: [DONE]\n\n`
    const fetcher: typeof fetch = async () =>
      new Response(body, { headers: { 'content-type': 'text/event-stream' } })
    const batches = await batchesOf(custom({ name }), asking('m'), { io: { ...io, fetch: fetcher } })
    return batches.flat()
  }
  const delta = (delta: object, more: object = {}) => ({ choices: [{ delta, ...more }] })
  const end = { choices: [{ delta: {}, finish_reason: 'stop' }] }

  it('OpenRouter: reasoning in sealed pieces, for the calls it led to', async () => {
    const piece = (more: object) => delta({ reasoning: 'a', reasoning_details: [{ index: 0, ...more }] })
    const all = await read(
      'openrouter',
      piece({ type: 'reasoning.text', text: 'one ' }),
      piece({ type: 'reasoning.text', text: 'two' }),
      piece({ type: 'reasoning.text', signature: 'sig' }),
      delta({ reasoning_details: [{ type: 'reasoning.encrypted', data: 'xyz', id: 'c1', index: 1 }] }),
      delta({ tool_calls: [{ index: 0, id: 'c1', function: { name: 'look', arguments: '{}' } }] }),
      end,
    )
    const seal = all.find((chunk) => chunk.kind === 'seal')
    expect(JSON.parse(seal!.signature.slice('details:'.length))).toEqual([
      { index: 0, type: 'reasoning.text', text: 'one two', signature: 'sig' },
      { type: 'reasoning.encrypted', data: 'xyz', id: 'c1', index: 1 },
    ])
  })

  it('OpenRouter: a vendor behind it that fails, and what a search found', async () => {
    const raw = JSON.stringify({ error: { message: 'The model is too busy.' } })
    const error = { code: 502, message: 'Provider returned error', metadata: { provider_name: 'X', raw } }
    expect((await read('openrouter', delta({ content: 'a' }), { error, choices: [] })).at(-1)).toEqual({
      kind: 'fault',
      fault: { code: 'model_unavailable', from: 'OpenRouter', message: 'The model is too busy.' },
    })
    const url_citation = { url: 'https://a.example/', title: 'A', content: 'words' }
    const all = await read(
      'openrouter',
      delta({ content: 'a', annotations: [{ type: 'url_citation', url_citation }] }),
      end,
    )
    expect(all).toContainEqual({ kind: 'source', url: 'https://a.example/', title: 'A', quote: 'words' })
  })

  it('Perplexity: sources, once', async () => {
    const search_results = [{ url: 'https://a.example/', title: 'A' }]
    const all = await read(
      'perplexity',
      { ...delta({ content: 'a' }), search_results },
      { ...end, search_results },
    )
    expect(all.filter(({ kind }) => kind === 'source')).toHaveLength(1)
  })

  it.each<[string, object, object]>([
    ['deepseek', { prompt_cache_hit_tokens: 6 }, { cacheRead: 6 }],
    ['moonshot', { cached_tokens: 5 }, { cacheRead: 5 }],
    [
      'openrouter',
      { prompt_tokens_details: { cached_tokens: 3, cache_write_tokens: 2 } },
      { cacheRead: 3, cacheWrite: 2 },
    ],
    [
      'xai',
      { completion_tokens_details: { reasoning_tokens: 4 }, total_tokens: 19 },
      { output: 9, thinking: 4 },
    ],
  ])('%s: tokens', async (name, told, wanted) => {
    const usage = { prompt_tokens: 10, completion_tokens: 5, ...told }
    const all = await read(name, delta({ content: 'a' }), { ...end, usage })
    expect(all).toContainEqual({ kind: 'usage', usage: { input: 10, output: 5, ...wanted } })
  })

  it('lists say what a model costs, holds and sees', async () => {
    const data = [
      {
        id: 'a/one',
        name: 'A: One',
        context_length: 128_000,
        architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
        pricing: { prompt: '0.000003', completion: '0.000015', input_cache_read: '0.0000003' },
        top_provider: { max_completion_tokens: 64_000 },
      },
      { id: 'a/picture', architecture: { input_modalities: ['text'], output_modalities: ['image'] } },
      { id: 'a/router', architecture: {}, pricing: { prompt: '-1', completion: '-1' } },
      { id: 'mistral-embed', capabilities: { completion_chat: false } },
      { id: 'plain' },
    ]
    const fetcher: typeof fetch = async () => Response.json({ data })
    const endpoint = custom({ name: 'openrouter', models: { default: [], fetch: true } })
    const models = await catalogOf([endpoint], { fetch: fetcher }, new AbortController().signal)
    expect(models.map(({ model }) => model)).toEqual(['a/one', 'a/router', 'plain'])
    expect(models[0]).toEqual({
      endpoint: 'openrouter',
      model: 'a/one',
      endpointLabel: 'OpenRouter',
      label: 'A: One',
      context: 128_000,
      output: 64_000,
      takes: ['image'],
      price: { input: 3, output: 15, cacheRead: 0.3 },
      icon: 'openrouter',
    })
  })
})

describe('Workers AI by its binding', () => {
  const events = (...list: object[]) =>
    new Response(`${list.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('')}data: [DONE]\n\n`, {
      headers: { 'content-type': 'text/event-stream' },
    })
  const bound = (run: (model: string, body: object) => Promise<Response>) => found({ AI: { run } }, {})

  it('is asked without a key, and read in both of its formats', async () => {
    const asked: [string, object][] = []
    const endpoint = bound(async (model, body) => {
      asked.push([model, body])
      return model === 'old'
        ? events(
            { response: 'Hel' },
            { response: 'lo' },
            { response: '', usage: { prompt_tokens: 3, completion_tokens: 2 } },
          )
        : events({ choices: [{ delta: { content: 'Hello' }, finish_reason: 'stop' }] })
    })
    expect(endpoint.id).toBe('workersAI')
    for (const model of ['old', 'new']) {
      const all = await chunksOf(endpoint, asking(model))
      expect(textIn(all)).toBe('Hello')
      expect(all.at(-1)).toEqual({ kind: 'end', why: 'stop' })
    }
    expect(asked[0]).toMatchObject(['old', { messages: [{ role: 'user', content: 'hi' }], stream: true }])
    expect(asked[0]![1]).not.toHaveProperty('model')
  })

  it.each([
    ['5007: No such model @cf/a/b', 'model_not_found'],
    ['3036: You have used up your daily free allocation', 'model_quota'],
    ['3040: Out of capacity', 'model_unavailable'],
    ['something else', 'model_unreachable'],
  ])('what it throws is a fault: %s', async (message, code) => {
    const endpoint = bound(() => Promise.reject(new Error(message)))
    expect(await chunksOf(endpoint, asking('m'))).toMatchObject([{ kind: 'fault', fault: { code } }])
  })
})
