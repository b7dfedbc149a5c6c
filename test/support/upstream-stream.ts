/** Writes the answer of one request: at its pace, in its chunks, with its trouble. */
import type { ServerResponse } from 'node:http'
import { callsOf, pieces, type Script } from './upstream-script.ts'
import type { Bytes, Usage, Wire } from './vendors/vendor.ts'

/** Pieces written between two looks at the event loop when there is no pace. */
const UNPACED_RUN = 64

/** Resolves when the answer is complete, or its trouble has happened. A stall lasts until the reader goes away. */
export async function answer(
  response: ServerResponse,
  script: Script,
  wire: Wire,
  question: string,
  usage: Usage,
): Promise<void> {
  const out = new Out(response, script)
  response.writeHead(200, {
    'content-type': wire.contentType ?? 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  })
  response.flushHeaders()
  if (script.stallBefore) return
  if (script.slowFirst > 0) await sleep(script.slowFirst)
  out.write(wire.open())
  if (script.thinking > 0) {
    const thoughts = Array.from({ length: script.thinking }, (_, i) => `thought${i} `)
    const half = script.thinkingTrouble === null ? Infinity : Math.ceil(thoughts.length / 2)
    if (!(await pace(out, script, thoughts.slice(0, half), (text) => wire.thinking(text)))) return
    if (script.thinkingTrouble === 'stall') return
    if (script.thinkingTrouble === 'cut') return out.cut()
    out.write(wire.turn())
  }
  if (script.trouble !== null) {
    const texts = [...pieces(script, question)]
    const half = texts.slice(0, Math.ceil(texts.length / 2))
    if (!(await pace(out, script, half, (text) => wire.text(text)))) return
    if (script.trouble === 'stall') return out.flush()
    if (script.trouble === 'cut') return out.cut()
    out.write(script.trouble === 'malformed' ? wire.malformed() : wire.inBand())
    return out.end()
  }
  if (!(await pace(out, script, pieces(script, question), (text) => wire.text(text)))) return
  if (script.calls > 0) out.write(wire.calls(callsOf(script.calls)))
  out.write(wire.close(usage))
  out.end()
}

/** False when the reader went away. */
async function pace(
  out: Out,
  script: Script,
  texts: Iterable<string>,
  event: (text: string) => Bytes,
): Promise<boolean> {
  const start = performance.now()
  let n = 0
  for (const text of texts) {
    if (script.rate > 0) {
      const due = start + (n * 1000) / script.rate
      const wait = due - performance.now()
      // Late is caught up at once, so that the rate is the rate whatever the timers do.
      if (wait > 0) await sleep(wait)
    } else if (n % UNPACED_RUN === 0) {
      await out.drained()
    }
    if (out.gone) return false
    out.write(event(text))
    n += 1
  }
  return !out.gone
}

/** The bytes of one answer, cut into HTTP chunks as the script wants them. */
class Out {
  private readonly response: ServerResponse
  private readonly script: Script
  private held: Buffer[] = []
  private count = 0
  private events = 0

  constructor(response: ServerResponse, script: Script) {
    this.response = response
    this.script = script
  }

  get gone(): boolean {
    return this.response.destroyed
  }

  write(event: Bytes): void {
    if (event.length === 0 || this.gone) return
    this.events += 1
    const text = typeof event === 'string' && this.script.crlf ? disguise(event, this.events) : event
    this.held.push(Buffer.from(text as string))
    this.count += 1
    if (this.count >= this.script.batch) this.flush()
  }

  flush(): void {
    if (this.held.length === 0) return
    const { bytes } = this.script
    const all = this.held.length === 1 ? this.held[0]! : Buffer.concat(this.held)
    if (bytes === 0) this.response.write(all)
    else {
      for (let i = 0; i < all.length; i += bytes) this.response.write(all.subarray(i, i + bytes))
    }
    this.held = []
    this.count = 0
  }

  /** Waits for a slow reader, and gives the event loop a turn. */
  async drained(): Promise<void> {
    if (this.response.writableNeedDrain) {
      await new Promise<void>((resolve) => {
        this.response.once('drain', resolve)
        this.response.once('close', resolve)
      })
    } else await new Promise<void>((resolve) => setImmediate(resolve))
  }

  end(): void {
    this.flush()
    this.response.end()
  }

  /** Ends the connection after what was written, without the end of the body. */
  cut(): void {
    this.flush()
    this.response.socket?.end()
  }
}

/** The same events with other line ends, comments and fields that a reader must skip. */
function disguise(text: string, n: number): string {
  const body = text.replaceAll('\n', '\r\n')
  return n % 3 === 0 ? `: keep-alive\r\n\r\nretry: 10\r\nid: ${n}\r\n${body}` : body
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
