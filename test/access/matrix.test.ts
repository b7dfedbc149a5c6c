/**
 * Every route × everybody who could knock, made from the route table: a route that is added is tested, a route without
 * a door fails.
 */
import { beforeAll, describe, expect, it } from 'vitest'

import { app } from '../../src/worker/app.ts'
import { routesOf } from '../../src/worker/middleware/door.ts'
import { BODIES, keyOf, type Names } from './bodies.ts'
import { forgeries } from './forge.ts'
import {
  again,
  bearer,
  call,
  conversationOf,
  cookieOf,
  draftIn,
  fileIn,
  fromElsewhere,
  fromPage,
  HOME,
  type Person,
  promptOf,
  shelvesOf,
  somebody,
} from './house.ts'

/** What those answer who are let in, where that is not 200: this house takes no keys, and no query is sent. */
const OPEN: Record<string, number> = {
  'PUT /api/keys': 400,
  'GET /api/keys': 400,
  'DELETE /api/keys': 400,
  'DELETE /api/keys/:name': 204,
  // Nobody needs credits here.
  'GET /api/balance': 404,
}

const table = routesOf(app)
const guarded = table.filter(({ access }) => access?.auth === 'session')

function knock(route: { method: string; path: string }, names: Names, headers: Record<string, string>) {
  const path = route.path
    .replace(':conversationId', names.conversation)
    .replace(':fileId', names.file)
    .replace(':streamId', names.stream)
    .replace(':sessionId', names.session)
    .replace(':tag', names.tag)
    .replace(':projectId', names.project)
    .replace(':groupId', names.prompt)
    .replace(':promptId', names.version)
    .replace(':endpoint', 'nobody')
  const body = BODIES[keyOf(route)]?.(names)
  return call(path, {
    method: route.method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(route.path.endsWith('/ws') && { upgrade: 'websocket' }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  })
}

let ada: Person
let eve: Person
let names: Names

/** Closes the socket, if there is one, and says what came. */
function statusOf(response: Response): number {
  response.webSocket?.accept()
  response.webSocket?.close()
  return response.status
}

async function namesOf(person: Person): Promise<Names> {
  const begun = await conversationOf(person)
  const sent = await fileIn(begun.conversation, person)
  await draftIn(begun.conversation, sent.file, person)
  return {
    ...begun,
    ...sent,
    ...(await shelvesOf(person)),
    ...(await promptOf(person)),
    session: (await again(person)).session.id,
  }
}

beforeAll(async () => {
  ada = await somebody('Ada')
  eve = await somebody('Eve')
  names = await namesOf(ada)
}, 60_000)

describe('the route table', () => {
  it('has a door for every route', () => {
    expect(table.filter(({ access }) => access === undefined)).toEqual([])
    expect(guarded.length).toBeGreaterThan(15)
  })

  it('opens these doors to anybody, and no other', () => {
    expect(
      table
        .filter(({ access }) => access?.auth === 'public')
        .map(keyOf)
        .sort(),
    ).toEqual([
      'GET /*',
      'GET /api/config',
      'GET /api/docs',
      'GET /api/docs/:page',
      'GET /api/openapi.json',
      'GET /health',
      'GET /shell',
      'POST /api/auth/login',
      'POST /api/auth/logout',
      'POST /api/auth/refresh',
      'POST /api/auth/register',
    ])
  })

  it('says of every route whether it names something that belongs to somebody', () => {
    for (const route of table) {
      const body = JSON.stringify(
        BODIES[keyOf(route)]?.({
          conversation: '#c',
          stream: '#c',
          file: '#f',
          session: '#s',
          tag: '#t',
          project: '#p',
          prompt: '#g',
          version: '#v',
        }) ?? '',
      )
      const subject =
        /:conversationId|:streamId/.test(route.path) || body.includes('#c') ? 'conversation' : undefined
      const session = route.path.includes(':sessionId') ? 'session' : undefined
      expect(route.access?.subject, keyOf(route)).toBe(subject ?? session)
    }
  })

  it('is what the OpenAPI document describes', async () => {
    const document = (await (await call('/api/openapi.json')).json()) as { paths: Record<string, object> }
    const told = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    )
    expect(told.sort()).toEqual(
      table
        .map(keyOf)
        .filter((key) => key !== 'GET /*')
        .sort(),
    )
  })
})

