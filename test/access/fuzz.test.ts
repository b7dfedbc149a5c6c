/** Whatever is sent to whatever route: an answer with a reason, never a 500, and the house goes on. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { app } from '../../src/worker/app.ts'
import { routesOf } from '../../src/worker/middleware/door.ts'
import { BODIES, keyOf } from './bodies.ts'
import { again, bearer, call, conversationOf, HOME, type Person, somebody } from './house.ts'

const ROUNDS = 40

const routes = routesOf(app).filter(({ path }) => !path.endsWith('/ws'))
const writing = routes.filter(({ method }) => ['POST', 'PATCH', 'PUT'].includes(method))

let ada: Person
let conversation: string

beforeAll(async () => {
  ada = await somebody()
  conversation = (await conversationOf(ada)).conversation
}, 60_000)

// Some of what is tried is to sign out.
beforeEach(async () => {
  ada = await again(ada)
})

/** mulberry32: a run can be repeated by its seed. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const TEXTS = [
  '',
  ' ',
  '\0',
  '\u0000admin',
  '\ud800',
  '\u202e\u0301\ufeff',
  '👩‍👩‍👧‍👦'.repeat(50),
  'a'.repeat(70_000),
  "'; DROP TABLE users; --",
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '%00%ff',
  'new',
  '__proto__',
  'null',
  '00000000-0000-0000-0000-000000000000',
  'ada@example.com',
]

const KEYS = [
  ...[
    'name',
    'email',
    'password',
    'text',
    'model',
    'endpoint',
    'conversationId',
    'messageId',
    'parentMessageId',
  ],
  ...[
    'streamId',
    'title',
    'arg',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'length',
    'user',
    '',
  ],
]

function anything(random: () => number, depth = 0): unknown {
  const of = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const kind = random() * (depth > 4 ? 6 : 9)
  if (kind < 3) return of([...TEXTS, conversation, newId()])
  if (kind < 4) return of([0, -1, 1.5, 1e308, 2 ** 53, -0])
  if (kind < 5) return of([true, false])
  if (kind < 6) return null
  if (kind < 7) return Array.from({ length: Math.floor(random() * 5) }, () => anything(random, depth + 1))
  const entries = Array.from({ length: 1 + Math.floor(random() * 8) }, () => [
    of(KEYS),
    anything(random, depth + 1),
  ])
  return Object.fromEntries(entries)
}

/** A body that the route would take, with one field replaced, or lost. */
function almost(key: string, random: () => number): unknown {
  const stream = `${conversation}.${newId()}`
  const mine = { prompt: newId(), version: newId() }
  const names = {
    conversation,
    stream,
    session: newId(),
    file: newId(),
    tag: 'none',
    project: newId(),
    ...mine,
  }
  const body = { ...BODIES[key]?.(names) }
  const fields = Object.keys(body)
  const field = fields[Math.floor(random() * fields.length)] ?? 'x'
  return { ...body, [field]: random() < 0.1 ? undefined : anything(random) }
}

async function expectReason(answer: Response, what: string): Promise<void> {
  const text = await answer.text()
  expect(answer.status, `${what}: ${text.slice(0, 300)}`).toBeLessThan(500)
  if (answer.status < 400) return
  expect(JSON.parse(text), what).toEqual({
    message: expect.any(String),
    type: expect.any(String),
    statusCode: answer.status,
  })
}

function fill(path: string, name: string): string {
  return path.replace(/:\w+/g, encodeURIComponent(name.toWellFormed())).replace('*', 'c/x')
}

