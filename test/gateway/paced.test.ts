/** `streamRate`: pieces of an answer come no sooner than the operator wants, and none is lost. */
import { expect, it, vi } from 'vitest'
import { paced } from '../../src/durable/gateway/paced.ts'
import type { Chunk } from '../../src/durable/providers/spec.ts'

const text = (text: string): Chunk => ({ kind: 'text', text })

async function* coming(batches: Chunk[][], ms: number): AsyncGenerator<Chunk[]> {
  for (const batch of batches) {
    yield batch
    await new Promise((resolve) => setTimeout(resolve, ms))
  }
}

async function run(batches: Chunk[][], every: number, ms: number) {
  vi.useFakeTimers()
  const began = Date.now()
  const seen: { at: number; chunks: Chunk[] }[] = []
  const done = (async () => {
    for await (const chunks of paced(coming(batches, every), ms))
      seen.push({ at: Date.now() - began, chunks: structuredClone(chunks) })
  })()
  await vi.runAllTimersAsync()
  await done
  vi.useRealTimers()
  return seen
}

it('the first piece waits for nothing, the others for their time, together', async () => {
  const seen = await run([[text('a')], [text('b')], [text('c')], [text('d')]], 10, 25)
  expect(seen).toEqual([
    { at: 0, chunks: [text('a')] },
    { at: 25, chunks: [text('bc')] },
    { at: 40, chunks: [text('d')] },
  ])
})

it('what is no text takes along what is held, and signs of life go through', async () => {
  const end: Chunk = { kind: 'end', why: 'stop' }
  const seen = await run([[], [text('a')], [text('b')], [end]], 10, 1000)
  expect(seen.map(({ at, chunks }) => [at, ...chunks])).toEqual([[0], [10, text('a')], [30, text('b'), end]])
})

it('who stops reading waits for nobody', async () => {
  const answer = paced(coming([[text('a')], [text('b')]], 1), 60_000)
  for await (const chunks of answer) {
    expect(chunks).toEqual([text('a')])
    break
  }
})