describe.each(guarded.map((route) => [keyOf(route), route] as const))('%s', (_, route) => {
  const socket = route.path.endsWith('/ws')
  const acts = socket || route.method !== 'GET'

  // A person has so many sessions at most, and each of these tests begins some.
  beforeAll(async () => {
    ada = await again(ada)
  })

  it('is closed to nobody in particular', async () => {
    for (const headers of [{}, fromPage, fromElsewhere, { cookie: 'parley_access=; parley_refresh=x' }])
      expect(statusOf(await knock(route, names, headers))).toBe(401)
  })

  it('is closed to every token that is not good', async () => {
    for (const [what, token] of Object.entries(await forgeries(ada, eve))) {
      expect(statusOf(await knock(route, names, { authorization: `Bearer ${token}` })), what).toBe(401)
      const cookie = { cookie: `parley_access=${token}`, ...fromPage }
      expect(statusOf(await knock(route, names, cookie)), `${what}, as a cookie`).toBe(401)
    }
    for (const scheme of ['Basic', 'Token', '']) {
      const headers = {
        authorization: `${scheme} ${ada.token}`.trim(),
        ...cookieOf(ada.cookies),
        ...fromPage,
      }
      expect(statusOf(await knock(route, names, headers)), `scheme "${scheme}" beside a good cookie`).toBe(
        401,
      )
    }
  })

  it('is closed to a session that was ended', async () => {
    const gone = await again(ada)
    await call(`/api/auth/sessions/${gone.session.id}`, { method: 'DELETE', headers: bearer(ada) })
    expect(statusOf(await knock(route, names, bearer(gone)))).toBe(401)
    expect(statusOf(await knock(route, names, { ...cookieOf(gone.cookies), ...fromPage }))).toBe(401)
  })

  it('does not serve other sites with our cookies', async () => {
    for (const origin of ['https://evil.example', 'null', `${HOME}.evil.example`, `${HOME}:81`, 'nonsense']) {
      const headers = { ...cookieOf(ada.cookies), origin }
      expect(statusOf(await knock(route, names, headers)), origin).toBe(403)
    }
    if (!socket) {
      const headers = { ...cookieOf(ada.cookies), 'sec-fetch-site': 'cross-site' }
      expect(statusOf(await knock(route, names, headers))).toBe(403)
    }
  })

  it('does nothing with a cookie alone of which nobody says where it comes from', async () => {
    if (acts) expect(statusOf(await knock(route, names, cookieOf(ada.cookies)))).toBe(403)
  })

  it('takes nobody at their word about who they are', async () => {
    const header = {
      'x-parley-caller': JSON.stringify({ user: ada.user.id, sid: ada.session.id, role: 'ADMIN' }),
    }
    expect(statusOf(await knock(route, names, header))).toBe(401)
    if (route.access?.subject === 'conversation')
      expect(statusOf(await knock(route, names, { ...bearer(eve), ...header }))).toBe(404)
  })

  if (socket) {
    it('opens no socket for another page, even with a token', async () => {
      expect(statusOf(await knock(route, names, { ...bearer(ada), origin: 'https://evil.example' }))).toBe(
        403,
      )
    })

    it('is for sockets only', async () => {
      expect(statusOf(await knock(route, names, { ...bearer(ada), upgrade: '' }))).toBe(400)
    })
  }

  if (route.access?.subject === 'conversation') {
    it('is 404 to everybody but the owner, in whatever case the id is written', async () => {
      const upper = {
        ...names,
        conversation: names.conversation.toUpperCase(),
        stream: names.stream.toUpperCase(),
      }
      for (const named of [names, upper]) {
        for (const headers of [bearer(eve), { ...cookieOf(eve.cookies), ...fromPage }]) {
          const answer = await knock(route, named, headers)
          expect(statusOf(answer)).toBe(404)
          expect(await answer.json()).toEqual({
            message: 'There is nothing here.',
            type: 'not_found',
            statusCode: 404,
          })
        }
      }
    })

    it('is 404 for what is no id', async () => {
      for (const name of ['x', '..', `${names.conversation}0`, "' OR 1=1", '%00', 'a'.repeat(5000)]) {
        const wrong = {
          ...names,
          conversation: encodeURIComponent(name),
          stream: encodeURIComponent(`${name}.${name}`),
        }
        const status = statusOf(await knock(route, wrong, bearer(ada)))
        expect(status, name).toBe(BODIES[keyOf(route)] && !/:conv|abort/.test(route.path) ? 400 : 404)
      }
    })
  }

  it('is open to its owner, by token and from our page', async () => {
    const mine = await namesOf(ada)
    expect(statusOf(await knock(route, mine, bearer(ada)))).toBe(socket ? 101 : (OPEN[keyOf(route)] ?? 200))
    const other = await again(ada)
    const mineToo = await namesOf(ada)
    const headers = { ...cookieOf(other.cookies), ...fromPage }
    expect(statusOf(await knock(route, mineToo, headers))).toBe(socket ? 101 : (OPEN[keyOf(route)] ?? 200))
    // What the route did may have ended the session the others rest on.
    if (route.path.startsWith('/api/auth/sessions')) ada = await again(ada)
  })
})

describe('what belongs to somebody else', () => {
  it('was not touched by all that knocking', async () => {
    const answer = await call(`/api/convos/${names.conversation}`, { headers: bearer(ada) })
    expect(answer.status).toBe(200)
    const list = await call('/api/convos', { headers: bearer(eve) })
    expect(await list.json()).toEqual({ data: [], nextCursor: null })
  })
})
