/** Accounts and sessions: who is first, how tokens are rotated, what ends a session, what is never told. */
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import {
  again,
  bearer,
  call,
  cookieOf,
  cookiesOf,
  emptyHouse,
  env,
  fromElsewhere,
  fromPage,
  HOME,
  post,
  somebody,
} from './house.ts'

// The first call of a file starts the whole house, on a machine that may be busy.
beforeEach(emptyHouse, 60_000)

const refresh = (cookies: Map<string, string>, headers: Record<string, string> = {}) =>
  call('/api/auth/refresh', { method: 'POST', headers: { ...cookieOf(cookies), ...headers } })

const only = (cookies: Map<string, string>, name: string) => new Map([[name, cookies.get(name) ?? '']])

describe('accounts', () => {
  it('makes the first person the administrator and nobody else', async () => {
    expect((await somebody()).user.role).toBe('ADMIN')
    expect((await somebody()).user.role).toBe('USER')
  })

  it('has exactly one administrator when the first ten come at once', async () => {
    const people = await Promise.all(Array.from({ length: 10 }, () => somebody()))
    expect(people.filter(({ user }) => user.role === 'ADMIN')).toHaveLength(1)
  })

  it('takes an e-mail address once, in whatever case and however often at once', async () => {
    const { email } = await somebody()
    const body = { name: 'Eve', password: 'password of eve' }
    expect((await post('/api/auth/register', { ...body, email: email.toUpperCase() })).status).toBe(409)
    const race = { ...body, email: `${newId()}@example.com` }
    const answers = await Promise.all([1, 2, 3].map(() => post('/api/auth/register', race)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  })

  it('signs in with the address in another case, and with the password in another form of Unicode', async () => {
    const email = `${newId()}@example.com`
    await post('/api/auth/register', { name: 'Zoë', email, password: 'pa\u0301ssword' })
    const answer = await post('/api/auth/login', { email: email.toUpperCase(), password: 'p\u00e1ssword' })
    expect(answer.status).toBe(200)
  })

  it('says the same of a wrong password and of an unknown address', async () => {
    const { email } = await somebody()
    const wrong = await post('/api/auth/login', { email, password: 'wrong password' })
    const unknown = await post('/api/auth/login', {
      email: `${newId()}@example.com`,
      password: 'wrong password',
    })
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect(await wrong.text()).toBe(await unknown.text())
  })

  it('refuses fields it does not know: nobody makes themselves an administrator', async () => {
    const body = { name: 'Eve', email: `${newId()}@example.com`, password: 'password of eve' }
    for (const extra of [{ role: 'ADMIN' }, { id: newId() }, { banned: null }]) {
      expect((await post('/api/auth/register', { ...body, ...extra })).status).toBe(400)
    }
  })

  it('keeps a banned person out, at the door and with a token they hold', async () => {
    const person = await somebody()
    await env.DB.prepare('UPDATE users SET banned = 1 WHERE id = ?').bind(person.user.id).run()
    expect(
      (await post('/api/auth/login', person && { email: person.email, password: person.password })).status,
    ).toBe(403)
    expect((await call('/api/user', { headers: bearer(person) })).status).toBe(401)
    expect((await refresh(person.cookies)).status).toBe(401)
  })

  it('follows a change of role at once', async () => {
    await somebody()
    const person = await somebody()
    await env.DB.prepare("UPDATE users SET role = 'ADMIN' WHERE id = ?").bind(person.user.id).run()
    expect(await (await call('/api/user', { headers: bearer(person) })).json()).toMatchObject({
      role: 'ADMIN',
    })
  })
})

describe('secrets', () => {
  it('never leave the house: not in answers, not in clear in the database', async () => {
    const person = await somebody()
    const secrets = [person.password, person.cookies.get('parley_refresh')!]
    const told = await Promise.all(
      ['/api/user', '/api/auth/sessions', '/api/config', '/', '/api/openapi.json'].map(async (path) =>
        (await call(path, { headers: cookieOf(person.cookies) })).text(),
      ),
    )
    const wrong = await post('/api/auth/login', {
      email: person.email,
      password: person.password,
      extra: person.password,
    })
    const tables = await env.DB.batch(
      ['users', 'identities', 'sessions', 'limits'].map((t) => env.DB.prepare(`SELECT * FROM ${t}`)),
    )
    told.push(await wrong.text())
    const kept = JSON.stringify(tables.map(({ results }) => results))
    for (const secret of secrets) expect([...told, kept].join('\n')).not.toContain(secret)
    expect(kept).not.toContain(person.token)
    expect(told.join('\n')).not.toMatch(/scrypt|"secret"|"d":/)
  })

  it('are set as cookies that scripts and other sites cannot use, and Secure on https', async () => {
    const body = { name: 'Ada', email: `${newId()}@example.com`, password: 'password of ada' }
    const plain = (await post('/api/auth/register', body)).headers.getSetCookie()
    expect(plain).toHaveLength(2)
    for (const line of plain) {
      expect(line).toMatch(/HttpOnly/)
      expect(line).toMatch(/SameSite=Strict/)
      expect(line).not.toMatch(/Secure/)
    }
  })
})

describe('sessions', () => {
  it('go on by their refresh cookie, which works once', async () => {
    const person = await somebody()
    const first = person.cookies
    const answer = await refresh(first)
    expect(answer.status).toBe(200)
    const second = cookiesOf(answer, first)
    expect(second.get('parley_refresh')).not.toBe(first.get('parley_refresh'))
    const { token, session } = (await answer.json()) as { token: string; session: { id: string } }
    expect(session.id).toBe(person.session.id)
    expect((await call('/api/user', { headers: bearer({ token }) })).status).toBe(200)
  })

  it('end when an old token comes back, for whoever holds the new one too', async () => {
    const person = await somebody()
    const second = cookiesOf(await refresh(person.cookies), person.cookies)
    expect((await refresh(person.cookies)).status).toBe(401)
    expect((await refresh(second)).status).toBe(401)
    expect((await call('/api/user', { headers: bearer(person) })).status).toBe(401)
  })

  it('end when a token from long ago comes back, also in a browser', async () => {
    const person = await somebody()
    let cookies = person.cookies
    for (let i = 0; i < 3; i++) cookies = cookiesOf(await refresh(cookies, fromPage), cookies)
    expect((await refresh(person.cookies, fromPage)).status).toBe(401)
    expect((await refresh(cookies, fromPage)).status).toBe(401)
  })

  it('survive two tabs that refresh at once, and a page that never saw its answer', async () => {
    const person = await somebody()
    const answers = await Promise.all([1, 2, 3].map(() => refresh(person.cookies, fromPage)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    const tokens = new Set(answers.map((answer) => cookiesOf(answer).get('parley_refresh')))
    expect(tokens.size).toBe(1)
    const late = await refresh(person.cookies, fromPage)
    expect(late.status).toBe(200)
    expect((await refresh(cookiesOf(late, person.cookies), fromPage)).status).toBe(200)
  })

  it('forgive a browser only for a short while', async () => {
    const person = await somebody()
    await refresh(person.cookies, fromPage)
    await env.DB.prepare('UPDATE sessions SET rotated = rotated - 31000').run()
    expect((await refresh(person.cookies, fromPage)).status).toBe(401)
    expect(await env.DB.prepare('SELECT * FROM sessions').all()).toMatchObject({ results: [] })
  })

  it('are not ended by somebody who guesses', async () => {
    const person = await somebody()
    const forged = new Map([['parley_refresh', 'A'.repeat(64)]])
    expect((await refresh(forged)).status).toBe(401)
    expect((await refresh(person.cookies)).status).toBe(200)
  })

  it('end when nobody refreshed them for a week', async () => {
    const person = await somebody()
    await env.DB.prepare('UPDATE sessions SET expires = ?')
      .bind(Date.now() - 1)
      .run()
    expect((await call('/api/user', { headers: bearer(person) })).status).toBe(401)
    expect((await refresh(person.cookies)).status).toBe(401)
  })

  it('end on sign-out, and the cookies with them', async () => {
    const person = await somebody()
    const answer = await call('/api/auth/logout', {
      method: 'POST',
      headers: { ...cookieOf(person.cookies), ...fromPage },
    })
    expect(answer.status).toBe(200)
    expect(cookiesOf(answer, person.cookies).size).toBe(0)
    expect((await call('/api/user', { headers: bearer(person) })).status).toBe(401)
    expect((await refresh(person.cookies)).status).toBe(401)
  })

  it('end on sign-out when only the token or only the refresh cookie is left', async () => {
    const [one, other] = [await somebody(), await somebody()]
    await call('/api/auth/logout', { method: 'POST', headers: bearer(one) })
    await call('/api/auth/logout', {
      method: 'POST',
      headers: cookieOf(only(other.cookies, 'parley_refresh')),
    })
    for (const person of [one, other])
      expect((await call('/api/user', { headers: bearer(person) })).status).toBe(401)
  })

  it('are listed, and end one by one or all but this one', async () => {
    const here = await somebody()
    const [phone, tablet] = [await again(here), await again(here)]
    const list = async () => {
      const answer = await call('/api/auth/sessions', { headers: bearer(here) })
      return ((await answer.json()) as { data: { id: string; current: boolean }[] }).data
    }
    expect((await list()).map(({ id }) => id).sort()).toEqual(
      [here, phone, tablet].map(({ session }) => session.id).sort(),
    )
    expect((await list()).filter(({ current }) => current).map(({ id }) => id)).toEqual([here.session.id])
    await call(`/api/auth/sessions/${phone.session.id}`, { method: 'DELETE', headers: bearer(here) })
    expect((await call('/api/user', { headers: bearer(phone) })).status).toBe(401)
    expect((await call('/api/user', { headers: bearer(tablet) })).status).toBe(200)
    await call('/api/auth/sessions', { method: 'DELETE', headers: bearer(here) })
    expect((await call('/api/user', { headers: bearer(tablet) })).status).toBe(401)
    expect((await list()).map(({ id }) => id)).toEqual([here.session.id])
  })

  it('of somebody else cannot be ended, and it looks as if there were none', async () => {
    const [ada, eve] = [await somebody(), await somebody()]
    const answer = await call(`/api/auth/sessions/${ada.session.id}`, {
      method: 'DELETE',
      headers: bearer(eve),
    })
    const nothing = await call(`/api/auth/sessions/${newId()}`, { method: 'DELETE', headers: bearer(eve) })
    expect([answer.status, await answer.text()]).toEqual([nothing.status, await nothing.text()])
    expect((await call('/api/user', { headers: bearer(ada) })).status).toBe(200)
  })

  it('are at most a hundred for one person', async () => {
    const person = await somebody()
    const now = Date.now()
    const row = env.DB.prepare(
      'INSERT INTO sessions (id,user,family,token,rotated,created,seen,expires,agent) VALUES (?,?,?,?,0,0,?,?,?)',
    )
    const many = Array.from({ length: 110 }, (_, i) =>
      row.bind(newId(), person.user.id, `f${i}`, 't', now - 1000 - i, now + 60_000, ''),
    )
    await env.DB.batch(many)
    await again(person)
    const { results } = await env.DB.prepare('SELECT count(*) AS n FROM sessions').all<{ n: number }>()
    expect(results[0]!.n).toBe(100)
  })
})

describe('other sites', () => {
  it('can neither renew a session nor end it with our cookies', async () => {
    const person = await somebody()
    for (const path of ['/api/auth/refresh', '/api/auth/logout']) {
      const answer = await call(path, {
        method: 'POST',
        headers: { ...cookieOf(person.cookies), ...fromElsewhere },
      })
      expect(answer.status).toBe(403)
      expect(answer.headers.getSetCookie()).toEqual([])
    }
    expect((await refresh(person.cookies)).status).toBe(200)
  })

  it('are other ports of this host as well', async () => {
    const person = await somebody()
    const origin = `${HOME}:8080`
    const headers = { ...cookieOf(person.cookies), origin, 'sec-fetch-site': 'same-site' }
    expect((await call('/api/auth/sessions', { method: 'DELETE', headers })).status).toBe(403)
  })
})
