/** Lists of models that belong to one person: asked with their key, or in their name. */
import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { installationOf } from '../../src/durable/gateway/installation.ts'
import { migrate } from '../../src/durable/sql.ts'
import { Keys } from '../../src/durable/user/keys.ts'
import { ownLists } from '../../src/durable/user/own-lists.ts'
import { SCHEMA } from '../../src/durable/user/schema.ts'
import { nodeSql } from '../support/sql.ts'

const KEY = 'sk-0123456789abcdefghij'
const asked: { path: string; key: string | undefined }[] = []
const server = createServer(({ url = '', headers }, response) => {
  asked.push({ path: url, key: headers.authorization })
  const mine = headers.authorization === `Bearer ${KEY}`
  response.writeHead(url.startsWith('/theirs') && !mine ? 401 : 200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ data: [{ id: mine ? 'of-mine' : 'of-all' }, { id: 'usual' }] }))
})

beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)))
afterAll(() => void server.close())

function world() {
  const { port } = server.address() as { port: number }
  const base = `http://127.0.0.1:${port}`
  const models = { default: ['usual'], fetch: true }
  const custom = [
    { name: 'Theirs', apiKey: 'user_provided', baseURL: `${base}/theirs`, models },
    {
      name: 'Named',
      apiKey: 'sk-server',
      baseURL: `${base}/named`,
      models: { ...models, userIdQuery: true },
    },
    { name: 'Shared', apiKey: 'sk-server', baseURL: `${base}/shared`, models },
  ]
  const env = { OLLAMA_BASE_URL: 'off', CONFIG: JSON.stringify({ endpoints: { custom } }) }
  const sql = nodeSql()
  sql.transaction(() => migrate(sql, SCHEMA))
  const keys = new Keys(sql, () => 'ann', 'a'.repeat(64))
  const lists = () =>
    ownLists(env, installationOf(env).endpoints, { me: 'ann', keys, now: 0 }, AbortSignal.timeout(5000))
  return { keys, lists }
}

it('is asked with the key of a person, and in their name where the operator wants that', async () => {
  const { keys, lists } = world()
  const without = await lists()
  expect([...without.models.keys()]).toEqual(['Named'])
  expect(asked.splice(0)).toEqual([{ path: '/named/models?user=ann', key: 'Bearer sk-server' }])

  await keys.set({ what: 'set', endpoint: 'Theirs', apiKey: KEY, expires: null })
  const { models, unlisted } = await lists()
  expect(asked.map(({ path }) => path).sort()).toEqual(['/named/models?user=ann', '/theirs/models'])
  expect(asked.splice(0).find(({ path }) => path === '/theirs/models')?.key).toBe(`Bearer ${KEY}`)
  // What the operator names first comes first.
  expect(models.get('Theirs')?.map(({ model }) => model)).toEqual(['usual', 'of-mine'])
  expect(unlisted.size).toBe(0)
})

it('shows what the operator wrote where the key opens nothing', async () => {
  const { keys, lists } = world()
  await keys.set({ what: 'set', endpoint: 'Theirs', apiKey: 'sk-wrong-0123456789', expires: null })
  const { models, unlisted } = await lists()
  expect(models.get('Theirs')?.map(({ model }) => model)).toEqual(['usual'])
  expect(unlisted.get('Theirs')).toBe(true)
})
