/** The page, what is inside it, and what the browser is told it may do. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { BootData } from '../../src/shared/boot.ts'
import {
  again,
  bearer,
  call,
  conversationOf,
  cookieOf,
  cookiesOf,
  emptyHouse,
  env,
  fromPage,
  type Person,
  post,
  somebody,
} from './house.ts'

let ada: Person

beforeAll(async () => {
  ada = await somebody('Ada')
}, 60_000)

async function bootOf(answer: Response): Promise<BootData> {
  const html = await answer.text()
  const [, json = ''] = /<script type="application\/json" id="boot">(.*?)<\/script>/s.exec(html) ?? []
  return JSON.parse(json) as BootData
}

const open = (path: string, cookies: Map<string, string>) =>
  call(path, { headers: { ...cookieOf(cookies), 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' } })

describe('the page', () => {
  it('is served at every path that is nothing else, and knows who comes', async () => {
    await conversationOf(ada)
    for (const path of ['/', '/login', '/c/new', '/c/0190aaaa-0000-7000-8000-000000000000']) {
      const answer = await open(path, ada.cookies)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8')
      expect(answer.headers.get('cache-control')).toBe('no-store')
      const boot = await bootOf(answer)
      expect(boot.user).toEqual(ada.user)
      if (!boot.user) throw new Error('nobody')
      expect(boot.session).toEqual(ada.session)
      expect(boot.preferences.sendKey).toBe('enter')
      expect(boot.catalog.models.length).toBeGreaterThan(0)
    }
  })

  it('says nothing but what everybody may know to a stranger', async () => {
    const boot = await bootOf(await call('/'))
    expect(boot).toEqual({ user: null, config: await (await call('/api/config')).json() })
  })

  it('is signed in at once when only the refresh cookie is left, which is renewed', async () => {
    const person = await again(ada)
    const cookies = new Map([['parley_refresh', person.cookies.get('parley_refresh')!]])
    const answer = await open('/', cookies)
    const renewed = cookiesOf(answer, cookies)
    expect((await bootOf(answer)).user).toEqual(ada.user)
    expect(renewed.get('parley_refresh')).not.toBe(cookies.get('parley_refresh'))
    expect((await call('/api/user', { headers: { ...cookieOf(renewed), ...fromPage } })).status).toBe(200)
    const twice = await open('/', cookies)
    expect(cookiesOf(twice).get('parley_refresh')).toBe(renewed.get('parley_refresh'))
  })

  it('of an ended session is the page of a stranger', async () => {
    const person = await again(ada)
    await call(`/api/auth/sessions/${person.session.id}`, { method: 'DELETE', headers: bearer(ada) })
    expect((await bootOf(await open('/', person.cookies))).user).toBeNull()
  })

  it('that browsers keep for reading offline has nobody in it, whoever asks for it', async () => {
    const answer = await open('/shell', ada.cookies)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-security-policy')).toContain("worker-src 'self'")
    expect(answer.headers.get('set-cookie')).toBeNull()
    const html = await answer.text()
    expect(html).not.toContain('id="boot"')
    expect(html).not.toContain(ada.user.email)
    expect(html).toBe(await (await call('/shell')).text())
  })

  it('cannot be broken out of by a name', async () => {
    const name = '</script><img src=x onerror=alert(1)>'
    const email = 'mallory@example.com'
    const answer = await post('/api/auth/register', { name, email, password: 'password of mallory' })
    const page = await open('/', cookiesOf(answer))
    const html = await page.clone().text()
    expect(html.match(/<\/script>/g)).toHaveLength(1)
    expect(html).not.toContain('<img')
    expect((await bootOf(page)).user?.name).toBe(name)
  })

  it('allows no script but ours, no frame, no foreign picture', async () => {
    const policy = (await call('/')).headers.get('content-security-policy') ?? ''
    const of = (name: string) => policy.split('; ').find((directive) => directive.startsWith(`${name} `))
    expect(of('default-src')).toBe("default-src 'none'")
    expect(of('script-src')).not.toMatch(/unsafe|\*|https?:/)
    expect(of('img-src')).toBe("img-src 'self' data: blob:")
    expect(of('connect-src')).toBe("connect-src 'self'")
    for (const none of ['frame-ancestors', 'base-uri']) expect(of(none)).toBe(`${none} 'none'`)
  })
})

describe('a new installation', () => {
  it('says that the first account is still to be made, and no longer when it is', async () => {
    await emptyHouse()
    expect(await (await call('/api/config')).json()).toMatchObject({ fresh: true, registration: true })
    ada = await somebody('Ada')
    expect(await (await call('/api/config')).json()).toMatchObject({ fresh: false })
  })
})

describe('everything else', () => {
  it('that looks like a file and is none is 404, and so is an API that does not exist', async () => {
    for (const path of [
      '/x.js',
      '/assets/x.css',
      '/.env',
      '/.git/config',
      '/c/x.map',
      '/api/x',
      '/api',
      '/api/x.js',
    ]) {
      const answer = await call(path)
      expect(answer.status, path).toBe(404)
      expect(await answer.json()).toMatchObject({ type: 'not_found' })
    }
  })

  it('carries the headers of an answer that is no page', async () => {
    for (const path of ['/health', '/api/user', '/api/x', '/api/convos', '/x.js']) {
      const { headers } = await call(path, { headers: bearer(ada) })
      expect(headers.get('content-security-policy'), path).toContain("default-src 'none'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('permissions-policy')).toContain('camera=()')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  it('is healthy without a database', async () => {
    const worker = (await import('../../src/worker/app.ts')).app
    const broken = { ...env, DB: null as unknown as D1Database }
    const answer = await worker.fetch(new Request('http://parley.test/health'), broken)
    expect(await answer.json()).toEqual({ status: 'ok', version: expect.any(String) })
  })
})
