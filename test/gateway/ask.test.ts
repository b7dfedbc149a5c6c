/** The way from a room to a model, over real HTTP: who is asked, what is held back, and how often a vendor is bothered. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ask as askModel, type Reach } from '../../src/durable/gateway/ask.ts'
import type { GatewayEnv } from '../../src/durable/gateway/installation.ts'
import { namingOf } from '../../src/durable/gateway/naming.ts'
import type { Call, Chunk } from '../../src/durable/providers/spec.ts'
import { newId } from '../../src/shared/ids.ts'
import type { Pick } from '../../src/shared/message.ts'
import { asking, joined, textIn, tokens } from '../contract/harness.ts'
import { world } from '../room/harness.ts'
import { DOT_PNG, EMPTY_PDF } from '../support/pictures.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'

let upstream: Upstream
let moderation: Server
/** What the moderation says next. */
let verdict: { status: number; body: unknown }
const moderated: string[] = []

beforeAll(async () => {
  upstream = await startUpstream()
  moderation = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    moderated.push(JSON.parse(body).input)
    response
      .writeHead(verdict.status, { 'content-type': 'application/json' })
      .end(JSON.stringify(verdict.body))
  })
  await new Promise<void>((resolve) => moderation.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  moderation.close()
  return upstream.close()
})
beforeEach(() => upstream.reset())

type Spec = { name: string; model: string; enforce?: boolean; [key: string]: unknown }

/** An installation with two servers, `Good` and `Bad`, and the specs that are given. */
function installation(
  specs: Spec[] = [],
  more: Record<string, unknown> = {},
  env: Record<string, unknown> = {},
): GatewayEnv {
  const custom = ['Good', 'Bad', 'Other'].map((name) => ({
    name,
    apiKey: 'sk-test-0123456789',
    baseURL: upstream.openai,
    models: { default: ['tokens-3', 'error-503'], fetch: false },
    headers: { 'x-from': name },
  }))
  const list = specs.map(({ name, model, ...rest }) => ({
    name,
    label: name,
    preset: { endpoint: model === 'tokens-3' ? 'Good' : 'Bad', model },
    ...rest,
  }))
  const CONFIG = JSON.stringify({ endpoints: { custom }, modelSpecs: { enforce: false, list }, ...more })
  return { CONFIG, OLLAMA_BASE_URL: 'off', ...env } as GatewayEnv
}

const reach: Reach = {
  conversation: 'c1',
  person: async (id) => ({ id, name: 'Ann', email: 'ann@example.org', role: 'USER' }),
  secret: async () => ({ ok: false, fault: { code: 'key_missing' } }),
  passages: async () => [],
}
const ask = (env: GatewayEnv, pick: Pick, call: Call, signal: AbortSignal) =>
  askModel(env, reach, pick, call, signal)

const pickOf = (name: string, model: string): Pick => ({
  endpoint: model === 'tokens-3' ? 'Good' : 'Bad',
  model,
  spec: name,
})
const run = async (env: GatewayEnv, pick: Pick, text = 'hi', more = {}): Promise<Chunk[]> => {
  const chunks: Chunk[] = []
  for await (const batch of ask(env, pick, asking(pick.model, text, more), new AbortController().signal))
    chunks.push(...structuredClone(batch))
  return joined(chunks)
}
const asked = () => upstream.requests.map(({ headers }) => headers['x-from'])

it('an operator’s definitions of parameters hold for answers, and not for titles', async () => {
  const paramDefinitions = [{ key: 'temperature', default: 0.3, range: { min: 0.1, max: 0.9 } }]
  const one = { name: 'Own', apiKey: 'k', baseURL: upstream.openai, models: { default: ['tokens-3'] } }
  const CONFIG = JSON.stringify({ endpoints: { custom: [{ ...one, customParams: { paramDefinitions } }] } })
  const env = { CONFIG, OLLAMA_BASE_URL: 'off' } as GatewayEnv
  const pick = { endpoint: 'Own', model: 'tokens-3' }
  await run(env, pick)
  await run(env, pick, 'hi', { options: { temperature: 2 } })
  await run(env, pick, 'hi', { purpose: 'title' })
  const sent = upstream.requests.map(({ body }) => (body as { temperature?: number }).temperature)
  expect(sent).toEqual([0.3, 0.9, undefined])
})