describe.each(writing.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_, route) => {
  const send = (body: BodyInit, type = 'application/json', name = conversation) =>
    call(fill(route.path, name), {
      method: route.method,
      body,
      headers: { ...bearer(ada), 'content-type': type },
    })

  it('bears any JSON', async () => {
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const random = dice(seed)
      for (const body of [anything(random), almost(keyOf(route), random)])
        await expectReason(await send(JSON.stringify(body)), `seed ${seed}`)
    }
  }, 60_000)

  it('bears what is no JSON', async () => {
    const bodies: BodyInit[] = [
      ...['', '{', '{"a":', 'undefined', '[1,]', "{'a':1}", '\ufeff{}', '"', '{"a":1}{"b":2}', 'NaN'],
      new Uint8Array([0xff, 0xfe, 0x00, 0xc0, 0x80]),
      '['.repeat(30_000),
      `${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}`,
      `{"title":"x","title":{"a":1},"__proto__":{"title":"y"}}`,
    ]
    for (const body of bodies) await expectReason(await send(body), String(body).slice(0, 40))
  })

  it('bears every content type', async () => {
    const types = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/xml',
      ';;',
      'a'.repeat(999),
    ]
    for (const type of types) await expectReason(await send('{"title":"x"}', type), type)
  })

  it('counts the bytes that come, whatever was announced', async () => {
    if (!BODIES[keyOf(route)]) return
    let pulled = 0
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 65_536
        controller.enqueue(new Uint8Array(65_536).fill(0x20))
        if (pulled > 40_000_000) controller.close()
      },
    })
    const answer = await send(endless)
    expect(answer.status).toBe(413)
    expect(pulled).toBeLessThan(10_000_000)
  })
})

describe.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_, route) => {
  it('bears any name and any query', async () => {
    const names = [
      ...TEXTS.slice(0, 12),
      'x.y',
      `${conversation}.${conversation}`,
      `${conversation}.`,
      '.',
      '%',
    ]
    const queries = [
      'limit=0',
      'limit=-1',
      'limit=1e9',
      'limit=a',
      'limit=1&limit=2',
      'cursor=',
      'cursor=%00',
      'cursor=-1',
    ]
    queries.push(
      'cursor=1e400',
      'cursor=[]',
      '__proto__=1',
      'constructor[prototype]=1',
      '%',
      `cursor=${'9'.repeat(9000)}`,
    )
    for (const name of names) {
      for (const headers of [bearer(ada), {}]) {
        const answer = await call(fill(route.path, name), { method: route.method, headers })
        await expectReason(answer, `${name.slice(0, 40)} of ${route.path}`)
      }
    }
    for (const query of queries) {
      const answer = await call(`${fill(route.path, conversation)}?${query}`, {
        method: route.method,
        headers: bearer(ada),
      })
      await expectReason(answer, query.slice(0, 40))
      if (route.method === 'DELETE') break
    }
  }, 60_000)
})

describe('the house', () => {
  it('bears odd paths, methods and headers', async () => {
    const paths = [
      '//',
      '/api',
      '/api/',
      '/api//user',
      '/API/user',
      '/api/user/',
      '/api/user%2f',
      '/api/../api/user',
      '/%',
      '/%ff',
    ]
    for (const path of paths) {
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS', 'PROPFIND', 'DELETE']) {
        const answer = await call(path, { method })
        expect(answer.status, `${method} ${path}`).toBeLessThan(500)
      }
    }
    for (const cookie of [
      '=',
      ';;;',
      'parley_access',
      'parley_access=%',
      `parley_access=${'x'.repeat(9000)}`,
      'parley_refresh=%ff',
    ]) {
      expect((await call('/api/user', { headers: { cookie } })).status).toBe(401)
      expect((await call('/', { headers: { cookie } })).status).toBe(200)
    }
    for (const origin of ['', 'null', 'http://', '[', `${HOME}@evil.example`]) {
      const answer = await call('/api/auth/refresh', { method: 'POST', headers: { origin } })
      expect(answer.status).toBeLessThan(500)
    }
    const last = { ...bearer(ada), 'last-event-id': '9.'.repeat(2000) }
    expect((await call(`/api/agents/chat/stream/${conversation}.${newId()}`, { headers: last })).status).toBe(
      404,
    )
  })

  it('still knows its people afterwards', async () => {
    expect((await call('/api/user', { headers: bearer(ada) })).status).toBe(200)
    expect(({} as Record<string, unknown>).title).toBeUndefined()
  })
})
