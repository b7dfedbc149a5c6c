/**
 * One reply as server-sent events, for clients without a socket. Each event is a frame of the protocol; its id says how
 * much of the reply the reader holds afterwards, so that `Last-Event-ID` is all it takes to go on [SE1].
 */
import { type Delta, lengthsOf, tailOf } from '../../shared/delta.ts'
import type { Message } from '../../shared/message.ts'
import type { ServerFrame } from '../../shared/protocol.ts'
import type { Room } from './room.ts'

/** Id of the last event. A reader that comes back with it has everything. */
const DONE = 'end'

/** Bytes a slow reader may leave unread before it is cut off. It comes back with its last id. */
const MAX_BACKLOG_BYTES = 1_000_000

/** Ms between comments that keep proxies from closing a silent stream. */
const HEARTBEAT_MS = 15_000

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
}

/** The events of `reply` from where `lastEventId` left off. 204 tells an EventSource to stay away: it has all. */
export function streamReply(room: Room, stored: Message, lastEventId: string | null): Response {
  if (lastEventId === DONE) return new Response(null, { status: 204 })
  const have = positionOf(lastEventId)
  const message = room.answers.current(stored)
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const events = new Events(writable.getWriter())

  if (have.length === 0)
    events.frame('0', { t: 'put', clock: message.clock, messages: [{ ...message, parts: [] }] })
  const tail = tailOf(message.parts, have)
  if (message.state !== 'open') {
    const { state, clock, why, by, usage, fault } = message
    const end: Delta = {
      k: 'end',
      state,
      clock,
      ...(why && { why }),
      ...(by && { by }),
      ...(usage && { usage }),
      ...(fault && { fault }),
    }
    events.last({ t: 'd', r: message.id, d: [...tail, end] })
    return new Response(readable, { headers: HEADERS })
  }
  if (tail.length > 0) events.frame(lengthsOf(message.parts).join('.'), { t: 'd', r: message.id, d: tail })
  const unlisten = room.fanout.listen(message.id, (deltas) => {
    const frame: ServerFrame = { t: 'd', r: message.id, d: [...deltas] }
    if (deltas.some((delta) => delta.k === 'end')) events.last(frame)
    else events.frame(lengthsOf(message.parts).join('.'), frame)
  })
  events.closed.finally(unlisten)
  return new Response(readable, { headers: HEADERS })
}

/** Writes events and notices when the reader is gone or too slow. */
class Events {
  readonly closed: Promise<void>
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>
  readonly #encoder = new TextEncoder()
  readonly #heart: ReturnType<typeof setInterval>
  #backlog = 0

  constructor(writer: WritableStreamDefaultWriter<Uint8Array>) {
    this.#writer = writer
    this.#heart = setInterval(() => this.#write(': \n\n'), HEARTBEAT_MS)
    // A reader that went away is no error of ours; either way the stream is over.
    this.closed = writer.closed.catch(() => {}).finally(() => clearInterval(this.#heart))
  }

  frame(id: string, frame: ServerFrame): void {
    this.#write(`id: ${id}\ndata: ${JSON.stringify(frame)}\n\n`)
  }

  last(frame: ServerFrame): void {
    this.frame(DONE, frame)
    this.#writer.close().catch(() => {})
  }

  #write(text: string): void {
    const bytes = this.#encoder.encode(text)
    this.#backlog += bytes.length
    if (this.#backlog > MAX_BACKLOG_BYTES) {
      this.#writer.abort(new Error('the reader is too slow')).catch(() => {})
      return
    }
    this.#writer.write(bytes).then(
      () => {
        this.#backlog -= bytes.length
      },
      () => {},
    )
  }
}

/** Text lengths by part. An id that is not ours means: from the beginning. */
function positionOf(id: string | null): number[] {
  if (id === null || !/^\d+(\.\d+)*$/.test(id) || id === '0') return []
  return id.split('.').map(Number)
}
