/** Sockets end with the session they were opened by, wherever it is ended. */
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { again, bearer, call, cookieOf, env, fromPage, type Person, somebody } from './house.ts'

let ada: Person

beforeEach(async () => {
  ada = await somebody()
}, 60_000)

/** Both sockets of a page, and how they were closed. */
async function pageOf(person: Person) {
  const closed: number[] = []
  const messages: string[] = []
  for (const path of ['/api/user/ws', `/api/convos/${newId()}/ws`]) {
    const answer = await call(path, {
      headers: { ...cookieOf(person.cookies), ...fromPage, upgrade: 'websocket' },
    })
    const socket = answer.webSocket!
    socket.accept()
    socket.addEventListener('message', ({ data }) => {
      messages.push((JSON.parse(data as string) as { t: string }).t)
    })
    socket.addEventListener('close', ({ code }) => {
      closed.push(code)
    })
    socket.send(JSON.stringify({ t: 'hello', since: 0 }))
  }
  await until(() => messages.includes('library') && messages.includes('state'))
  return { closed, messages }
}

async function until(test: () => boolean): Promise<void> {
  for (let i = 0; i < 300 && !test(); i++) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(test()).toBe(true)
}

describe('sockets', () => {
  const ways: [string, (here: Person, other: Person) => Promise<unknown>][] = [
    ['signing out', (_, other) => call('/api/auth/logout', { method: 'POST', headers: bearer(other) })],
    [
      'revoking it from another device',
      (here, other) =>
        call(`/api/auth/sessions/${other.session.id}`, { method: 'DELETE', headers: bearer(here) }),
    ],
    [
      'revoking all others',
      (here) => call('/api/auth/sessions', { method: 'DELETE', headers: bearer(here) }),
    ],
    [
      'the reuse of a refresh token',
      async (_, other) => {
        const headers = cookieOf(other.cookies)
        await call('/api/auth/refresh', { method: 'POST', headers })
        await call('/api/auth/refresh', { method: 'POST', headers })
      },
    ],
  ]

  it.each(ways)('are closed by %s, and those of other sessions are not', async (_, end) => {
    const other = await again(ada)
    const [mine, theirs] = [await pageOf(ada), await pageOf(other)]
    await end(ada, other)
    await until(() => theirs.closed.length === 2)
    expect(theirs.closed).toEqual([4401, 4401])
    expect(mine.closed).toEqual([])
  })

  it('touch no database once they are open', async () => {
    const page = await pageOf(ada)
    await env.DB.prepare('DELETE FROM sessions').run()
    expect(page.closed).toEqual([])
    expect((await call('/api/user', { headers: bearer(ada) })).status).toBe(401)
  })
})
