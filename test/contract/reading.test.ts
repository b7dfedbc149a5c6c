/** How event streams are read: cut into events, merged, ended, and what is told when they break. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { CutStream, DONE, events, MalformedEvent, wholeJson } from '../../src/durable/providers/http.ts'
import { Pace } from '../../src/durable/providers/pace.ts'
import { Splitter } from '../../src/durable/providers/splitter.ts'
import { Batch } from '../../src/durable/providers/stream.ts'
import { ThinkTags } from '../../src/durable/providers/think-tags.ts'
import { joined } from './harness.ts'

const never = (): AbortSignal => new AbortController().signal

/** A response whose body comes in these chunks; `fails` breaks it after them. */
function response(chunks: (string | Uint8Array)[], fails = false): Response {
  const encoder = new TextEncoder()
  const left = [...chunks]
  return new Response(
    new ReadableStream({
      pull(controller) {
        const chunk = left.shift()
        if (chunk !== undefined) controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk)
        else if (fails) controller.error(new TypeError('terminated'))
        else controller.close()
      },
    }),
  )
}

async function read(from: Response, signal = never()): Promise<{ events: unknown[]; error: unknown }> {
  const list: unknown[] = []
  try {
    for await (const batch of events(from, signal, () => false)) list.push(...batch)
  } catch (error) {
    return { events: list, error }
  }
  return { events: list, error: null }
}

const WIRE =
  'data: {"a":"grün 🦜"}\r\n\r\n: note\r\n\r\nevent: x\r\nid: 1\r\ndata: {"b":\r\ndata:  2}\r\n\r\ndata:[DONE]\n\n'

describe('events', () => {
  it('are the same wherever the bytes are cut', async () => {
    const bytes = new TextEncoder().encode(WIRE)
    for (let at = 0; at <= bytes.length; at++) {
      const { events, error } = await read(response([bytes.slice(0, at), bytes.slice(at)]))
      expect(error).toBeNull()
      expect(events).toEqual([{ a: 'grün 🦜' }, { b: 2 }, DONE])
    }
    const single = await read(response(Array.from(bytes, (byte) => Uint8Array.of(byte))))
    expect(single.events).toEqual([{ a: 'grün 🦜' }, { b: 2 }, DONE])
  })

  it('come in one batch for each read, and an empty batch is a sign of life', async () => {
    const sizes: number[] = []
    const body = ['data: 1\n\ndata: 2\n\n', ': ping\n\n', 'data: 3\n', '\n']
    for await (const batch of events(response(body), never(), () => false)) sizes.push(batch.length)
    expect(sizes).toEqual([2, 0, 0, 1])
  })

  it('forgive a missing last line, and drop an event that was cut', async () => {
    expect((await read(response(['data: {"a":1}']))).events).toEqual([{ a: 1 }])
    expect((await read(response(['data: {"a":1}\r']))).events).toEqual([{ a: 1 }])
    expect((await read(response(['data: [DONE]']))).events).toEqual([DONE])
    expect((await read(response(['data: {"a":1}\n\ndata: {"a":']))).events).toEqual([{ a: 1 }])
    expect((await read(response(['data: {"a":']))).error).toBeNull()
  })

  it('keep what came before one that is no JSON', async () => {
    const { events, error } = await read(response(['data: 1\n\ndata: {no\n\ndata: 3\n\n']))
    expect(events).toEqual([1])
    expect(error).toBeInstanceOf(MalformedEvent)
  })

  it('keep what came before the connection broke', async () => {
    const { events, error } = await read(response(['data: 1\n\n'], true))
    expect(events).toEqual([1])
    expect(error).toBeInstanceOf(CutStream)
  })

  it('end with the reason of an abort, and cancel the body', async () => {
    const cancel = vi.fn()
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
      cancel,
    })
    const abort = new AbortController()
    const reading = read(new Response(body), abort.signal)
    await new Promise((resolve) => setTimeout(resolve, 10))
    abort.abort('enough')
    expect(await reading).toEqual({ events: [1], error: 'enough' })
    expect(cancel).toHaveBeenCalled()
  })

  it('never fill the memory with one event', async () => {
    const { error } = await read(response(Array.from({ length: 50 }, () => `data: ${'x'.repeat(100_000)}`)))
    expect(error).toBeInstanceOf(MalformedEvent)
  })

  it('drain a body whose reader has enough, for a moment', async () => {
    const cancel = vi.fn()
    let pulled = 0
    const body = new ReadableStream(
      {
        pull(controller) {
          pulled += 1
          if (pulled <= 3) controller.enqueue(new TextEncoder().encode(`data: ${pulled}\n\n`))
          else controller.close()
        },
        cancel,
      },
      { highWaterMark: 0 },
    )
    for await (const _ of events(new Response(body), never(), () => false)) break
    await vi.waitFor(() => expect(pulled).toBe(4))
    expect(cancel).not.toHaveBeenCalled()
  })
})