it('a model that is known not to see is told what is left out; one of which nothing is known gets everything', async () => {
  const env = { OPENAI_API_KEY: 'k', OPENAI_REVERSE_PROXY: upstream.openai, OLLAMA_BASE_URL: 'off' }
  const picture = { type: 'media' as const, mime: 'image/png', name: 'dot.png', data: DOT_PNG }
  const turns = [
    { role: 'user' as const, parts: [{ type: 'text' as const, text: 'What is this?' }, picture] },
  ]
  for (const model of ['gpt-3.5-turbo', 'gpt-4o', 'gpt-9'])
    await run({ ...env, OPENAI_MODELS: model } as GatewayEnv, { endpoint: 'openAI', model }, '', { turns })
  const paper = { type: 'media' as const, mime: 'application/pdf', name: 'paper.pdf', data: EMPTY_PDF }
  const both = { turns: [{ role: 'user' as const, parts: [picture, paper] }] }
  await run(installation(), { endpoint: 'Good', model: 'tokens-3' }, '', both)
  // What the others are told is no question to the guide.
  const alone = { turns: [{ role: 'user' as const, parts: [paper] }] }
  expect(textIn(await run(installation(), { endpoint: 'guide', model: 'guide' }, '', alone))).toMatch(
    /^I cannot look at files/,
  )
  const [blind, sees, unknown, foreign] = upstream.requests.map(({ body }) => JSON.stringify(body))
  expect(blind).not.toContain(DOT_PNG)
  expect(blind).toContain('The file “dot.png” is left out, because this model cannot see pictures.')
  expect(sees).toContain(`data:image/png;base64,${DOT_PNG}`)
  expect(unknown).toContain(`data:image/png;base64,${DOT_PNG}`)
  // Of a server of which nothing is known, one PDF would fail all answers that follow.
  expect(foreign).toContain(`data:image/png;base64,${DOT_PNG}`)
  expect(foreign).toContain('The file “paper.pdf” is left out')
})

it('a whole answer is asked for without a stream, and comes all the same', async () => {
  const chunks = await run(installation(), { endpoint: 'Good', model: 'tokens-3' }, 'hi', {
    options: { whole: true },
  })
  expect(textIn(chunks)).toBe('A short answer')
  const { body } = upstream.requests[0]!
  expect(body).toMatchObject({ stream: false })
  expect(body).not.toHaveProperty('stream_options')
})

describe('when a model fails', () => {
  const fallback = [{ endpoint: 'Good', model: 'tokens-3' }]

  it.each(['error-429', 'error-500', 'error-503', 'error-401', 'error-404'])(
    '%s: the next one answers, and says so',
    async (model) => {
      const chunks = await run(installation([{ name: 's', model, fallback }]), pickOf('s', model))
      expect(asked()).toEqual(['Bad', 'Good'])
      expect(chunks[0]).toMatchObject({ kind: 'by', by: { pick: fallback[0] } })
      expect(textIn(chunks)).toBe(tokens(3))
    },
  )

  it('a refusal and a request that is wrong stay what they are', async () => {
    for (const model of ['refused', 'error-400', 'error-400-context']) {
      upstream.reset()
      const chunks = await run(installation([{ name: 's', model, fallback }]), pickOf('s', model))
      expect(asked(), model).toEqual(['Bad'])
      expect(chunks.some(({ kind }) => kind === 'by')).toBe(false)
    }
  })

  it('what was shown stays: nobody else goes on with it', async () => {
    const model = 'cut-mid+tokens-40'
    const chunks = await run(installation([{ name: 's', model, fallback }]), pickOf('s', model))
    expect(asked()).toEqual(['Bad'])
    expect(chunks.at(-1)).toMatchObject({ kind: 'fault', fault: { code: 'model_cut' } })
  })

  it('when all fail, the last failure is told', async () => {
    const bad = [{ endpoint: 'Other', model: 'error-500' }]
    const chunks = await run(
      installation([{ name: 's', model: 'error-429', fallback: bad }]),
      pickOf('s', 'error-429'),
    )
    expect(asked()).toEqual(['Bad', 'Other'])
    expect(chunks).toMatchObject([{ kind: 'fault', fault: { code: 'model_unavailable' } }])
  })

  it('it is left alone for a while', async () => {
    const env = installation([{ name: 's', model: 'error-500', fallback }])
    await run(env, pickOf('s', 'error-500'))
    await run(env, pickOf('s', 'error-500'))
    expect(asked()).toEqual(['Bad', 'Good', 'Good'])
  })

  it('work is shared by weight', async () => {
    const balance = [{ endpoint: 'Other', model: 'tokens-3', weight: 1 }]
    const env = installation([{ name: 's', model: 'tokens-3', balance }])
    for (let i = 0; i < 40; i++) expect(textIn(await run(env, pickOf('s', 'tokens-3')))).toBe(tokens(3))
    const other = asked().filter((name) => name === 'Other').length
    expect(other).toBeGreaterThan(5)
    expect(other).toBeLessThan(35)
  })
})

