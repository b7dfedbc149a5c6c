/** The guarded fetch, over real HTTP between two servers of which one may be reached. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EgressRefused, guarded, textWithin } from '../../src/durable/egress.ts'

type Seen = { url: string; method: string; headers: IncomingMessage['headers']; body: string }
const servers: Server[] = []
const seen: Record<'open' | 'other', Seen[]> = { open: [], other: [] }

async function serve(name: 'open' | 'other'): Promise<string> {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { url = '/', method = 'GET', headers } = request
    seen[name].push({ url, method, headers, body })
    const [, status, target] = /^\/(\d+)\?to=(.*)$/.exec(url) ?? []
    if (status && target) response.writeHead(Number(status), { location: decodeURIComponent(target) }).end()
    else response.end('x'.repeat(Number(/^\/bytes\/(\d+)/.exec(url)?.[1] ?? 2)))
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

let open = ''
let other = ''
let fetcher: typeof fetch
beforeAll(async () => {
  open = await serve('open')
  other = await serve('other')
  fetcher = guarded({}, new Set([new URL(open).host]))
})
afterAll(() => servers.map((server) => server.close()))

const to = (status: number, target: string) => `${open}/${status}?to=${encodeURIComponent(target)}`

it('reaches what is allowed by name and port, and nothing else inside', async () => {
  expect(await (await fetcher(open)).text()).toBe('xx')
  await expect(fetcher(other)).rejects.toThrow(EgressRefused)
  await expect(fetcher(open.replace('127.0.0.1', 'localhost'))).rejects.toThrow(EgressRefused)
  await expect(fetcher('no address')).rejects.toThrow(/not an address/)
})

it.each([301, 302, 303, 307, 308])('a %i is followed, and each stop is checked', async (status) => {
  expect((await fetcher(to(status, '/there'))).ok).toBe(true)
  expect(seen.open.at(-1)?.url).toBe('/there')
  const before = seen.other.length
  await expect(fetcher(to(status, other))).rejects.toThrow(/not on the public internet/)
  expect(seen.other).toHaveLength(before)
})

it('what points to itself for ever is given up', async () => {
  await expect(fetcher(to(302, '/302?to=/302'))).resolves.toMatchObject({ ok: true })
  const loop = guarded({}, new Set([new URL(open).host, new URL(other).host]))
  await expect(loop(`${open}/302?to=${encodeURIComponent(loopOf(8))}`)).rejects.toThrow(/too often/)
})

/** An address that redirects `depth` times. */
function loopOf(depth: number): string {
  return depth === 0 ? `${open}/` : `${open}/302?to=${encodeURIComponent(loopOf(depth - 1))}`
}

it('keys, and whatever an operator calls theirs, stay with the server they were meant for', async () => {
  const both = guarded({}, new Set([new URL(open).host, new URL(other).host]))
  const headers = { authorization: 'Bearer secret', 'X-Api-Key': 'secret', cookie: 'a=b', 'x-team': 'blue' }
  await both(to(307, `${other}/x`), { method: 'POST', body: 'hello', headers })
  const last = seen.other.at(-1)!
  expect(last).toMatchObject({ method: 'POST', body: 'hello' })
  expect(JSON.stringify(last.headers)).not.toContain('secret')
  expect(last.headers).not.toHaveProperty('x-team')
  await both(to(303, `${open}/x`), { method: 'POST', body: 'hello', headers })
  expect(seen.open.at(-1)).toMatchObject({
    method: 'GET',
    body: '',
    headers: { authorization: 'Bearer secret' },
  })
})

it('takes a Request as well', async () => {
  await fetcher(new Request(`${open}/r`, { method: 'PUT', body: 'text', headers: { a: 'b' } }))
  expect(seen.open.at(-1)).toMatchObject({ method: 'PUT', body: 'text', headers: { a: 'b' } })
})

it('a body is read up to a limit', async () => {
  expect(await textWithin(await fetcher(`${open}/bytes/1000`), 1000)).toHaveLength(1000)
  await expect(textWithin(await fetcher(`${open}/bytes/1001`), 1000)).rejects.toThrow(/larger than 1000/)
})

it('what is public goes by the way that reaches nothing else', async () => {
  const asked: string[] = []
  const PUBLIC = {
    fetch: (async (input: URL) => {
      asked.push(String(input))
      return asked.length === 1
        ? new Response(null, { status: 302, headers: { location: 'http://example.org/' } })
        : new Response('ok')
    }) as unknown as typeof fetch,
  }
  await expect(guarded({ PUBLIC }, new Set())('https://example.org/x')).rejects.toThrow(/not encrypted/)
  expect(await (await guarded({ PUBLIC }, new Set())('http://example.org/x')).text()).toBe('ok')
  expect(asked).toEqual(['https://example.org/x', 'http://example.org/x'])
})
