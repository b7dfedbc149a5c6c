/** Budgets of the doors that anybody may try, and that they are taken before a password is hashed. */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { app } from '../../src/worker/app.ts'
import type { Env } from '../../src/worker/env.ts'
import { call, cookieOf, emptyHouse, env, HOME, type Person, post, somebody } from './house.ts'

const WRONG = 'a wrong password'

// The first call of a file starts the whole house, on a machine that may be busy.
beforeEach(emptyHouse, 60_000)

/** A request from an address, to a house with other settings. */
async function from(address: string, path: string, body: unknown, settings: Partial<Env> = {}, headers = {}) {
  const request = new Request(HOME + path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
    cf: { clientIp: `${address}:50000` } as unknown as RequestInitCfProperties,
  })
  const ctx = createExecutionContext()
  const answer = await app.fetch(request, { ...env, ...settings }, ctx)
  await waitOnExecutionContext(ctx)
  return answer
}

const guess = (address: string, email: string, headers = {}, settings: Partial<Env> = {}) =>
  from(address, '/api/auth/login', { email, password: WRONG }, settings, headers)

const signIn = (address: string, { email, password }: Person) =>
  from(address, '/api/auth/login', { email, password })

async function times(count: number, what: () => Promise<Response>): Promise<number[]> {
  const statuses: number[] = []
  for (let i = 0; i < count; i++) statuses.push((await what()).status)
  return statuses
}

describe('signing in', () => {
  it('ends after seven failures of one account from one address, also with the right password', async () => {
    const person = await somebody()
    expect(await times(8, () => guess('203.0.113.1', person.email))).toEqual([...Array(7).fill(401), 429])
    const answer = await signIn('203.0.113.1', person)
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(200)
    expect((await signIn('203.0.113.2', person)).status).toBe(200)
  })

  it('counts attempts that come all at once', async () => {
    const person = await somebody()
    const answers = await Promise.all(Array.from({ length: 20 }, () => guess('203.0.113.1', person.email)))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(7)
  })

  it('treats an address that has no account alike', async () => {
    const nobody = `${newId()}@example.com`
    expect(await times(8, () => guess('203.0.113.1', nobody))).toEqual([...Array(7).fill(401), 429])
  })

  it('does not count what succeeds', async () => {
    const person = await somebody()
    expect(new Set(await times(20, () => signIn('203.0.113.1', person)))).toEqual(new Set([200]))
  })

  it('ends for one address that tries many accounts, and for one account that many addresses try', async () => {
    const statuses = await times(29, () => guess('203.0.113.1', `${newId()}@example.com`))
    expect(statuses.filter((status) => status === 401)).toHaveLength(28)
    const { email } = await somebody()
    let i = 0
    const many = await times(71, () => guess(`198.51.100.${i++}`, email))
    expect(many.filter((status) => status === 401)).toHaveLength(70)
  }, 60_000)

  it('is possible again when the window is over', async () => {
    const person = await somebody()
    await times(8, () => guess('203.0.113.1', person.email))
    await env.DB.prepare('UPDATE limits SET ends = ?')
      .bind(Date.now() - 1)
      .run()
    expect((await signIn('203.0.113.1', person)).status).toBe(200)
  })

  it('costs no hash once the budget is used up', async () => {
    const { email } = await somebody()
    const time = async () => {
      const start = performance.now()
      await times(5, () => guess('203.0.113.1', email))
      return performance.now() - start
    }
    const hashing = await time()
    await time()
    expect(await time()).toBeLessThan(hashing / 2)
  })

  it('believes no header about the address, unless there is a proxy in front', async () => {
    const { email } = await somebody()
    const forged = () => ({ 'x-forwarded-for': `10.0.0.${Math.random()}`, 'cf-connecting-ip': newId() })
    expect((await times(8, () => guess('203.0.113.1', email, forged()))).at(-1)).toBe(429)
    const proxied = { TRUST_PROXY: '1' }
    const behind = (address: string) => ({ 'x-forwarded-for': `${newId()}, ${address}` })
    const other = `${newId()}@example.com`
    expect((await times(8, () => guess('10.0.0.1', other, behind('203.0.113.7'), proxied))).at(-1)).toBe(429)
    expect((await guess('10.0.0.1', other, behind('203.0.113.8'), proxied)).status).toBe(401)
  })

  it('counts one subscriber of IPv6 as one', async () => {
    const { email } = await somebody()
    let i = 0
    const one = () => guess(`[2001:db8:1:2::${(i++).toString(16)}]`, email)
    expect((await times(8, one)).at(-1)).toBe(429)
    expect((await guess('[2001:db8:1:3::1]', email)).status).toBe(401)
  })
})

describe('registering', () => {
  const register = (address: string, settings: Partial<Env> = {}) => {
    const body = { name: 'Bob', email: `${newId()}@example.com`, password: 'password of bob' }
    return from(address, '/api/auth/register', body, settings)
  }

  it('ends for one address after as many as the operator allows', async () => {
    const settings = { REGISTER_MAX: '3' }
    expect(await times(4, () => register('203.0.113.1', settings))).toEqual([200, 200, 200, 429])
    expect((await register('203.0.113.2', settings)).status).toBe(200)
  })

  it('is for the first person only, where the operator closed it', async () => {
    const settings = { ALLOW_REGISTRATION: 'false' }
    expect(await times(3, () => register('203.0.113.1', settings))).toEqual([200, 403, 403])
    await emptyHouse()
    const race = await Promise.all(Array.from({ length: 5 }, () => register('203.0.113.1', settings)))
    expect(race.filter(({ status }) => status === 200)).toHaveLength(1)
  })
})

describe('refreshing', () => {
  it('ends for one address that does nothing else', async () => {
    const cookie = cookieOf(new Map([['parley_refresh', 'A'.repeat(64)]]))
    const statuses = await times(121, () => from('203.0.113.1', '/api/auth/refresh', {}, {}, cookie))
    expect(statuses.filter((status) => status === 401)).toHaveLength(120)
    expect(statuses.at(-1)).toBe(429)
  }, 60_000)
})

describe('the counters', () => {
  it('hold no address and no e-mail, and shrink by themselves', async () => {
    await times(3, () => guess('203.0.113.1', 'ada@example.com'))
    const rows = async () => (await env.DB.prepare('SELECT * FROM limits').all()).results
    expect(JSON.stringify(await rows())).not.toMatch(/ada|203/)
    await env.DB.prepare('UPDATE limits SET ends = 1').run()
    await guess('203.0.113.9', 'bob@example.com')
    expect(await rows()).toHaveLength(3)
  })

  it('let a house without addresses live: everybody behind one wire shares a larger budget', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const body = { name: 'B', email: `${newId()}@example.com`, password: 'password of b' }
        return (await post('/api/auth/register', body)).status
      }),
    )
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect((await call('/health')).status).toBe(200)
  }, 60_000)
})
