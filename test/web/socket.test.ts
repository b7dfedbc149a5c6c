import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openSocket } from '../../src/web/net/socket.ts'
import { fakePage } from './fake-page.ts'

class Line {
  static readonly OPEN = 1
  static all: Line[] = []
  readyState = 0
  sent: string[] = []
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  readonly url: string
  constructor(url: string) {
    this.url = url
    Line.all.push(this)
  }
  send(text: string): void {
    this.sent.push(text)
  }
  close(): void {
    this.readyState = 3
  }
  open(): void {
    this.readyState = 1
    this.onopen?.()
  }
  end(code: number): void {
    this.readyState = 3
    this.onclose?.({ code })
  }
}

let page: ReturnType<typeof fakePage>
const last = () => Line.all.at(-1)!
const told: string[] = []
const handlers = {
  open: () => told.push('open'),
  frame: (frame: unknown) => told.push(JSON.stringify(frame)),
  close: (code: number) => told.push(`close ${code}`),
}

beforeEach(() => {
  vi.useFakeTimers()
  page = fakePage('https://parley.test/c/1')
  Line.all = []
  told.length = 0
  vi.stubGlobal('WebSocket', Line)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('dials the same origin, safely where the page is, and gives each frame parsed', () => {
  const socket = openSocket('/api/user/ws', handlers)
  expect(last().url).toBe('wss://parley.test/api/user/ws')
  expect(socket.status.peek()).toBe('connecting')
  expect(socket.send({ t: 'early' })).toBe(false)
  last().open()
  expect(socket.status.peek()).toBe('open')
  expect(socket.send({ t: 'x' })).toBe(true)
  expect(last().sent).toEqual(['{"t":"x"}'])
  last().onmessage?.({ data: '{"t":"y"}' })
  expect(told).toEqual(['open', '{"t":"y"}'])
})

test('waits longer after each failure, up to 15 s, never in step with others', async () => {
  openSocket('/ws', handlers)
  const waits: number[] = []
  for (let n = 0; n < 12; n++) {
    const dials = Line.all.length
    last().end(1006)
    const from = Date.now()
    while (Line.all.length === dials) await vi.advanceTimersByTimeAsync(50)
    waits.push(Date.now() - from)
  }
  expect(waits[0]).toBeLessThanOrEqual(550)
  expect(Math.max(...waits)).toBeLessThanOrEqual(15_050)
  expect(Math.min(...waits.slice(-4))).toBeGreaterThanOrEqual(7_500)
  expect(new Set(waits.slice(-4)).size).toBeGreaterThan(1)
})

test('a connection that held makes the next wait short again', async () => {
  openSocket('/ws', handlers)
  for (let n = 0; n < 6; n++) {
    last().end(1006)
    await vi.advanceTimersByTimeAsync(16_000)
  }
  last().open()
  await vi.advanceTimersByTimeAsync(6000)
  const dials = Line.all.length
  last().end(1006)
  await vi.advanceTimersByTimeAsync(600)
  expect(Line.all.length).toBe(dials + 1)
})

test('pings, and gives a line up that answers nothing', async () => {
  const socket = openSocket('/ws', handlers)
  last().open()
  await vi.advanceTimersByTimeAsync(25_000)
  expect(last().sent).toEqual(['ping'])
  last().onmessage?.({ data: 'pong' })
  await vi.advanceTimersByTimeAsync(20_000)
  expect(socket.status.peek()).toBe('open')
  await vi.advanceTimersByTimeAsync(15_000)
  expect(socket.status.peek()).not.toBe('open')
  expect(told).toEqual(['open', 'close 1006'])
})

test.each([4403, 4404])('%i is final', async (code) => {
  const socket = openSocket('/ws', handlers)
  last().open()
  last().end(code)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(socket.status.peek()).toBe('closed')
  expect(Line.all).toHaveLength(1)
})

test('4401 renews the session once, and gives up at the second', async () => {
  const refresh = vi.fn(async () => true)
  const socket = openSocket('/ws', handlers, { refresh })
  last().open()
  last().end(4401)
  await vi.advanceTimersByTimeAsync(10)
  expect(refresh).toHaveBeenCalledTimes(1)
  expect(Line.all).toHaveLength(2)
  last().open()
  last().end(4401)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(refresh).toHaveBeenCalledTimes(1)
  expect(socket.status.peek()).toBe('closed')
})

test('an upgrade that is refused without a word makes the session suspect', async () => {
  const refresh = vi.fn(async () => true)
  openSocket('/ws', handlers, { refresh })
  last().end(1006)
  await vi.advanceTimersByTimeAsync(600)
  expect(refresh).not.toHaveBeenCalled()
  last().end(1006)
  await vi.advanceTimersByTimeAsync(10)
  expect(refresh).toHaveBeenCalledTimes(1)
  expect(Line.all).toHaveLength(3)
})

test('the network coming back dials at once, but no storm of such news dials more than twice a second', async () => {
  const socket = openSocket('/ws', handlers)
  for (let n = 0; n < 8; n++) {
    last().end(1006)
    await vi.advanceTimersByTimeAsync(16_000)
  }
  last().end(1006)
  await vi.advanceTimersByTimeAsync(700)
  const dials = Line.all.length
  page.fire('online', {})
  await vi.advanceTimersByTimeAsync(1)
  expect(Line.all.length).toBe(dials + 1)
  for (let n = 0; n < 50; n++) {
    last().end(1006)
    page.fire('online', {})
    socket.retryNow()
    await vi.advanceTimersByTimeAsync(20)
  }
  expect(Line.all.length - dials).toBeLessThanOrEqual(4)
})

test('closing ends it with all its timers', async () => {
  const socket = openSocket('/ws', handlers)
  last().open()
  socket.close()
  page.fire('online', {})
  await vi.advanceTimersByTimeAsync(120_000)
  expect(Line.all).toHaveLength(1)
  expect(vi.getTimerCount()).toBe(0)
})
