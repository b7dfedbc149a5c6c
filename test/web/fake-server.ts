/**
 * A conversation's room as a page reaches it: WebSockets that take a moment, that break, and that lose what was on its
 * way. With fake timers; the room behind it is the real one.
 */
import { vi } from 'vitest'
import { ANN, settle, type World, world } from '../room/harness.ts'

/** What a frame needs on its way, each direction. */
const TRIP_MS = 5

export class FakeServer {
  world: World
  /** False: nobody answers. */
  up = true
  readonly sockets = new Set<FakeSocket>()

  constructor() {
    this.world = world({ timings: { snapshotMs: 1000 } })
    const server = this
    vi.stubGlobal(
      'WebSocket',
      class extends FakeSocket {
        constructor(url: string) {
          super(url, server)
        }
      },
    )
  }

  /** Breaks every connection. What is on its way is lost. */
  cut(): void {
    for (const socket of [...this.sockets]) socket.fail(1006)
  }

  /** The process dies and another one starts on the same disk. */
  crash(): void {
    this.cut()
    this.world = world({ sql: this.world.sql, timings: { snapshotMs: 1000 } })
  }
}

/** Lets `ms` go by, and all that is due in them. */
export async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms)
  await settle()
}

export class FakeSocket {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSED = 3
  readyState = 0
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  readonly url: string
  readonly caller = ANN
  ready = false
  readonly #server: FakeServer
  #world: World | null = null

  constructor(url: string, server: FakeServer) {
    this.url = url
    this.#server = server
    server.sockets.add(this)
    setTimeout(() => this.#arrive(), TRIP_MS)
  }

  send(frame: string | ((text: string) => void)): void {
    if (typeof frame !== 'string' || this.readyState !== FakeSocket.OPEN) return
    setTimeout(() => this.#up(frame), TRIP_MS)
  }

  /** By the page. */
  close(): void {
    this.fail(1000)
  }

  fail(code: number): void {
    if (this.readyState === FakeSocket.CLOSED) return
    this.readyState = FakeSocket.CLOSED
    this.#server.sockets.delete(this)
    if (this.#world) this.#world.sockets.closed(this.#session)
    this.onclose?.({ code })
  }

  #arrive(): void {
    if (this.readyState !== FakeSocket.CONNECTING) return
    if (!this.#server.up) {
      this.fail(1006)
      return
    }
    this.#world = this.#server.world
    this.readyState = FakeSocket.OPEN
    this.#world.sockets.open(this.#session)
    if (this.readyState === FakeSocket.OPEN) this.onopen?.()
  }

  #up(frame: string): void {
    if (this.readyState !== FakeSocket.OPEN || this.#world !== this.#server.world) return
    if (frame === 'ping') this.#down('pong')
    else this.#world.sockets.message(this.#session, frame)
  }

  #down(text: string): void {
    setTimeout(() => {
      if (this.readyState === FakeSocket.OPEN) this.onmessage?.({ data: text })
    }, TRIP_MS)
  }

  readonly #session = {
    caller: ANN,
    ready: false,
    send: (text: string) => this.#down(text),
    close: (code: number) => this.fail(code),
  }
}