it('[BY1] the reply keeps who answered', async () => {
  const env = installation([
    { name: 's', model: 'error-500', fallback: [{ endpoint: 'Good', model: 'tokens-3' }] },
  ])
  const w = world({ ask: (pick, call, signal) => ask(env, pick, call, signal) })
  const [id, reply] = [newId(), newId()]
  const parts = [{ type: 'text', text: 'hi' }]
  const ann = w.join()
  w.frame(ann, { t: 'send', id, reply, parent: null, parts, pick: pickOf('s', 'error-500') })
  await expect.poll(() => w.store.message(reply)?.state).toBe('settled')
  const by = { pick: { endpoint: 'Good', model: 'tokens-3' }, because: 'model_unavailable' }
  expect(w.store.message(reply)).toMatchObject({ by, pick: { endpoint: 'Bad' } })
  expect(w.join().messages.get(reply)).toMatchObject({ by })
})

it('a vendor in trouble is not stormed: 100 answers at once', async () => {
  const env = installation()
  const replies = Array.from({ length: 100 }, () => {
    const w = world({ ask: (pick, call, signal) => ask(env, pick, call, signal) })
    const [id, reply] = [newId(), newId()]
    w.frame(w.join(), {
      t: 'send',
      id,
      reply,
      parent: null,
      parts: [{ type: 'text', text: 'hi' }],
      pick: { endpoint: 'Bad', model: 'error-503' },
    })
    return () => w.store.message(reply)?.state
  })
  await expect
    .poll(() => replies.filter((state) => state() === 'failed').length, { timeout: 15_000 })
    .toBe(100)
  // Each once, and ten repetitions that were saved, and ten that the hundred earned.
  expect(upstream.stats.requests).toBeGreaterThan(100)
  expect(upstream.stats.requests).toBeLessThanOrEqual(120)
}, 30_000)

