/** Signing in and out as the page does it, the silent renewal between tabs, and where one goes afterwards. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { User } from '../../src/shared/user.ts'
import { api } from '../../src/web/api.ts'
import { nextOf, recoverSession, SessionModel } from '../../src/web/models/session.ts'
import { onSessionEnd, renew, setSessionExpires } from '../../src/web/net/renew.ts'
import { fakePage } from './fake-page.ts'

const ada: User = {
  id: '01930000-0000-7000-8000-000000000001',
  name: 'Ada',
  email: 'ada@x.test',
  role: 'ADMIN',
}
const signedIn = (expires: number) => ({ token: 't', user: ada, session: { id: 's', expires } })
const refused = (type: string, status: number, headers = {}) =>
  Response.json({ message: 'no', type, statusCode: status }, { status, headers })

let page: ReturnType<typeof fakePage>
beforeEach(() => {
  page = fakePage('http://parley.test/login?next=%2Fc%2Fx')
  vi.stubGlobal(
    'BroadcastChannel',
    class {
      onmessage = null
      postMessage() {}
      close() {}
    },
  )
})
afterEach(() => vi.unstubAllGlobals())

describe('the session', () => {
  it('begins with a new page where one wanted to go', async () => {
    vi.stubGlobal('fetch', async () => Response.json(signedIn(5)))
    const session = new SessionModel({ user: null, expires: 0 })
    expect(await session.signIn('ada@x.test', 'password')).toBeNull()
    expect(page.went).toEqual(['/c/x'])
  })

  it('tells why it did not begin, and when to try again', async () => {
    const session = new SessionModel({ user: null, expires: 0 })
    vi.stubGlobal('fetch', async () => refused('unauthorized', 401))
    expect(await session.signIn('ada@x.test', 'wrong')).toMatchObject({ code: 'unauthorized' })
    vi.stubGlobal('fetch', async () => refused('rate_limited', 429, { 'retry-after': '30' }))
    expect(await session.signIn('ada@x.test', 'wrong')).toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 30_000,
    })
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no connection')))
    expect(await session.signIn('ada@x.test', 'wrong')).toEqual({ code: 'network' })
    expect(page.went).toEqual([])
  })

  it('leaves nothing of the person behind, but the look of the page', async () => {
    page.storage.set('parley.draft.1', 'secret')
    page.storage.set('parley.preferences', '{}')
    page.storage.set('other', 'not ours')
    vi.stubGlobal('fetch', async () => Response.json({ done: true }))
    const session = new SessionModel({ user: null, expires: 0 })
    await session.signOut()
    await vi.waitFor(() => expect(page.went).toEqual(['/login']))
    expect([...page.storage.keys()].sort()).toEqual(['other', 'parley.preferences'])
  })

  it('shows nobody the words of somebody else, though they did not sign out', () => {
    const listeners = { addEventListener() {}, removeEventListener() {} }
    vi.stubGlobal('document', { visibilityState: 'hidden', ...listeners })
    page.storage.set('parley.owner', 'somebody else')
    page.storage.set('parley.draft.new', '1 secret')
    page.storage.set('parley.outbox.1.2', '{}')
    new SessionModel({ user: ada, expires: 0 })[Symbol.dispose]()
    expect([...page.storage.keys()].filter((key) => /draft|outbox/.test(key))).toEqual([])
    page.storage.set('parley.draft.new', '1 mine')
    new SessionModel({ user: ada, expires: 0 })[Symbol.dispose]()
    expect(page.storage.get('parley.draft.new')).toBe('1 mine')
  })
})

describe('signing out', () => {
  it('is told from a session that ended by itself, though the sockets close first', async () => {
    const session = new SessionModel({ user: null, expires: 0 })
    vi.stubGlobal('fetch', async () => {
      session.end()
      return Response.json({ done: true })
    })
    await session.signOut()
    session.end()
    await vi.waitFor(() => expect(page.went).toEqual(['/login']))
  })

  it('that did not reach the server leaves one where one was', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no connection')))
    const session = new SessionModel({ user: null, expires: 0 })
    expect(await session.signOut()).toEqual({ code: 'network' })
    expect(page.went).toEqual([])
    session.end()
    await vi.waitFor(() => expect(page.went).toEqual(['/login?ended&next=%2Flogin']))
  })
})

describe('renewal', () => {
  it('is silent, once per request, and the request goes on', async () => {
    const asked: string[] = []
    let renewed = false
    vi.stubGlobal('fetch', async (path: string) => {
      asked.push(path)
      if (path === '/api/auth/refresh') {
        renewed = true
        return Response.json(signedIn(Date.now() + 1000))
      }
      return renewed ? Response.json({ data: [] }) : refused('unauthorized', 401)
    })
    expect(await api.sessions()).toEqual({ ok: true, value: { data: [] } })
    expect(asked).toEqual(['/api/auth/sessions', '/api/auth/refresh', '/api/auth/sessions'])
  })

  it('that another tab has done meanwhile is not done again', async () => {
    const fetched = vi.fn()
    vi.stubGlobal('fetch', fetched)
    setSessionExpires(1)
    vi.stubGlobal('navigator', {
      locks: {
        request: async (_name: string, run: () => Promise<boolean>) => {
          setSessionExpires(2)
          return run()
        },
      },
    })
    expect(await renew()).toBe(true)
    expect(fetched).not.toHaveBeenCalled()
  })

  it('that is refused ends the session; a server out of reach does not', async () => {
    const ended = vi.fn()
    onSessionEnd(ended)
    vi.stubGlobal('fetch', async () => refused('unauthorized', 401))
    expect(await api.sessions()).toMatchObject({ ok: false, fault: { code: 'unauthorized' } })
    expect(ended).toHaveBeenCalledTimes(1)
    vi.stubGlobal('fetch', async (path: string) => {
      if (path === '/api/auth/refresh') throw new TypeError('no connection')
      return refused('unauthorized', 401)
    })
    expect(await api.sessions()).toEqual({ ok: false, fault: { code: 'network' } })
    expect(ended).toHaveBeenCalledTimes(1)
  })

  it('saves a page that came without its cookies, and tries only once', async () => {
    vi.stubGlobal('fetch', async () => Response.json(signedIn(Date.now() + 1000)))
    expect(await recoverSession()).toBe(false)
    page.storage.set('parley.signed-in', ada.id)
    expect(await recoverSession()).toBe(true)
    expect(await recoverSession()).toBe(false)
  })
})

describe('where one goes after signing in', () => {
  it('is a path of ours, never another site', () => {
    expect(nextOf('?next=%2Fc%2Fx')).toBe('/c/x')
    for (const evil of ['https://evil.test', '//evil.test', '/\\evil.test', 'javascript:alert(1)', '']) {
      expect(nextOf(`?next=${encodeURIComponent(evil)}`), evil).toBe('/')
    }
  })
})