describe('where reads can be merged', () => {
  type Proto = { readAtLeast?: unknown }
  const proto = ReadableStreamBYOBReader.prototype as Proto
  const mins: number[] = []

  beforeAll(() => {
    // As workerd has it: https://developers.cloudflare.com/workers/runtime-apis/streams/readablestreambyobreader/
    proto.readAtLeast = async function (
      this: ReadableStreamBYOBReader,
      min: number,
      view: Uint8Array<ArrayBuffer>,
    ) {
      mins.push(min)
      let buffer = view.buffer
      let size = 0
      while (size < min) {
        const { value, done } = await this.read(new Uint8Array(buffer, size))
        if (value === undefined) return { done, value: undefined }
        buffer = value.buffer
        size += value.byteLength
        if (done) break
      }
      return { done: size === 0, value: new Uint8Array(buffer, 0, size) }
    }
  })
  afterAll(() => {
    delete proto.readAtLeast
  })

  /** A byte stream of `count` events, one every `ms`, and what was read of it. */
  async function batches(count: number, ms: number, hurry: () => boolean): Promise<unknown[][]> {
    let sent = 0
    const body = new ReadableStream({
      type: 'bytes',
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, ms))
        sent += 1
        controller.enqueue(new TextEncoder().encode(`data: {"n":${sent},"pad":"${'x'.repeat(100)}"}\n\n`))
        if (sent === count) controller.close()
      },
    })
    const list: unknown[][] = []
    for await (const batch of events(new Response(body), never(), hurry)) list.push(batch)
    return list
  }

  it('reads whatever comes at first, then as much as an interval brings, and all of it', async () => {
    mins.length = 0
    const list = await batches(400, 1, () => false)
    expect(list.flat().map((event) => (event as { n: number }).n)).toEqual(
      Array.from({ length: 400 }, (_, i) => i + 1),
    )
    expect(mins[0]).toBe(1)
    expect(Math.max(...mins)).toBeGreaterThan(200)
    expect(list.length).toBeLessThan(300)
  })

  it('holds nothing back while somebody waits', async () => {
    mins.length = 0
    await batches(150, 1, () => true)
    expect(new Set(mins)).toEqual(new Set([1]))
  })

  it('reads a body that has no byte reader all the same', async () => {
    expect((await read(response(['data: 1\n\n']))).events).toEqual([1])
  })
})