describe('what is held back', () => {
  const pii = { messageFilter: { pii: {} } }
  const secret = 'my key is sk-abcdefghijklmnop1234'
  const good = { endpoint: 'Good', model: 'tokens-3' }

  it('[HB1] by the filter: no vendor hears of it, whichever message it is in', async () => {
    const env = installation([], pii)
    expect(await run(env, good, secret)).toMatchObject([
      {
        kind: 'fault',
        fault: { code: 'filtered', message: expect.stringMatching(/^The message contains a secret key/) },
      },
    ])
    const turns = [
      { role: 'user', parts: [{ type: 'text', text: secret }] },
      { role: 'assistant', parts: [{ type: 'text', text: 'ok' }] },
      { role: 'user', parts: [{ type: 'text', text: 'and now?' }] },
    ]
    expect(await run(env, good, '', { turns })).toMatchObject([
      { fault: { code: 'filtered', message: expect.stringMatching(/^An earlier message contains/) } },
    ])
    expect(upstream.requests).toEqual([])
    expect(textIn(await run(env, good, 'hello'))).toBe(tokens(3))
  })

  it('[HB1] not later either: the next question goes without it', async () => {
    const env = installation([], pii)
    const w = world({ ask: (pick, call, signal) => ask(env, pick, call, signal) })
    const ann = w.join()
    const send = (text: string, parent: string | null) => {
      const [id, reply] = [newId(), newId()]
      w.frame(ann, { t: 'send', id, reply, parent, parts: [{ type: 'text', text }], pick: good })
      return reply
    }
    const first = send(secret, null)
    await expect.poll(() => w.store.message(first)?.fault?.code).toBe('filtered')
    const second = send('hello', first)
    await expect.poll(() => w.store.message(second)?.state).toBe('settled')
    expect(JSON.stringify(upstream.requests)).not.toContain('sk-abcdefghij')
  })

  it('by moderation, which says what it was', async () => {
    const { port } = moderation.address() as AddressInfo
    const env = installation(
      [],
      {},
      {
        OPENAI_MODERATION: 'true',
        OPENAI_MODERATION_API_KEY: 'k',
        OPENAI_MODERATION_REVERSE_PROXY: `http://127.0.0.1:${port}/v1`,
      },
    )
    verdict = {
      status: 200,
      body: { results: [{ flagged: true, categories: { violence: true, hate: false } }] },
    }
    expect(await run(env, good, 'something bad')).toMatchObject([
      { fault: { code: 'filtered', message: 'Held back: violence' } },
    ])
    verdict = { status: 200, body: { results: [{ flagged: false, categories: {} }] } }
    expect(textIn(await run(env, good, 'something good'))).toBe(tokens(3))
    for (verdict of [
      { status: 500, body: {} },
      { status: 200, body: {} },
      { status: 200, body: 'x' },
    ])
      expect(await run(env, good, 'unknown')).toMatchObject([{ fault: { code: 'filtered' } }])
    expect(moderated.slice(0, 2)).toEqual(['something bad', 'something good'])
    expect(upstream.stats.requests).toBe(1)
    // A picture alone has no words to be looked at, and the moderation refuses what is blank.
    const picture = { type: 'media' as const, mime: 'image/png', name: 'dot.png', data: DOT_PNG }
    const alone = { turns: [{ role: 'user' as const, parts: [picture] }] }
    expect(textIn(await run(env, good, '', alone))).toBe(tokens(3))
    upstream.reset()
    // A title is asked for beside the answer: it is no way around.
    verdict = { status: 200, body: { results: [{ flagged: true, categories: { hate: true } }] } }
    const title = { maxTokens: 50, purpose: 'title' }
    expect(await run(env, good, 'bad', title)).toMatchObject([{ fault: { code: 'filtered' } }])
    expect(upstream.stats.requests).toBe(0)
  })
})

describe('specs', () => {
  it('bring their settings; where they are enforced, nothing else counts', async () => {
    const spec = {
      name: 's',
      model: 'tokens-3',
      preset: { endpoint: 'Good', model: 'tokens-3', promptPrefix: 'Be kind.', temperature: 0.1 },
    }
    const own = { system: 'Be brief.', options: { temperature: 0.9, topP: 0.5 } }
    await run(installation([spec]), pickOf('s', 'tokens-3'), 'hi', own)
    expect(upstream.requests[0]!.body).toMatchObject({
      temperature: 0.9,
      top_p: 0.5,
      messages: [{ role: 'system', content: 'Be kind.\n\nBe brief.' }, { role: 'user' }],
    })
    upstream.reset()
    const enforced = { modelSpecs: { enforce: true, list: [{ ...spec, label: 's' }] } }
    await run(installation([], enforced), pickOf('s', 'tokens-3'), 'hi', own)
    expect(upstream.requests[0]!.body).toMatchObject({
      temperature: 0.1,
      messages: [{ content: 'Be kind.' }, {}],
    })
    expect(upstream.requests[0]!.body).not.toHaveProperty('top_p')
    expect(await run(installation([], enforced), { endpoint: 'Good', model: 'tokens-3' })).toMatchObject([
      { fault: { code: 'no_model' } },
    ])
    expect(
      await run(installation([], enforced), { ...pickOf('s', 'tokens-3'), endpoint: 'Bad' }),
    ).toMatchObject([{ fault: { code: 'no_model' } }])
  })
})

