/** Bringing a model to Ollama: who may, what they hear, and that everybody has it afterwards. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import type { ModelInfo } from '../../src/shared/catalog.ts'
import type { PullFrame } from '../../src/shared/ollama.ts'
import { call, type Person, register } from '../support/person.ts'
import { type Server, startServer } from '../support/server.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'

let upstream: Upstream
let server: Server
/** The first one here is the administrator. */
let admin: Person
let other: Person

beforeAll(async () => {
  upstream = await startUpstream()
  server = await startServer({
    config: `version: 1.3.1
modelSpecs:
  addedEndpoints: [ollama]
  list:
    - { name: small, label: Small, preset: { endpoint: ollama, model: quick } }
interface: { modelSelect: true }
`,
    env: { OLLAMA_BASE_URL: upstream.url },
  })
  admin = await register(server.url)
  other = await register(server.url)
}, 90_000)
afterAll(async () => {
  await server?.stop()
  await upstream?.close()
})

const download = (person: Person, model: unknown, init: RequestInit = {}) =>
  call(person, '/api/models/download', { method: 'POST', body: JSON.stringify({ model }), ...init })
const linesOf = async (response: Response): Promise<PullFrame[]> =>
  (await response.text())
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
const pulls = () => upstream.requests.filter(({ path }) => path === '/api/pull')

/** The person's socket, and what it told of models. */
async function socketOf(person: Person) {
  const ws = new WebSocket(`${server.url.replace('http', 'ws')}/api/user/ws`, {
    headers: { authorization: `Bearer ${person.token}` },
  })
  const told: { models: ModelInfo[]; endpoints: { id: string; downloads?: true }[] }[] = []
  ws.on('message', (data) => {
    const frame = JSON.parse(String(data))
    if (frame.t === 'models') told.push(frame)
  })
  await new Promise((done) => ws.once('open', done))
  const ask = (t: 'models') => ws.send(JSON.stringify({ t }))
  return { ws, told, ask }
}

test('is for administrators, and for names alone', async () => {
  const refused = await download(other, 'quick')
  expect([refused.status, await refused.json()]).toMatchObject([403, { type: 'forbidden' }])
  for (const name of ['', 'http://evil.example/x', 'evil.example/a/b', '10.0.0.1:80/a/b', 5])
    expect((await download(admin, name)).status, String(name)).toBe(400)
  expect(pulls()).toEqual([])
})

test('what is named and not there says so; once it is there, everybody has it', async () => {
  const [mine, theirs] = [await socketOf(admin), await socketOf(other)]
  for (const { ask } of [mine, theirs]) ask('models')
  await expect
    .poll(() => theirs.told.at(-1)?.endpoints)
    .toContainEqual(expect.objectContaining({ id: 'ollama', downloads: true }))
  const small = () => theirs.told.at(-1)?.models.find(({ spec }) => spec === 'small')
  expect(small()).toMatchObject({ gone: 'download', model: 'quick' })

  const response = await download(admin, 'quick')
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'application/x-ndjson; charset=utf-8',
  ])
  expect((await linesOf(response)).at(-1)).toEqual({ t: 'done', model: 'quick:latest' })
  // Whoever asked is told without asking.
  await expect.poll(() => mine.told.at(-1)?.models.map(({ model }) => model)).toContain('quick:latest')
  theirs.ask('models')
  await expect.poll(() => small()?.gone).toBe(undefined)
  expect(theirs.told.at(-1)?.models.map(({ model }) => model)).toContain('quick:latest')
  const names = (await (await call(other, '/api/models')).json()) as { ollama: string[] }
  expect(names.ollama).toContain('quick:latest')
  for (const { ws } of [mine, theirs]) ws.close()
})

test('whoever leaves ends it at Ollama', async () => {
  const leave = new AbortController()
  const response = await download(admin, 'stall', { signal: leave.signal })
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (!text.includes('"load"')) text += decoder.decode((await reader.read()).value)
  leave.abort()
  await reader.closed.catch(() => {})
  await expect.poll(() => pulls().at(-1)?.ended, { timeout: 20_000 }).toBe('aborted')
})

test('failures come as lines, and asking without end is refused', async () => {
  expect((await linesOf(await download(admin, 'unknown-one'))).at(-1)).toMatchObject({
    t: 'failed',
    why: 'unknown',
  })
  const statuses: number[] = []
  for (let n = 0; n < 20; n++) statuses.push((await download(admin, 'unknown-one')).status)
  expect(statuses.at(0)).toBe(200)
  expect(statuses.at(-1)).toBe(429)
})
