/** Where models are, and which: from the environment, the configuration file, and the servers themselves. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  catalogOf,
  endpointsOf,
  type ProviderEnv,
  staticCatalogOf,
} from '../../src/durable/providers/index.ts'
import type { Endpoint } from '../../src/durable/providers/spec.ts'
import type { CustomEndpoint } from '../../src/shared/config/endpoints-custom.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'
import { endpoints, io, KEY } from './harness.ts'

const config = (...custom: Partial<CustomEndpoint>[]) => ({
  version: '1.3.1',
  endpoints: {
    custom: custom.map((one) => ({
      name: 'Acme',
      apiKey: KEY,
      baseURL: 'https://acme.example/v1',
      models: { default: [], fetch: false },
      headers: {},
      ...one,
    })),
  },
})

const found = (env: ProviderEnv, ...custom: Partial<CustomEndpoint>[]) => endpointsOf(env, config(...custom))
const ids = (list: Endpoint[]) => list.map(({ id }) => id)

describe('endpoints', () => {
  it('are Ollama and the guide where nothing is set', () => {
    expect(ids(found({}))).toEqual(['ollama', 'guide'])
    expect(found({})[0]?.baseURL).toBe('http://127.0.0.1:11434')
    expect(ids(found({ OLLAMA_BASE_URL: 'off' }))).toEqual(['guide'])
  })

  it('come in one order: OpenAI, Anthropic, custom ones, Ollama, the guide', () => {
    expect(
      ids(found({ OPENAI_API_KEY: 'a', ANTHROPIC_API_KEY: 'b' }, { name: 'One' }, { name: 'Two' })),
    ).toEqual(['openAI', 'anthropic', 'One', 'Two', 'ollama', 'guide'])
  })

  it.each(['', '  '])('need a key, and %j is none', (key) => {
    expect(ids(found({ OPENAI_API_KEY: key, ANTHROPIC_API_KEY: key }))).toEqual(['ollama', 'guide'])
  })

  it.each([
    ['https://proxy.example/v1', 'https://proxy.example/v1'],
    ['https://proxy.example/v1/', 'https://proxy.example/v1'],
    ['https://proxy.example/v1/chat/completions', 'https://proxy.example/v1'],
  ])('take the address of a proxy as people paste it: %s', (given, base) => {
    expect(found({ OPENAI_API_KEY: 'k', OPENAI_REVERSE_PROXY: given })[0]?.baseURL).toBe(base)
    expect(found({}, { baseURL: given })[0]?.baseURL).toBe(base)
  })

  it.each(['http://box:11434', 'http://box:11434/', 'http://box:11434/v1', 'http://box:11434/api/'])(
    'take the address of an Ollama as people paste it: %s',
    (given) => {
      expect(found({ OLLAMA_BASE_URL: given })[0]?.baseURL).toBe('http://box:11434')
    },
  )

  it('take the address of Anthropic with or without its version', () => {
    for (const given of ['https://p.example', 'https://p.example/v1', 'https://p.example/v1/messages']) {
      expect(found({ ANTHROPIC_API_KEY: 'k', ANTHROPIC_REVERSE_PROXY: given })[0]?.baseURL).toBe(
        'https://p.example',
      )
    }
  })

  it('cannot take the names of those that are built in, nor each other’s', () => {
    const list = found(
      {},
      { name: 'guide' },
      { name: 'Twice', apiKey: 'first-key' },
      { name: 'Twice' },
      { name: 'ollama' },
    )
    expect(ids(list)).toEqual(['Twice', 'ollama', 'guide'])
    expect(list.find(({ id }) => id === 'Twice')?.apiKey).toBe('first-key')
    expect(list.at(-1)?.provider).toBe('guide')
    // Who names one like the Ollama that is looked for means that one.
    expect(list.at(-2)?.provider).toBe('custom')
  })

  it('show another label where one is given', () => {
    expect(found({}, { modelDisplayLabel: 'Our models' })[0]).toMatchObject({
      id: 'Acme',
      label: 'Our models',
    })
  })
})

describe('the catalog', () => {
  let upstream: Upstream
  beforeAll(async () => {
    upstream = await startUpstream()
  })
  afterAll(() => upstream.close())
  beforeEach(() => upstream.reset())

  const names = async (list: Endpoint[], signal = new AbortController().signal) =>
    (await catalogOf(list, io, signal)).map(({ endpoint, model }) => `${endpoint}/${model}`)

  it('asks the servers that have a list, and leaves out what cannot chat', async () => {
    upstream.models.openai = [
      'tts-1',
      'gpt-9',
      'gpt-9-2030-01-01',
      'whisper-1',
      'gpt-4.1',
      'gpt-9-realtime',
      'o9-pro',
      'o9',
    ]
    expect(await names(endpoints(upstream))).toEqual([
      // At OpenAI itself: the known ones first, then the newest.
      'openAI/gpt-4.1',
      'openAI/o9',
      'openAI/o9-pro',
      'openAI/gpt-9',
      'azureOpenAI/gpt-4.1',
      'azureOpenAI/gpt-5.4',
      'google/gemini-3.1-flash-lite',
      'google/gemini-2.5-pro',
      'anthropic/claude-haiku-4-5',
      'anthropic/claude-sonnet-5',
      'bedrock/us.amazon.nova-pro-v1:0',
      'workersAI/@cf/meta/llama-3.3-70b-instruct-fp8-fast',
      'workersAI/@cf/acme/new',
      // Of others, all, in their own order.
      ...['Acme', 'By Responses', 'OpenRouter'].flatMap((name) =>
        (upstream.models.openai ?? []).map((id) => `${name}/${id}`),
      ),
      'ollama/llama3.2:3b',
      'guide/guide',
    ])
    const keys = upstream.requests.map(({ path, headers }) => [
      path,
      headers['x-api-key'] ?? headers.authorization,
    ])
    expect(keys).toContainEqual(['/api/tags', undefined])
    expect(keys).toContainEqual(['/v1/models', `Bearer ${KEY}`])
    expect(keys).toContainEqual(['/v1/models', KEY])
  })

  it('knows what models of Ollama take where it says so', async () => {
    upstream.models.ollama = ['llava:7b', 'llama3.2:3b']
    const list = endpoints(upstream).filter(({ id }) => id === 'ollama')
    const models = await catalogOf(list, io, new AbortController().signal)
    expect(models.map(({ model, takes }) => [model, takes])).toEqual([
      ['llava:7b', ['image']],
      ['llama3.2:3b', undefined],
    ])
  })

  it('does not ask where the models are named', async () => {
    const list = endpointsOf(
      {
        OPENAI_API_KEY: KEY,
        OPENAI_REVERSE_PROXY: upstream.openai,
        OPENAI_MODELS: ' a, b,,c ',
        OLLAMA_BASE_URL: 'off',
      },
      config({ baseURL: upstream.openai, models: { default: ['x'], fetch: false } }),
    )
    expect(await names(list)).toEqual(['openAI/a', 'openAI/b', 'openAI/c', 'Acme/x', 'guide/guide'])
    expect(upstream.stats.requests).toBe(0)
  })

  it('falls back to the defaults of a server that is away, or talks nonsense', async () => {
    const list = endpointsOf(
      {
        OPENAI_API_KEY: KEY,
        OPENAI_REVERSE_PROXY: 'http://127.0.0.1:9/v1',
        OLLAMA_BASE_URL: `${upstream.url}/nowhere`,
      },
      config({ baseURL: `${upstream.url}/nowhere`, models: { default: ['x'], fetch: true } }),
    )
    const all = await names(list)
    expect(all).toContain('Acme/x')
    expect(all.filter((name) => name.startsWith('openAI/')).length).toBeGreaterThan(3)
    expect(all.filter((name) => name.startsWith('ollama/'))).toEqual([])
  })

  it('waits a second for Ollama, and for nobody once it is aborted', async () => {
    const never: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) =>
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
      )
    const ask = async (list: Endpoint[], signal: AbortSignal) => {
      const start = performance.now()
      await catalogOf(list, { ...io, fetch: never }, signal)
      return performance.now() - start
    }
    const ollama = await ask(endpointsOf({}, config()), new AbortController().signal)
    expect(ollama).toBeGreaterThan(900)
    expect(ollama).toBeLessThan(1500)
    expect(await ask(endpoints(upstream), AbortSignal.timeout(50))).toBeLessThan(500)
  })

  it('is known without asking, labelled for people', () => {
    const list = endpointsOf(
      {
        OPENAI_API_KEY: KEY,
        OPENAI_MODELS: 'gpt-5.4-mini,o9',
        ANTHROPIC_API_KEY: KEY,
        ANTHROPIC_MODELS: 'claude-sonnet-5-5,claude-haiku-4-5-20251001,claude-x',
      },
      config({ models: { default: ['gpt-oss-120b'], fetch: true } }),
    )
    expect(staticCatalogOf(list).map(({ label }) => label)).toEqual([
      'GPT-5.4 mini',
      'o9',
      'Claude Sonnet 5.5',
      'Claude Haiku 4.5',
      'claude-x',
      'gpt-oss-120b',
      'Guide',
    ])
    expect(JSON.stringify(staticCatalogOf(list))).not.toContain(KEY)
  })

  it('has a limit', async () => {
    upstream.models.openai = Array.from({ length: 2000 }, (_, i) => `m${i}`)
    const list = endpointsOf(
      { OLLAMA_BASE_URL: 'off' },
      config({ baseURL: upstream.openai, models: { default: [], fetch: true } }),
    )
    expect((await names(list)).length).toBe(501)
  })
})
