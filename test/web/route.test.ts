/** Which page an address is. */
import { beforeAll, describe, expect, it } from 'vitest'
import { fakePage } from './fake-page.ts'

let routeOf: typeof import('../../src/web/route.ts')['routeOf']
beforeAll(async () => {
  // The module reads the address when it is loaded.
  fakePage()
  routeOf = (await import('../../src/web/route.ts')).routeOf
})

const ID = '01930000-0000-7000-8000-00000000000a'

describe('routes', () => {
  it.each([
    ['/', { page: 'chat', id: null }],
    ['/c/new', { page: 'chat', id: null }],
    [`/c/${ID}`, { page: 'chat', id: ID }],
    [`/c/${ID.toUpperCase()}/`, { page: 'chat', id: ID }],
    ['/login', { page: 'sign-in' }],
    ['/register', { page: 'register' }],
    ['/c', { page: 'missing' }],
    ['/c/17', { page: 'missing' }],
    [`/c/${ID}/more`, { page: 'missing' }],
    ['/login/more', { page: 'missing' }],
    ['/elsewhere', { page: 'missing' }],
  ])('%s', (path, route) => expect(routeOf(path)).toEqual(route))
})