describe('who may ask which model', () => {
  const refused = [{ kind: 'fault', fault: { code: 'no_model' } }]
  const limits = { maxTokens: 50 }

  it('a model that the operator did not write down is not asked, although the key could', async () => {
    expect(await run(installation(), { endpoint: 'Good', model: 'tokens-9' })).toMatchObject(refused)
    expect(textIn(await run(installation(), { endpoint: 'Good', model: 'tokens-3' }))).toBe(tokens(3))
    expect(await run(installation(), { endpoint: 'Nobody', model: 'tokens-3' })).toMatchObject(refused)
  })

  it('nor to summarise: only a title may be by a model that nobody can pick', async () => {
    const enforced = installation([{ name: 's', model: 'tokens-3' }], {
      modelSpecs: {
        enforce: true,
        list: [{ name: 's', label: 's', preset: { endpoint: 'Good', model: 'tokens-3' } }],
      },
    })
    const hidden = { endpoint: 'Other', model: 'tokens-3' }
    expect(await run(enforced, hidden, 'hi', { ...limits, purpose: 'summary' })).toMatchObject(refused)
    expect(await run(enforced, hidden, 'hi', limits)).toMatchObject(refused)
    expect(textIn(await run(enforced, hidden, 'hi', { ...limits, purpose: 'title' }))).toBe(tokens(3))
    const summarization = { provider: 'Other', model: 'tokens-3' }
    const named = installation([{ name: 's', model: 'tokens-3', enforce: true }], {
      ...(JSON.parse(enforced.CONFIG as string) as object),
      summarization,
    })
    expect(textIn(await run(named, hidden, 'hi', { ...limits, purpose: 'summary' }))).toBe(tokens(3))
    expect(await run(named, hidden, 'hi', limits)).toMatchObject(refused)
  })
})

it('headers name the person and the conversation', async () => {
  const headers = { 'x-user': '{{LIBRECHAT_USER_EMAIL}}', 'x-chat': '{{LIBRECHAT_BODY_CONVERSATIONID}}' }
  const custom = [
    {
      name: 'Mine',
      apiKey: 'k',
      baseURL: upstream.openai,
      models: { default: ['tokens-1'], fetch: false },
      headers,
    },
  ]
  const env = installation([], { endpoints: { custom } })
  await run(env, { endpoint: 'Mine', model: 'tokens-1' }, 'hi', {
    about: { user: 'u', parent: 'p', message: 'm' },
  })
  expect(upstream.requests[0]!.headers).toMatchObject({ 'x-user': 'ann@example.org', 'x-chat': 'c1' })
})

describe('names are given', () => {
  const naming = (own: Record<string, unknown>, env = {}) => {
    const base = { apiKey: 'k', baseURL: 'https://x.example', models: { default: ['small'], fetch: false } }
    const custom = [
      { ...base, name: 'A', ...own },
      { ...base, name: 'B', titleModel: 'tiny' },
      { ...base, name: 'C' },
    ]
    const config = JSON.stringify({ endpoints: { custom } })
    return namingOf({ CONFIG: config, OLLAMA_BASE_URL: 'off', ...env } as GatewayEnv, {
      endpoint: 'A',
      model: 'big',
    })
  }

  it.each([
    [{}, { endpoint: 'A', model: 'big' }],
    [{ titleModel: 'current_model' }, { endpoint: 'A', model: 'big' }],
    [{ titleModel: 'small' }, { endpoint: 'A', model: 'small' }],
    [{ titleEndpoint: 'B' }, { endpoint: 'B', model: 'tiny' }],
    [{ titleEndpoint: 'C' }, { endpoint: 'C', model: 'small' }],
    [
      { titleEndpoint: 'C', titleModel: 'mid' },
      { endpoint: 'C', model: 'mid' },
    ],
    [{ titleEndpoint: 'gone' }, { endpoint: 'A', model: 'big' }],
  ])('%j: by %j', (own, pick) => expect(naming(own)).toEqual({ pick }))

  it('by nobody, where the operator wants none', () => {
    expect(naming({ titleConvo: false })).toBeNull()
    expect(naming({}, { TITLE_CONVO: 'false' })).toBeNull()
  })
})
