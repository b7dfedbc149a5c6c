/** Who gets a socket, who loses it, and what a socket bears: other origins, other people, revoked sessions, nonsense. */
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import { newId } from '../../src/shared/ids.ts'
import { textOf } from '../../src/shared/parts.ts'
import { agreed, Client } from '../support/client.ts'
import { type Fake, pickOf, startFake } from '../support/fake.ts'
import { call, type Person, register, signIn } from '../support/person.ts'

const QUICK = pickOf({ ttft: 1, tps: 1000, len: 5 })

let fake: Fake
let person: Person
let stranger: Person

beforeAll(async () => {
  fake = await startFake()
  person = await register(fake.server.url)
  stranger = await register(fake.server.url, 'Eve')
}, 90_000)
afterAll(() => fake?.stop())

test.each(['/api/convos/CONVERSATION/ws', '/api/user/ws'])(
  'an upgrade of %s needs its own origin',
  async (path) => {
    const { url, cookie, token } = person
    const upgrade = (headers: Record<string, string>) =>
      upgraded(url + path.replace('CONVERSATION', newId()), headers)
    const authorization = `Bearer ${token}`
    expect(await upgrade({ cookie, origin: url })).toBe(101)
    expect(await upgrade({ authorization })).toBe(101)
    expect(await upgrade({ authorization, origin: url })).toBe(101)
    // The scheme is not compared: a proxy in front that ends TLS hides it.
    for (const origin of ['https://evil.example', 'null', `${url}.evil.example`, `${url}0`])
      for (const who of [{ cookie }, { authorization }])
        expect(await upgrade({ ...who, origin }), origin).toBe(403)
    expect(await upgrade({ cookie }), 'a cookie without an origin').toBe(403)
    expect(await upgrade({ origin: url })).toBe(401)
    expect(await upgrade({ authorization: `${authorization}x` })).toBe(401)
  },
)

test('[HS2] to a stranger a conversation is the same as none', async () => {
  const client = new Client(person)
  await client.connect()
  await client.over(client.send('seed mine', QUICK).reply)
  const { url, token } = stranger
  const path = `/api/convos/${client.conversation}`
  expect(await upgraded(`${url}${path}/ws`, { authorization: `Bearer ${token}` })).toBe(404)
  expect((await call(stranger, path)).status).toBe(404)
  expect((await call(stranger, `/api/messages/${client.conversation}`)).status).toBe(404)
})

test('[AC1] a client that does not close its side is heard no more', async () => {
  const here = await signIn(person)
  const ghost = await rawSocket(here, '/api/user/ws')
  ghost.say({ t: 'hello', since: 0 })
  await expect.poll(ghost.heard).toContain('"library"')
  await fetch(`${here.url}/api/auth/logout`, {
    method: 'POST',
    headers: { cookie: here.cookie, origin: here.url, authorization: `Bearer ${here.token}` },
  })
  await expect.poll(ghost.heard).toContain('unauthorized')
  for (let n = 0; n < 3; n++) {
    ghost.say({ t: 'act', re: newId(), act: { do: 'tag', id: newId(), set: { name: `ghost ${n}` } } })
    await new Promise((next) => setTimeout(next, 100))
  }
  expect(await (await call(person, '/api/tags')).text()).not.toContain('ghost')
  ghost.end()
})

test('[AC1] signing out closes the sockets of that session, and of no other', async () => {
  const here = await signIn(person)
  const gone = new Client(here)
  const stays = new Client(person, gone.conversation)
  await Promise.all([gone.connect(), stays.connect()])
  const out = await fetch(`${here.url}/api/auth/logout`, {
    method: 'POST',
    headers: { cookie: here.cookie, origin: here.url, authorization: `Bearer ${here.token}` },
  })
  expect(out.ok).toBe(true)
  await gone.until(() => gone.closed !== null)
  expect(gone.closed?.code).toBe(4401)
  await expect(gone.connect()).rejects.toThrow()
  await stays.over(stays.send('seed stays', QUICK).reply)
  expect((await call(here, '/api/convos')).status).toBe(401)
})

test('no frame, however broken, ends a connection or harms the room', async () => {
  const victim = new Client(person)
  const vandal = new Client(person, victim.conversation)
  await Promise.all([victim.connect(), vandal.connect()])
  const { id, reply } = victim.send('seed victim', pickOf({ tps: 100, len: 200 }))
  await vandal.until(() => vandal.messages.has(reply))
  for (const frame of nonsense(id, reply)) vandal.frame(frame)
  const [one, two] = await Promise.all([victim.over(reply), vandal.over(reply)])
  expect(one.state).toBe('settled')
  expect(agreed(two)).toEqual(agreed(one))
  expect(vandal.closed).toBeNull()
  expect(vandal.errors.length).toBeGreaterThan(40)
  expect(vandal.errors.filter(({ code }) => code === 'internal')).toEqual([])
  await vandal.over(vandal.send('seed after', QUICK).reply)
  expect(textOf(victim.path().at(-2)!.parts)).toBe('seed after')
})

