/** A service account on the real server: many objects of one isolate ask with one token, whichever of them fetched it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { textOf } from '../../src/shared/parts.ts'
import { serviceKey } from '../contract/harness.ts'
import { Client } from '../support/client.ts'
import { type Person, register } from '../support/person.ts'
import { type Server, startServer } from '../support/server.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'

const folder = mkdtempSync(join(tmpdir(), 'parley-vertex-'))
let upstream: Upstream
let server: Server
let person: Person

beforeAll(async () => {
  upstream = await startUpstream()
  const key = join(folder, 'key.json')
  writeFileSync(key, JSON.stringify(serviceKey(upstream)))
  const host = new URL(upstream.url).host
  server = await startServer({
    config: `version: 1.3.1
endpoints:
  allowedAddresses: ["${host}"]
  anthropic:
    baseURL: ${upstream.url}
    vertex:
      region: global
      serviceKeyFile: ${key}
      models: [tokens-20, tokens-30]
`,
    env: { OLLAMA_BASE_URL: 'off', TITLE_CONVO: 'false' },
  })
  person = await register(server.url)
}, 90_000)
afterAll(async () => {
  await server?.stop()
  await upstream?.close()
  rmSync(folder, { recursive: true })
})

test('conversations share a token', async () => {
  const clients = Array.from({ length: 8 }, () => new Client(person, newId()))
  await Promise.all(clients.map((client) => client.connect()))
  const answers = clients.map(async (client) => {
    const { reply } = client.send('hi', { endpoint: 'anthropic', model: 'tokens-20' })
    await client.over(reply)
    return textOf(client.messages.get(reply)?.parts ?? [])
  })
  for (const text of await Promise.all(answers)) expect(text).toContain('tok19')
  const paths = upstream.requests.map(({ path }) => path)
  expect(paths.filter((path) => path === '/token')).toHaveLength(1)
  expect(paths.filter((path) => path.includes('/locations/global/publishers/anthropic/'))).toHaveLength(8)
})
