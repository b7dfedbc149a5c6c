/** Keys that people bring: what is kept, what is told, and what is never put together. */
import { describe, expect, it } from 'vitest'
import { addressRefusal, personally } from '../../src/durable/gateway/personal.ts'
import { staticCatalogOf } from '../../src/durable/providers/catalog.ts'
import { endpointsOf } from '../../src/durable/providers/index.ts'
import { placed } from '../../src/durable/providers/places.ts'
import type { Endpoint } from '../../src/durable/providers/spec.ts'
import { migrate } from '../../src/durable/sql.ts'
import { Keys } from '../../src/durable/user/keys.ts'
import { SCHEMA } from '../../src/durable/user/schema.ts'
import type { Config } from '../../src/shared/config/index.ts'
import { nodeSql } from '../support/sql.ts'

const KEY = 'sk-0123456789abcdefghij'
const SECRET = 'a'.repeat(64)

function keysOf(secret = SECRET, person = 'ann', sql = nodeSql()) {
  sql.transaction(() => migrate(sql, SCHEMA))
  return { sql, keys: new Keys(sql, () => person, secret) }
}

const endpoint = (more: Partial<Endpoint> = {}): Endpoint => ({
  id: 'Mine',
  label: 'Mine',
  provider: 'custom',
  models: { default: ['m'], fetch: false },
  personal: { baseURL: false },
  ...more,
})
const set = { what: 'set', endpoint: 'Mine', apiKey: KEY, expires: null } as const

describe('a key', () => {
  it('is used again and told by its end alone', async () => {
    const { keys, sql } = keysOf()
    expect(await keys.use(endpoint(), 0)).toEqual({ ok: false, fault: { code: 'key_missing' } })
    await keys.set(set)
    expect(await keys.use(endpoint(), 0)).toEqual({ ok: true, value: { apiKey: KEY } })
    expect(keys.list()).toEqual([{ endpoint: 'Mine', mask: '…ghij', expires: null }])
    const stored = sql.all<{ sealed: string }>('SELECT sealed FROM own_key')[0]!.sealed
    expect(atob(stored)).not.toContain('0123456789')
  })

  it('is of no use with another secret, for another person or another endpoint', async () => {
    const { keys, sql } = keysOf()
    await keys.set(set)
    expect((await new Keys(sql, () => 'ann', 'b'.repeat(64)).use(endpoint(), 0)).ok).toBe(false)
    expect((await new Keys(sql, () => 'eve', SECRET).use(endpoint(), 0)).ok).toBe(false)
    sql.run("UPDATE own_key SET endpoint = 'Other'")
    expect((await keys.use(endpoint({ id: 'Other' }), 0)).ok).toBe(false)
  })

  it('ends when its person said so, and when it is taken back', async () => {
    const { keys } = keysOf()
    await keys.set({ ...set, expires: 1000 })
    expect((await keys.use(endpoint(), 999)).ok).toBe(true)
    expect(await keys.use(endpoint(), 1000)).toEqual({ ok: false, fault: { code: 'key_expired' } })
    await keys.set({ ...set, endpoint: 'Two' })
    keys.drop('Mine')
    expect(keys.list().map(({ endpoint }) => endpoint)).toEqual(['Two'])
    keys.drop(null)
    expect(keys.list()).toEqual([])
  })

  it('is not kept where there is nothing to seal it with', async () => {
    expect(await keysOf('').keys.set(set)).toMatchObject({ ok: false, fault: { code: 'unavailable' } })
  })

  it('that was given for an address of one’s own goes to no other, nor the other way round', async () => {
    const { keys } = keysOf()
    await keys.set({ ...set, baseURL: 'https://mine.example/v1' })
    expect((await keys.use(endpoint(), 0)).ok).toBe(false)
    const own = await keys.use(endpoint({ personal: { baseURL: true } }), 0)
    expect(own).toEqual({ ok: true, value: { apiKey: KEY, baseURL: 'https://mine.example/v1' } })
    await keys.set(set)
    expect((await keys.use(endpoint({ personal: { baseURL: true } }), 0)).ok).toBe(false)
  })
})

