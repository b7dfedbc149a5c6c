/** Downloads to Ollama: what its server says of them becomes steps, bytes, and plain reasons. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PATIENCE, pull } from '../../src/durable/providers/ollama-pull.ts'
import type { Endpoint } from '../../src/durable/providers/spec.ts'
import { streamDownload } from '../../src/durable/user/download.ts'
import type { PullFrame } from '../../src/shared/ollama.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'
import { io } from './harness.ts'

let upstream: Upstream
let ollama: Endpoint

beforeAll(async () => {
  upstream = await startUpstream()
  ollama = endpoint(upstream.url)
})
afterAll(() => upstream.close())

const endpoint = (baseURL: string): Endpoint => ({
  id: 'ollama',
  label: 'Ollama',
  provider: 'ollama',
  baseURL,
  models: { default: [], fetch: true },
})

async function frames(model: string, patience = PATIENCE, at = ollama): Promise<PullFrame[]> {
  const all: PullFrame[] = []
  for await (const frame of pull(at, model, io, new AbortController().signal, patience)) all.push(frame)
  return all
}

it('says what is done and how much of all layers is there, and ends with the name in the list', async () => {
  const all = await frames('slow')
  const told = all.filter((frame) => frame.t === 'progress')
  expect(told[0]).toEqual({ t: 'progress', step: 'look', done: 0, total: 0 })
  const half = told.find(({ done }) => done >= 1_000_000_000)
  expect(half).toMatchObject({ step: 'load', total: 2_000_000_000 })
  expect(told.at(-1)!.done).toBeGreaterThanOrEqual(1_900_000_000)
  expect(all.at(-1)).toEqual({ t: 'done', model: 'slow:latest' })
  expect(upstream.requests.at(-1)).toMatchObject({
    method: 'POST',
    path: '/api/pull',
    body: { model: 'slow', stream: true },
  })
}, 20_000)

it.each([
  ['unknown', 'unknown', /file does not exist/],
  ['full', 'space', /no space left/],
  ['offline', 'offline', /no such host/],
  ['newer', 'newer', /newer version/],
  ['cut', 'gone', undefined],
])('%s fails as %s', async (model, why, words) => {
  const last = (await frames(model)).at(-1)
  expect(last).toMatchObject({ t: 'failed', why })
  if (words) expect((last as { message: string }).message).toMatch(words)
})

it('ends when nothing comes any more, and when nobody is there', async () => {
  expect((await frames('stall', { usual: 200, check: 200 })).at(-1)).toEqual({ t: 'failed', why: 'stalled' })
  expect(await frames('x', PATIENCE, endpoint('http://127.0.0.1:9'))).toEqual([{ t: 'failed', why: 'gone' }])
  expect((await frames('x', PATIENCE, endpoint(`${upstream.url}/nowhere`))).at(-1)).toMatchObject({
    t: 'failed',
  })
})

it('ends at Ollama when the reader leaves, and goes on from there when asked again', async () => {
  const response = streamDownload((signal) => pull(ollama, 'slow-one', io, signal))
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (!/"done":[1-9]/.test(text)) text += decoder.decode((await reader.read()).value)
  await reader.cancel()
  await expect.poll(() => upstream.requests.at(-1)?.ended).toBe('aborted')
  const again = await frames('slow-one')
  const begun = again.find((frame) => frame.t === 'progress' && frame.total > 0)
  expect(begun).toMatchObject({ done: expect.any(Number) })
  expect((begun as { done: number }).done).toBeGreaterThan(0)
}, 20_000)

it('tells a page four times a second at most', async () => {
  const fast = async function* (): AsyncGenerator<PullFrame> {
    for (let done = 0; done < 10_000; done++) yield { t: 'progress', step: 'load', done, total: 10_000 }
    yield { t: 'progress', step: 'check', done: 10_000, total: 10_000 }
    yield { t: 'done', model: 'x:latest' }
  }
  const lines = (await streamDownload(fast).text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.length).toBeLessThan(20)
  expect(lines.slice(-2).map(({ t, step }) => step ?? t)).toEqual(['check', 'done'])
})
