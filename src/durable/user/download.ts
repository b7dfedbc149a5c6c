/** A download as a stream of lines, for whoever asked for it: it ends when they leave. */
import type { PullFrame } from '../../shared/ollama.ts'

/** Ms between two words on how far it is. Ollama says it twenty times a second. */
const PACE_MS = 250

/** Ms between empty lines: they keep proxies from closing a silent stream, and show that the reader left. */
const HEARTBEAT_MS = 5000

const HEADERS = {
  'content-type': 'application/x-ndjson; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
}

export function streamDownload(frames: (signal: AbortSignal) => AsyncIterable<PullFrame>): Response {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const gone = new AbortController()
  // A reader that went away is no error of ours.
  writer.closed.catch(() => {}).finally(() => gone.abort())
  const encoder = new TextEncoder()
  const line = (text: string) => writer.write(encoder.encode(`${text}\n`))
  const heart = setInterval(() => line('').catch(() => {}), HEARTBEAT_MS)
  const write = async () => {
    let told = { at: 0, step: '' }
    for await (const frame of frames(gone.signal)) {
      const now = Date.now()
      if (frame.t === 'progress') {
        if (told.step === frame.step && now - told.at < PACE_MS) continue
        told = { at: now, step: frame.step }
      }
      // Whoever does not read holds it up, and does not fill the memory.
      await line(JSON.stringify(frame))
    }
  }
  write()
    .catch(() => {})
    .finally(() => {
      clearInterval(heart)
      writer.close().catch(() => {})
    })
  return new Response(readable, { headers: HEADERS })
}