describe('an endpoint that people bring something for', () => {
  const config = (more: Record<string, unknown>): Config =>
    ({
      endpoints: {
        custom: [
          {
            name: 'Mine',
            apiKey: 'server-key-0123456789',
            baseURL: 'https://own.example/v1',
            headers: { 'x-secret': 's' },
            models: { default: ['m'], fetch: true },
            ...more,
          },
        ],
      },
    }) as unknown as Config
  const mine = (more: Record<string, unknown>) =>
    endpointsOf({ OLLAMA_BASE_URL: 'off' }, config(more)).find(({ id }) => id === 'Mine')!

  it('has nothing of the server’s where both could meet', () => {
    expect(mine({})).toMatchObject({ apiKey: 'server-key-0123456789', baseURL: 'https://own.example/v1' })
    const key = mine({ apiKey: 'user_provided' })
    expect(key).toMatchObject({ baseURL: 'https://own.example/v1', personal: { baseURL: false } })
    expect(key.apiKey).toBeUndefined()
    const both = mine({ baseURL: 'user_provided' })
    expect(both.personal).toEqual({ baseURL: true })
    expect(JSON.stringify(both)).not.toContain('server-key')
    expect(both.baseURL).toBeUndefined()
  })

  it('sends the operator’s headers to the operator’s address alone', () => {
    const there = personally(mine({ apiKey: 'user_provided' }), { apiKey: KEY })
    expect(there).toMatchObject({ apiKey: KEY, headers: { 'x-secret': 's' } })
    const away = personally(mine({ baseURL: 'user_provided' }), {
      apiKey: KEY,
      baseURL: 'https://theirs.example/v1/chat/completions/',
    })
    expect(away).toMatchObject({ apiKey: KEY, baseURL: 'https://theirs.example/v1' })
    expect(away.headers).toBeUndefined()
    const secrets = {
      headers: { authorization: 'hidden' },
      query: { key: 'hidden' },
      add: { password: 'hidden' },
      responsesURL: 'https://hidden.example',
      places: { m: { apiKey: 'hidden' } },
      vertex: { account: 'hidden' },
      aws: { secret: 'hidden' },
      one_day: 'hidden',
    } as unknown as Partial<Endpoint>
    const own = personally(
      { ...mine({ baseURL: 'user_provided' }), ...secrets },
      { apiKey: KEY, baseURL: 'https://x.example' },
    )
    expect(JSON.stringify(own)).not.toContain('hidden')
  })

  it('may be one group of Azure beside others', () => {
    const group = (name: string, apiKey: string) => ({
      ...{ group: name, apiKey, instanceName: name, deploymentName: 'd', version: '2025-01-01' },
      models: { [`gpt-${name}`]: true },
    })
    const groups = [group('ours', 'server-key-0123456789'), group('theirs', 'user_provided')]
    const site = { endpoints: { custom: [], azureOpenAI: { groups } } } as unknown as Config
    const found = endpointsOf({ OLLAMA_BASE_URL: 'off' }, site).find(({ id }) => id === 'azureOpenAI')!
    expect(found.personal).toEqual({ baseURL: false })
    expect(placed(found, 'gpt-ours')).toMatchObject({ apiKey: 'server-key-0123456789' })
    expect(placed(found, 'gpt-ours').personal).toBeUndefined()
    const own = personally(placed(found, 'gpt-theirs'), { apiKey: KEY })
    expect(own).toMatchObject({ apiKey: KEY, personal: { baseURL: false } })
    expect(JSON.stringify(own)).not.toContain('server-key')
    expect(staticCatalogOf([found]).map(({ model, keyed }) => [model, keyed])).toEqual([
      ['gpt-ours', true],
      ['gpt-theirs', undefined],
    ])
  })

  it('may be Azure by the environment alone', () => {
    const env = {
      OLLAMA_BASE_URL: 'off',
      AZURE_API_KEY: 'user_provided',
      AZURE_OPENAI_API_INSTANCE_NAME: 'west',
      AZURE_OPENAI_API_VERSION: '2025-01-01',
      AZURE_OPENAI_MODELS: 'gpt-4.1, gpt-5',
      AZURE_USE_MODEL_AS_DEPLOYMENT_NAME: 'TRUE',
    }
    const none = { endpoints: { custom: [] } } as unknown as Config
    const found = endpointsOf(env, none).find(({ id }) => id === 'azureOpenAI')!
    expect(found).toMatchObject({ personal: { baseURL: false }, models: { default: ['gpt-4.1', 'gpt-5'] } })
    expect(placed(found, 'gpt-4.1')).toMatchObject({
      deployment: 'gpt-41',
      baseURL: 'https://west.openai.azure.com/openai/deployments/gpt-41',
    })
    const key = endpointsOf({ ...env, AZURE_API_KEY: 'sk-0123456789' }, none)
    expect(placed(key[0]!, 'gpt-5')).toMatchObject({ apiKey: 'sk-0123456789' })
    expect(endpointsOf({ ...env, AZURE_OPENAI_API_VERSION: '' }, none).map(({ id }) => id)).not.toContain(
      'azureOpenAI',
    )
  })

  it('is offered for the vendors too', () => {
    const env = {
      OLLAMA_BASE_URL: 'off',
      OPENAI_API_KEY: 'user_provided',
      ANTHROPIC_API_KEY: 'user_provided',
    }
    const found = endpointsOf(env, { endpoints: { custom: [] } } as unknown as Config)
    expect(found.filter(({ personal }) => personal).map(({ id }) => id)).toEqual(['openAI', 'anthropic'])
    expect(JSON.stringify(found)).not.toContain('user_provided')
  })
})

it('a person’s address leads to the public internet, or to what the operator exempted', () => {
  const none = new Set<string>()
  for (const inside of [
    ...[
      'http://127.0.0.1/v1',
      'http://localhost:1',
      'http://169.254.169.254/',
      'http://[::1]/',
      'http://10.1.2.3',
    ],
    ...[
      'file:///etc/passwd',
      'https://a:b@example.com/',
      'nothing',
      'https://example.com/?x=1',
      'http://0x7f.1/',
    ],
  ])
    expect(addressRefusal(inside, none), inside).not.toBeNull()
  expect(addressRefusal('https://api.example.com/v1', none)).toBeNull()
  expect(addressRefusal('http://10.1.2.3:8080/v1', new Set(['10.1.2.3:8080']))).toBeNull()
  expect(addressRefusal('http://a:b@10.1.2.3:8080/v1', new Set(['10.1.2.3:8080']))).not.toBeNull()
})