describe('lines', () => {
  it('may end with CR alone', () => {
    const splitter = new Splitter()
    expect(splitter.push('data: 1\r\rdata: 2\r')).toEqual(['1'])
    expect(splitter.push('\r')).toEqual([])
    expect(splitter.push('data: 3\r\r\n')).toEqual(['2', '3'])
    expect(splitter.end('')).toEqual([])
  })

  it('are split fast', () => {
    const text =
      `data: ${JSON.stringify({ choices: [{ delta: { content: 'word ' } }], pad: 'x'.repeat(120) })}\n\n`.repeat(
        100,
      )
    const splitter = new Splitter()
    const start = performance.now()
    for (let i = 0; i < 1000; i++) expect(splitter.push(text)?.length).toBe(100)
    // 100,000 events: 1 µs each is what it takes, 10 would be a mistake.
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe('the pace of reads', () => {
  /** A stream of `rate` events a second of 200 bytes each, read for two seconds. */
  const paced = (rate: number, live: number): number => {
    const pace = new Pace(0)
    for (let n = 1; n <= rate * 2; n++) pace.took(200, 1, (n * 1000) / rate)
    return pace.atLeast(live)
  }

  it('starts with whatever comes', () => {
    expect(new Pace(0).atLeast(1)).toBe(1)
    expect(new Pace(0).atLeast(1000)).toBe(1)
  })

  it('holds nothing of a slow stream, and a token or two of one at reading speed', () => {
    expect(paced(20, 1)).toBe(1)
    expect(paced(50, 1)).toBe(1)
    expect(paced(100, 1)).toBeLessThanOrEqual(300)
    expect(paced(20, 200)).toBeLessThanOrEqual(300)
  })

  it('merges more, the more streams run', () => {
    // Five tokens: a tenth of a second, and what keeps a token of 200 streams near the cost of a bare proxy.
    expect(paced(50, 200)).toBeGreaterThan(800)
    expect(paced(50, 200)).toBeLessThan(1200)
  })

  it('has a limit for the fastest stream', () => {
    expect(paced(100_000, 1)).toBeLessThanOrEqual(200 * 24)
    expect(paced(100_000, 5000)).toBeLessThanOrEqual(16_384)
  })

  it('follows a stream that slows down within two reads', () => {
    const pace = new Pace(0)
    for (let n = 1; n <= 1000; n++) pace.took(200, 1, n)
    expect(pace.atLeast(1)).toBeGreaterThan(2000)
    pace.took(200, 1, 1200)
    pace.took(200, 1, 1400)
    expect(pace.atLeast(1)).toBe(1)
  })
})

describe('reasoning in tags', () => {
  const split = (...pieces: string[]) => {
    const out = new Batch()
    const tags = new ThinkTags()
    for (const piece of pieces) tags.push(piece, out)
    tags.end(out)
    return joined(out.chunks).map((chunk) => ('text' in chunk ? [chunk.kind, chunk.text] : []))
  }

  it('is told from text, wherever the tags are cut', () => {
    const whole = '\n<think>\nLet me <b>see</b>…\n</think>\n\nThe answer </think> is 4.'
    const parts = [
      ['thinking', 'Let me <b>see</b>…\n'],
      ['text', 'The answer </think> is 4.'],
    ]
    expect(split(whole)).toEqual(parts)
    expect(split(...whole)).toEqual(parts)
    for (let at = 1; at < whole.length; at++)
      expect(split(whole.slice(0, at), whole.slice(at))).toEqual(parts)
  })

  it('changes nothing of an answer without', () => {
    for (const text of ['  plain', '<th', '<thing>', 'so <think> later </think>', '<']) {
      expect(split(...text)).toEqual([['text', text]])
    }
  })

  it('that never ends stays reasoning', () => {
    expect(split('<think>hm', '…</thi')).toEqual([['thinking', 'hm…</thi']])
  })
})

it('a whole body that never ends is given up, not held', async () => {
  let sent = 0
  const endless = new ReadableStream({
    pull(controller) {
      sent += 1_000_000
      controller.enqueue(new Uint8Array(1_000_000).fill(0x20))
    },
  })
  await expect(wholeJson(new Response(endless))).rejects.toBeInstanceOf(MalformedEvent)
  expect(sent).toBeLessThan(20_000_000)
  expect(await wholeJson(response(['{"a":', '"ü"}']))).toEqual({ a: 'ü' })
})
