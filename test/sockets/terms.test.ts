/** Terms that everybody accepts before they ask a model: by whatever way they ask, and by our clock. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import { newId } from '../../src/shared/ids.ts'
import { Client } from '../support/client.ts'
import { call, type Person, register, signIn } from '../support/person.ts'
import { type Server, startServer } from '../support/server.ts'

const CONFIG = `version: 1.3.1
interface:
  termsOfService: { modalAcceptance: true, modalContent: Be kind. }
`
const PICK = { endpoint: 'guide', model: 'guide' }

let server: Server
let person: Person

beforeAll(async () => {
  server = await startServer({ config: CONFIG, env: { OLLAMA_BASE_URL: 'http://127.0.0.1:9' } })
  person = await register(server.url)
}, 90_000)
afterAll(() => server?.stop())

const ask = () =>
  call(person, '/api/agents/chat/guide', {
    method: 'POST',
    body: JSON.stringify({ text: 'Hello', model: 'guide' }),
  })
const terms = async () => (await call(person, '/api/user/terms')).json()
const send = (client: Client) => {
  const id = newId()
  const parts = [{ type: 'text' as const, text: 'Hello' }]
  client.frame({ t: 'send', id, reply: newId(), parent: null, parts, pick: PICK })
  return id
}

test('[UI2] nobody asks a model before, whatever their page says of it; who did once is free everywhere', async () => {
  expect(await terms()).toEqual({ termsAccepted: false, termsAcceptedAt: null })
  const refused = await ask()
  expect([refused.status, await refused.json()]).toMatchObject([
    403,
    { type: 'terms', message: expect.stringContaining('/api/user/terms/accept') },
  ])
  // What a page sets for itself says nothing.
  const pages = new WebSocket(`${server.url.replace('http', 'ws')}/api/user/ws`, {
    headers: { authorization: `Bearer ${person.token}` },
  })
  await new Promise((done) => pages.once('open', done))
  pages.send(JSON.stringify({ t: 'preferences', set: { termsAccepted: 1 } }))
  const client = new Client(person)
  await client.connect()
  const id = send(client)
  await client.until(() => client.errors.length > 0, 'refused')
  expect(client.errors[0]).toMatchObject({ code: 'terms', re: id })
  expect((await ask()).status).toBe(403)
  expect((await terms()).termsAccepted).toBe(false)
  pages.close()
  client.drop()

  const before = Date.now()
  const accepted = await call(person, '/api/user/terms/accept', { method: 'POST', body: '{}' })
  expect(await accepted.json()).toMatchObject({ termsAccepted: true })
  const { termsAcceptedAt } = await terms()
  expect(Date.parse(termsAcceptedAt)).toBeGreaterThanOrEqual(before)
  await call(person, '/api/user/terms/accept', { method: 'POST', body: '{}' })
  expect((await terms()).termsAcceptedAt).toBe(termsAcceptedAt)

  expect((await ask()).status).toBe(200)
  person = await signIn(person)
  expect((await ask()).status).toBe(200)
  const other = new Client(person)
  await other.connect()
  const next = send(other)
  await other.until(() => other.acked.has(next), 'stored')
  other.drop()
})
