/** Names of LibreChat's `.env` that the door goes by, on the real server. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { register as signUp } from '../support/person.ts'
import { type Server, startServer } from '../support/server.ts'

let server: Server

beforeAll(async () => {
  const env = {
    OLLAMA_BASE_URL: 'http://127.0.0.1:9',
    MIN_PASSWORD_LENGTH: '20',
    REFRESH_TOKEN_EXPIRY: '(1000 * 60 * 60) * 2',
    NO_INDEX: 'true',
    LIMIT_MESSAGE_USER: 'true',
    MESSAGE_USER_MAX: '2',
    MESSAGE_USER_WINDOW: '60',
  }
  server = await startServer({ env })
}, 90_000)
afterAll(() => server?.stop())

const register = (password: string) =>
  fetch(`${server.url}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ name: 'Ada', email: 'ada@example.com', password }),
  })

test('how long a password must be, how long one stays signed in, and that nobody lists the place', async () => {
  const page = await fetch(server.url)
  expect(page.headers.get('x-robots-tag')).toBe('noindex')
  expect(await (await fetch(`${server.url}/api/config`)).json()).toMatchObject({ minPassword: 20 })
  const short = await register('nineteen characters')
  expect([short.status, await short.json()]).toMatchObject([
    400,
    { message: expect.stringContaining('at least 20') },
  ])
  const made = await register('these are twenty two!!')
  expect(made.status).toBe(200)
  const cookie = made.headers.getSetCookie().find((line) => line.startsWith('parley_refresh'))
  expect(cookie).toContain('Max-Age=7200')
})

test('how many answers one person may ask for in a while', async () => {
  const person = await signUp(server.url)
  const ask = () =>
    fetch(`${server.url}/api/agents/chat/guide`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${person.token}` },
      body: JSON.stringify({ text: 'hello', model: 'guide' }),
    })
  expect([(await ask()).status, (await ask()).status]).toEqual([200, 200])
  const refused = await ask()
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60)
})
