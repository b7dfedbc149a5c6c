/** What people are called goes into headers and addresses of the operator, and is nothing there but a name. */
import { expect, it } from 'vitest'
import { filled } from '../../src/durable/gateway/placeholders.ts'
import type { Endpoint } from '../../src/durable/providers/spec.ts'

const NAMES = [
  'evil.example/',
  '..',
  '.',
  'a/../../b',
  'x@evil.example',
  'a?b#c',
  'a\\b',
  'a\r\nX-Evil: 1',
  '\ud800',
  'ü\u0007',
]

const endpoint = (baseURL: string): Endpoint => ({
  id: 'E',
  label: 'E',
  provider: 'custom',
  baseURL,
  headers: { 'x-name': '{{LIBRECHAT_USER_NAME}}' },
  models: { default: [], fetch: false },
})
const about = (name: string) => ({
  user: { id: 'u', name, email: 'e', role: 'USER' },
  conversation: 'c',
  parent: 'p',
  message: 'm',
})

it.each(NAMES)('%j leads to no other server and no other path', (name) => {
  const { baseURL = '' } = filled(endpoint('https://host.example/of/{{LIBRECHAT_USER_NAME}}/v1'), about(name))
  const url = new URL(baseURL)
  expect([url.host, url.search, url.hash, url.username]).toEqual(['host.example', '', '', ''])
  expect(url.pathname).toMatch(/^\/of\/[^/]*\/v1$/)
  const asHost = filled(endpoint('https://{{LIBRECHAT_USER_NAME}}.host.example/v1'), about(name)).baseURL
  expect(URL.parse(asHost ?? '')?.hostname ?? '.host.example').toMatch(/\.host\.example$/)
})

it.each(NAMES)('%j is one header', (name) => {
  const { headers = {} } = filled(endpoint('https://host.example'), about(name))
  expect(Object.keys(headers)).toEqual(['x-name'])
  expect(() => new Headers(headers)).not.toThrow()
})
