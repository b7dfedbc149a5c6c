/** `rateLimits.fileUploads`: what a person may send is counted over all their conversations. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import { newId } from '../../src/shared/ids.ts'
import { previewOf } from '../../src/shared/parts.ts'
import { Client } from '../support/client.ts'
import { type Person, register } from '../support/person.ts'
import { type Server, startServer } from '../support/server.ts'

const CONFIG = `version: 1.3.1
rateLimits:
  fileUploads: { userMax: 2, userWindowInMinutes: 60, ipMax: 1 }
`

let server: Server
let person: Person

beforeAll(async () => {
  server = await startServer({
    config: CONFIG,
    env: { OLLAMA_BASE_URL: 'http://127.0.0.1:9', TRUST_PROXY: '1' },
  })
  person = await register(server.url)
}, 90_000)
afterAll(() => server?.stop())

/** Sends a file in a new conversation; the code of the refusal, or null. */
async function sends(who: Person): Promise<string | null> {
  const client = new Client(who)
  await client.connect()
  const text = 'hello'
  const file = { type: 'file' as const, id: newId(), name: 'a.txt', mime: 'text/plain' }
  client.frame({ t: 'file', id: file.id, at: 0, text })
  const id = newId()
  const parts = [{ ...file, size: text.length, preview: previewOf(text) }]
  const pick = { endpoint: 'guide', model: 'guide' }
  client.frame({ t: 'send', id, reply: newId(), parent: null, parts, pick })
  await client.until(() => client.acked.has(id) || client.errors.length > 0, 'taken or refused')
  client.drop()
  return client.errors[0]?.code ?? null
}

/** The same by a proxy that says for whom it asks. */
function sendsFrom(who: Person, address: string): Promise<string | null> {
  const url = `${who.url.replace('http', 'ws')}/api/convos/${newId()}/ws`
  const headers = { authorization: `Bearer ${who.token}`, 'x-forwarded-for': address }
  const socket = new WebSocket(url, { headers })
  const id = newId()
  const file = newId()
  const part = { type: 'file', id: file, name: 'a.txt', mime: 'text/plain', size: 2, preview: 'hi' }
  const pick = { endpoint: 'guide', model: 'guide' }
  socket.once('open', () => {
    for (const frame of [
      { t: 'hello', since: 0, have: {} },
      { t: 'file', id: file, at: 0, text: 'hi' },
      { t: 'send', id, reply: newId(), parent: null, parts: [part], pick },
    ])
      socket.send(JSON.stringify(frame))
  })
  return new Promise((done) =>
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data))
      if (frame.t !== 'ack' && frame.t !== 'error') return
      socket.terminate()
      done(frame.code ?? null)
    }),
  )
}

test('what an address may send is counted over all its people', async () => {
  const [one, two] = [await register(server.url), await register(server.url)]
  expect(await sendsFrom(one, '203.0.113.5')).toBeNull()
  expect(await sendsFrom(two, '203.0.113.5')).toBe('rate_limited')
  expect(await sendsFrom(two, '203.0.113.6')).toBeNull()
})

test('the third file of an hour is refused, to this person alone', async () => {
  expect(await sends(person)).toBeNull()
  expect(await sends(person)).toBeNull()
  expect(await sends(person)).toBe('rate_limited')
  expect(await sends(await register(server.url))).toBeNull()
})