test("a frame beyond all measure harms nobody but its sender's connection", async () => {
  const victim = new Client(person)
  const vandal = new Client(person, victim.conversation)
  await Promise.all([victim.connect(), vandal.connect()])
  vandal.frame('x'.repeat(5_000_000))
  vandal.frame(Buffer.alloc(40_000_000))
  await victim.over(victim.send('seed large', QUICK).reply)
  // Whether it is closed or just not read any more is the platform's business; the person comes back.
  vandal.drop()
  await vandal.connect()
  await vandal.over(vandal.send('seed small', QUICK).reply)
})

/** Frames that are wrong in every way: in their text, their shape, their values, their meaning. */
function nonsense(id: string, reply: string): (string | Buffer)[] {
  const parts = [{ type: 'text', text: 'x' }]
  const send = { t: 'send', id: newId(), reply: newId(), parent: null, parts, pick: QUICK }
  const wrong: unknown[] = [
    null,
    1,
    'x',
    [],
    {},
    { t: 'nothing' },
    { t: 'hello' },
    { t: 'hello', since: -1 },
    { t: 'hello', since: 1e308 },
    { t: 'hello', since: 0, have: { x: [1] } },
    { t: 'hello', since: 0, have: { [reply]: [-1] } },
    { t: 'hello', since: 0, have: { [reply]: new Array(5000).fill(1) } },
    { t: 'send' },
    { ...send, id: 'x' },
    { ...send, id: "' OR 1=1 --" },
    { ...send, reply: send.id },
    { ...send, id: reply },
    { ...send, reply },
    { ...send, parent: newId() },
    { ...send, parent: id },
    { ...send, parent: reply },
    { ...send, parts: [] },
    { ...send, parts: [{ type: 'text', text: '  ' }] },
    { ...send, parts: [{ type: 'thinking', text: 'x' }] },
    { ...send, parts: [{ type: 'text', text: 'x'.repeat(500_001) }] },
    { ...send, parts: new Array(21).fill(parts[0]) },
    { ...send, pick: { endpoint: '', model: '' } },
    { ...send, pick: null },
    { t: 'regenerate', of: reply, reply: newId(), pick: QUICK },
    { t: 'regenerate', of: newId(), reply: newId(), pick: QUICK },
    { t: 'regenerate', of: id, reply: id, pick: QUICK },
    { t: 'continue', reply: id },
    { t: 'continue', reply: newId() },
    { t: 'stop', reply: 1 },
    { t: 'select', id: newId() },
    { t: 'page', from: newId() },
    { t: 'page', from: '__proto__' },
    { __proto__: { t: 'stop' }, constructor: 1 },
  ]
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const texts = [
    '',
    '{',
    'ping ',
    'undefined',
    '\u0000',
    '{"t":"hello","since":0',
    deep,
    '{"t":"stop","reply":"\\ud800"}',
  ]
  const random = Array.from({ length: 20 }, (_, i) => randomBytes(i * 20))
  return [
    ...wrong.map((value) => JSON.stringify(value)),
    ...texts,
    ...random,
    ...random.map((b) => b.toString('latin1')),
  ]
}

/** The status that an upgrade is answered with: 101 or the refusal. */
function upgraded(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((done, fail) => {
    const socket = new WebSocket(url.replace('http', 'ws'), { headers })
    socket.on('open', () => {
      socket.terminate()
      done(101)
    })
    socket.on('unexpected-response', (_, response) => {
      response.destroy()
      done(response.statusCode!)
    })
    socket.on('error', fail)
  })
}

/** A WebSocket without the manners of a library: it never answers a close frame. */
async function rawSocket({ url, token }: Person, path: string) {
  const { hostname, port, host } = new URL(url)
  const socket = connect(Number(port), hostname)
  let heard = ''
  socket.setEncoding('utf8').on('data', (data) => {
    heard += data
  })
  const key = randomBytes(16).toString('base64')
  const upgrade = ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13']
  const headers = [...upgrade, `Sec-WebSocket-Key: ${key}`, `Host: ${host}`, `Authorization: Bearer ${token}`]
  socket.write([`GET ${path} HTTP/1.1`, ...headers, '', ''].join('\r\n'))
  await expect.poll(() => heard).toContain('101')
  return {
    heard: () => heard,
    say(frame: object): void {
      const text = Buffer.from(JSON.stringify(frame))
      const length = text.length < 126 ? [0x80 | text.length] : [0xfe, text.length >> 8, text.length & 255]
      // A mask of zeros is a mask.
      socket.write(Buffer.concat([Buffer.from([0x81, ...length, 0, 0, 0, 0]), text]))
    },
    end: () => socket.destroy(),
  }
}
