/**
 * A WebSocket that comes back. Used for a conversation and for the library. It owns connecting, waiting, noticing
 * that a connection is dead, and giving up on codes that waiting cannot mend. It keeps no frames: what must survive a
 * break is sent again by the model that owns it, after `open`.
 */
import { type ReadonlySignal, signal } from '@preact/signals'
import type { PING as Ping, PONG as Pong } from '../../shared/protocol.ts'

export type SocketStatus = 'connecting' | 'open' | 'waiting' | 'offline' | 'closed'

/** `frame` gets each frame parsed; `close` every end of a connection, whether or not another attempt follows. */
export type SocketHandlers<Down> = {
  open(): void
  frame(frame: Down): void
  close?(code: number): void
}

export type SocketOptions = {
  /** Renews the session; false when that cannot help. Asked once between two connections that held. */
  refresh?: () => Promise<boolean>
}

export type Socket<Up> = {
  readonly status: ReadonlySignal<SocketStatus>
  /** When the next attempt is due (Unix time in ms), while `status` is `waiting` or `offline`. */
  readonly nextTryAt: ReadonlySignal<number | null>
  /** False when there is no open connection; the frame is then dropped. */
  send(frame: Up): boolean
  /** Dials now instead of when the timer says so. Harmless at any time. */
  retryNow(): void
  /** An answer is overdue: asks whether the line is alive, and dials anew if it is not. */
  check(): void
  /** Ends it for good, with all its timers and listeners. */
  close(): void
}

// Checked against the protocol by their types. Importing the values would bring its schemas, which only the server needs.
const PING: typeof Ping = 'ping'
const PONG: typeof Pong = 'pong'

/** The first wait after a break; doubles from there. Short, because most breaks are a restart of the server. */
const FIRST_WAIT_MS = 300
const LONGEST_WAIT_MS = 15_000
/** Proxies close silent connections after 30 to 60 s. */
const PING_EVERY_MS = 25_000
/** A pong is answered without waking anybody: later than this, the line is dead. */
const PONG_WITHIN_MS = 8_000
/** When the device woke up or changed networks, the answer decides whether the reader sees a stale page. */
const DOUBT_WITHIN_MS = 3_000
/** A connection that lasts this long was a good one: the next break starts again at the shortest wait. */
const HELD_MS = 5_000
/** Of the attempts that fail without a reason, the second and then every so many ask whether the session is at fault. */
const RENEW_EVERY = 4
/** Two attempts are never closer than this, however often the page says "now". */
const BETWEEN_DIALS_MS = 500

/** Codes of `shared/errors.ts` after which the same attempt would end the same way. */
const FINAL_CODES = new Set([4403, 4404])
const UNAUTHORIZED = 4401

