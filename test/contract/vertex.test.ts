/** Vertex AI: an account's key becomes a token, once, and every way in which that can fail is said. */
import { jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Endpoint } from '../../src/durable/providers/spec.ts'
import { modelAddress } from '../../src/durable/providers/vertex.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'
import {
  accountKey,
  asking,
  batchesOf,
  chunksOf,
  cloudEndpoints,
  io,
  serviceKey,
  textIn,
  tokens,
} from './harness.ts'

let upstream: Upstream
beforeAll(async () => {
  upstream = await startUpstream()
})
afterAll(() => upstream.close())
beforeEach(() => upstream.reset())

let accounts = 0
/** An endpoint with an account of its own, which has no token yet. */
function endpoint(id: string, email = `fresh${accounts++}@project-1.example`, more = {}): Endpoint {
  const key = JSON.stringify({ ...serviceKey(upstream, email), ...more })
  return cloudEndpoints(upstream, { PARLEY_GOOGLE_SERVICE_KEY: key }).find((one) => one.id === id)!
}

it('signs for a token, asks with it, and asks with the same until it ends', async () => {
  const claude = endpoint('anthropic', 'one@project-1.example')
  const gemini = endpoint('google', 'one@project-1.example')
  expect(textIn(await chunksOf(claude, asking('tokens-2')))).toBe(tokens(2))
  expect(textIn(await chunksOf(gemini, asking('tokens-3')))).toBe(tokens(3))
  expect(upstream.requests.map(({ path }) => path)).toEqual([
    '/token',
    '/v1/projects/project-1/locations/us-east5/publishers/anthropic/models/tokens-2:streamRawPredict',
    '/v1/projects/project-1/locations/us-central1/publishers/google/models/tokens-3:streamGenerateContent',
  ])
  const form = new URLSearchParams(String(upstream.requests[0]!.body))
  expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer')
  const { payload, protectedHeader } = await jwtVerify(form.get('assertion')!, accountKey, {
    audience: `${upstream.url}/token`,
    issuer: 'one@project-1.example',
  })
  expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: 'kid-1' })
  expect(payload.scope).toBe('https://www.googleapis.com/auth/cloud-platform')
  for (const { headers } of upstream.requests.slice(1))
    expect(headers.authorization).toBe('Bearer ya29.one@project-1.example')
})

it('exchanges once for many who ask at the same time', async () => {
  const one = endpoint('google')
  await Promise.all(Array.from({ length: 20 }, () => chunksOf(one, asking('tokens-1'))))
  expect(upstream.requests.filter(({ path }) => path === '/token')).toHaveLength(1)
})

it('gets a new token when the old one is refused', async () => {
  const one = endpoint('anthropic')
  await chunksOf(one, asking('error-401'))
  await chunksOf(one, asking('tokens-1'))
  expect(upstream.requests.filter(({ path }) => path === '/token')).toHaveLength(2)
})

it('says that Google does not know the account, and asks again the next time', async () => {
  const gone = endpoint('anthropic', 'gone@project-1.example')
  for (let times = 0; times < 2; times++)
    expect(await chunksOf(gone, asking('tokens-1'))).toEqual([
      {
        kind: 'fault',
        fault: {
          code: 'model_key',
          from: 'Anthropic',
          message: 'Google does not accept the service account: Invalid grant: account not found',
        },
      },
    ])
  expect(upstream.requests.map(({ path }) => path)).toEqual(['/token', '/token'])
})

it('says that the key is none, and that nobody gives out tokens', async () => {
  const broken = endpoint('google', 'broken@project-1.example', { private_key: 'no key' })
  expect(await chunksOf(broken, asking('tokens-1'))).toMatchObject([
    { fault: { code: 'model_key', message: 'The private key of the service account cannot be read' } },
  ])
  const alone = endpoint('google', 'alone@project-1.example', { token_uri: 'http://127.0.0.1:9/token' })
  expect(await chunksOf(alone, asking('tokens-1'))).toMatchObject([{ fault: { code: 'model_unreachable' } }])
})

it('one who stops waiting for the token takes nobody along', async () => {
  const one = endpoint('google')
  let release = (): void => {}
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  const slow = {
    ...io,
    fetch: (async (input, init) => {
      if (String(input).endsWith('/token')) await gate
      return fetch(input, init)
    }) as typeof fetch,
  }
  const abort = new AbortController()
  const gone = batchesOf(one, asking('tokens-1'), { signal: abort.signal, io: slow })
  const stays = batchesOf(one, asking('tokens-2'), { io: slow })
  abort.abort(new Error('stopped'))
  await expect(gone).rejects.toThrow('stopped')
  release()
  expect(textIn((await stays).flat())).toBe(tokens(2))
})

it.each([
  ['us-east5', 'https://us-east5-aiplatform.googleapis.com/v1/projects/p/locations/us-east5/'],
  ['global', 'https://aiplatform.googleapis.com/v1/projects/p/locations/global/'],
  ['eu', 'https://aiplatform.eu.rep.googleapis.com/v1/projects/p/locations/eu/'],
])('knows where %s is', (region, begin) => {
  const key = { client_email: '', private_key: '' }
  const place = { ...endpoint('google'), vertex: { project: 'p', region, key } }
  const { baseURL: _, ...cloud } = place
  expect(modelAddress(cloud, 'anthropic', 'claude@1')).toBe(`${begin}publishers/anthropic/models/claude%401`)
})

it('librechat.yaml says where Claude is, and what its models are called there', async () => {
  const key = JSON.stringify(serviceKey(upstream, 'own@project-1.example'))
  const vertex = {
    region: 'global',
    projectId: 'other',
    deploymentName: 'usual',
    models: { 'tokens-4': { deploymentName: 'tokens-5' }, plain: true, none: false },
  }
  const made = cloudEndpoints(
    upstream,
    { PARLEY_ANTHROPIC_SERVICE_KEY: key, ANTHROPIC_API_KEY: 'not used' },
    { version: '1.3.1', endpoints: { custom: [], anthropic: { vertex } } },
  )
  const claude = made.find(({ id }) => id === 'anthropic')!
  expect(claude.models).toEqual({ default: ['tokens-4', 'plain'], fetch: false })
  expect(claude.places?.plain).toEqual({ deployment: 'usual' })
  expect(claude.apiKey).toBeUndefined()
  expect(textIn(await chunksOf(claude, asking('tokens-4')))).toBe(tokens(5))
  expect(upstream.requests.at(-1)!.path).toContain('/projects/other/locations/global/publishers/anthropic/')
  expect(upstream.requests.at(-1)!.headers.authorization).toBe('Bearer ya29.own@project-1.example')
})

it('without a key there is neither, and where there is a key of the vendor, Gemini is asked with that', () => {
  const ids = (env: Record<string, string>) => cloudEndpoints(upstream, env).map(({ id }) => id)
  expect(ids({ PARLEY_GOOGLE_SERVICE_KEY: '' })).toEqual(['guide'])
  const google = cloudEndpoints(upstream, { GOOGLE_KEY: 'k' }).find(({ id }) => id === 'google')
  expect(google).toMatchObject({ apiKey: 'k', models: { fetch: true } })
  expect(google).not.toHaveProperty('vertex')
})