/** Opens `path` (same origin, or a whole ws: URL) and keeps it open until `close()` or a final code. */
export function openSocket<Up, Down>(
  path: string,
  handlers: SocketHandlers<Down>,
  options: SocketOptions = {},
): Socket<Up> {
  const status = signal<SocketStatus>('connecting')
  const nextTryAt = signal<number | null>(null)
  let socket: WebSocket | null = null
  let failures = 0
  let refreshed = false
  let dialedAt = Number.NEGATIVE_INFINITY
  let heardAt = 0
  let retryTimer: Timer
  let pingTimer: Timer
  let pongTimer: Timer
  let heldTimer: Timer

  function dial(): void {
    clearTimeout(retryTimer)
    if (socket || status.peek() === 'closed') return
    dialedAt = Date.now()
    nextTryAt.value = null
    status.value = 'connecting'
    const mine = new WebSocket(absolute(path))
    socket = mine
    mine.onopen = () => mine === socket && opened()
    mine.onmessage = (event) => mine === socket && heard(event.data)
    mine.onclose = (event) => mine === socket && ended(event.code)
  }

  function opened(): void {
    heardAt = Date.now()
    status.value = 'open'
    heldTimer = setTimeout(() => {
      failures = 0
      refreshed = false
    }, HELD_MS)
    pingTimer = setInterval(() => probe(PONG_WITHIN_MS), PING_EVERY_MS)
    handlers.open()
  }

  function heard(data: unknown): void {
    heardAt = Date.now()
    clearTimeout(pongTimer)
    pongTimer = undefined
    if (data !== PONG) handlers.frame(JSON.parse(String(data)) as Down)
  }

  /** Asks for a sign of life; without one in time, the connection is given up and dialled anew. */
  function probe(withinMs: number): void {
    if (socket?.readyState !== WebSocket.OPEN || pongTimer !== undefined) return
    socket.send(PING)
    pongTimer = setTimeout(() => ended(1006), withinMs)
  }

  function ended(code: number): void {
    const wasOpen = status.peek() === 'open'
    drop()
    handlers.close?.(code)
    if (status.peek() === 'closed') return
    failures++
    if (FINAL_CODES.has(code) || (code === UNAUTHORIZED && refreshed)) close()
    else if (code === UNAUTHORIZED) renew(close)
    // A refused upgrade reaches the page as 1006, like a server that is down: the session may just have run out.
    else if (!wasOpen && failures % RENEW_EVERY === 2) renew(wait)
    else wait()
  }

  function renew(otherwise: () => void): void {
    refreshed = true
    status.value = 'connecting'
    const renewed = options.refresh?.() ?? Promise.resolve(false)
    renewed.then(
      (ok) => (ok ? dial() : otherwise()),
      () => otherwise(),
    )
  }

  function wait(): void {
    if (status.peek() === 'closed') return
    const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1))
    // Half fixed, half chance: pages that lost the same server must not come back in the same instant.
    const ms = Math.max(full / 2 + (Math.random() * full) / 2, BETWEEN_DIALS_MS - (Date.now() - dialedAt))
    nextTryAt.value = Date.now() + ms
    // A label only: a page and a server on one machine reach each other without any network.
    status.value = globalThis.navigator?.onLine === false ? 'offline' : 'waiting'
    retryTimer = setTimeout(dial, ms)
  }

  function retryNow(): void {
    if (status.peek() !== 'waiting' && status.peek() !== 'offline') return
    clearTimeout(retryTimer)
    const ms = Math.max(0, BETWEEN_DIALS_MS - (Date.now() - dialedAt))
    retryTimer = setTimeout(dial, ms)
  }

  function drop(): void {
    clearTimeout(retryTimer)
    clearTimeout(pongTimer)
    clearTimeout(heldTimer)
    clearInterval(pingTimer)
    pongTimer = undefined
    const old = socket
    socket = null
    if (old && old.readyState <= WebSocket.OPEN) old.close(1000)
  }

  function close(): void {
    if (status.peek() === 'closed') return
    status.value = 'closed'
    nextTryAt.value = null
    drop()
    for (const [target, type, listener] of watched) target?.removeEventListener(type, listener)
  }

  /** The network or the device came back, or is in doubt. */
  function wake(): void {
    if (globalThis.document?.visibilityState === 'hidden') return
    retryNow()
    if (Date.now() - heardAt > DOUBT_WITHIN_MS) probe(DOUBT_WITHIN_MS)
  }

  function wentOffline(): void {
    if (status.peek() === 'waiting') status.value = 'offline'
    probe(DOUBT_WITHIN_MS)
  }

  const page = typeof addEventListener === 'function' ? globalThis : undefined
  const watched: [EventTarget | undefined, string, () => void][] = [
    [page, 'online', wake],
    [page, 'offline', wentOffline],
    [page, 'pageshow', wake],
    [globalThis.document, 'visibilitychange', wake],
  ]
  for (const [target, type, listener] of watched) target?.addEventListener(type, listener)
  dial()

  return {
    status,
    nextTryAt,
    send(frame) {
      if (socket?.readyState !== WebSocket.OPEN) return false
      socket.send(JSON.stringify(frame))
      return true
    },
    retryNow,
    check: () => probe(DOUBT_WITHIN_MS),
    close,
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined

function absolute(path: string): string {
  if (/^wss?:/.test(path)) return path
  const url = new URL(path, location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}
