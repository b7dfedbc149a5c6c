/**
 * A model vendor for tests: a real HTTP server that speaks OpenAI's Chat Completions, Anthropic's Messages and the
 * Ollama list, and behaves as the model's name says (`upstream-script.ts`). Used by contract, end-to-end, kill and
 * load tests. On its own: `node test/support/upstream.ts --port 9100` prints its address and serves until a signal.
 * Other processes read `GET /__stats` and `GET /__requests`, and `POST /__reset` forgets both.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type Script, scriptOf } from './upstream-script.ts'
import { answer } from './upstream-stream.ts'
import { VENDORS } from './vendors/index.ts'
import type { Reaction, Usage } from './vendors/vendor.ts'

/** Kept for assertions; a load test must not fill the memory with its own past. */
const KEPT_REQUESTS = 500

export type Recorded = {
  method: string
  path: string
  /** What stands after the `?`. */
  query: string
  headers: Record<string, string>
  body: unknown
  /** How the answer ended: the reader went away, or all was written. Null while it runs. */
  ended: 'complete' | 'aborted' | null
}

export type Stats = {
  requests: number
  /** TCP connections: open now, and ever. */
  connections: { open: number; total: number }
  /** Answers being written: now, and most at one time. */
  streams: { open: number; peak: number }
  aborted: number
}

export type Upstream = {
  /** `http://127.0.0.1:PORT`: the base URL for Anthropic and Ollama. */
  url: string
  /** The base URL for OpenAI and everything compatible. */
  openai: string
  requests: Recorded[]
  stats: Stats
  /** What the lists of models answer; tests may set them. */
  models: Record<string, string[]>
  reset(): void
  close(): Promise<void>
}

const MODELS = () => Object.fromEntries(VENDORS.map(({ name, models }) => [name, [...models]]))

/** Starts the server on 127.0.0.1. `port` 0 (the default) takes a free one. */
export async function startUpstream(options: { port?: number; host?: string } = {}): Promise<Upstream> {
  const sockets = new Set<Socket>()
  const failed = new Set<string>()
  const host = options.host ?? '127.0.0.1'
  const server = createServer((request, response) => {
    serve(upstream, failed, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined)
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    upstream.stats.connections.total += 1
    upstream.stats.connections.open = sockets.size
    socket.on('close', () => {
      sockets.delete(socket)
      upstream.stats.connections.open = sockets.size
    })
  })
  // A pool of idle connections is normal for a vendor; a test that counts them must not race with their end.
  server.keepAliveTimeout = 60_000
  await listen(server, options.port ?? 0, host)
  const url = `http://${host}:${(server.address() as AddressInfo).port}`
  const upstream: Upstream = {
    url,
    openai: `${url}/v1`,
    requests: [],
    stats: freshStats(0),
    models: MODELS(),
    reset() {
      upstream.requests.length = 0
      const open = upstream.stats.streams.open
      upstream.stats = freshStats(sockets.size)
      upstream.stats.streams = { open, peak: open }
      failed.clear()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
  return upstream
}

function freshStats(open: number): Stats {
  return { requests: 0, connections: { open, total: open }, streams: { open: 0, peak: 0 }, aborted: 0 }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, 4096, () => resolve())
  })
}

async function serve(
  upstream: Upstream,
  failed: Set<string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/'
  if (path === '/__stats') return json(response, 200, upstream.stats)
  if (path === '/__requests') return json(response, 200, upstream.requests)
  if (path === '/__reset') {
    upstream.reset()
    return json(response, 200, { ok: true })
  }
  const body = await readBody(request)
  const recorded: Recorded = {
    method: request.method ?? 'GET',
    path,
    query: (request.url ?? '').split('?')[1] ?? '',
    headers: request.headers as Record<string, string>,
    body,
    ended: null,
  }
  upstream.stats.requests += 1
  upstream.requests.push(recorded)
  if (upstream.requests.length > KEPT_REQUESTS) upstream.requests.shift()
  const asked = {
    method: recorded.method,
    path,
    query: new URLSearchParams(recorded.query),
    headers: recorded.headers,
    body,
  }
  for (const vendor of VENDORS) {
    const reaction = vendor.react(asked, upstream.models[vendor.name] ?? [])
    if (!reaction) continue
    if (reaction.kind === 'chat') return chat(upstream, failed, recorded, response, reaction)
    if (reaction.kind === 'lines') return lines(recorded, response, reaction)
    recorded.ended = 'complete'
    return json(response, reaction.status ?? 200, reaction.body)
  }
  recorded.ended = 'complete'
  json(response, 404, { error: { message: `No route ${path}`, type: 'not_found_error', code: null } })
}

async function lines(
  recorded: Recorded,
  response: ServerResponse,
  asked: Extract<Reaction, { kind: 'lines' }>,
): Promise<void> {
  const gone = new AbortController()
  response.on('close', () => {
    recorded.ended = response.writableFinished ? 'complete' : 'aborted'
    gone.abort()
  })
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  const made = asked.lines(gone.signal)
  for (;;) {
    const { value, done } = await made.next()
    if (done) return void (value ? response.end() : response.destroy())
    response.write(`${JSON.stringify(value)}\n`)
  }
}

async function chat(
  upstream: Upstream,
  failed: Set<string>,
  recorded: Recorded,
  response: ServerResponse,
  asked: Extract<Reaction, { kind: 'chat' }>,
): Promise<void> {
  const { model, question } = asked
  const script = scriptOf(model, question)
  const once = script.failOnce && failed.has(`${model} ${question}`)
  if (script.slowHeaders > 0) await new Promise((resolve) => setTimeout(resolve, script.slowHeaders))
  if (script.failure && !once) {
    failed.add(`${model} ${question}`)
    const { status, headers, type, message } = script.failure
    const page = type === 'html'
    response.writeHead(status, { 'content-type': page ? 'text/html' : 'application/json', ...headers })
    response.end(page ? message : JSON.stringify(asked.error(script.failure)))
    recorded.ended = 'complete'
    return
  }
  const id = String(upstream.stats.requests)
  const usage = usageOf(script, asked.length)
  if (!asked.stream) {
    json(response, 200, asked.whole(id, 'A short answer', usage))
    recorded.ended = 'complete'
    return
  }
  const { streams } = upstream.stats
  streams.open += 1
  streams.peak = Math.max(streams.peak, streams.open)
  response.on('close', () => {
    upstream.stats.streams.open -= 1
    recorded.ended = response.writableFinished ? 'complete' : 'aborted'
    if (recorded.ended === 'aborted') upstream.stats.aborted += 1
  })
  await answer(response, script, asked.wire(script, id, usage), question, usage)
}

function usageOf(script: Script, length: number): Usage {
  const input = Math.max(8, Math.ceil(length / 4))
  return { input, output: script.tokens + script.thinking, cached: 4, thinking: script.thinking }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    // Recorded as it came: a test may want to see what was sent wrongly.
    return text
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

if (import.meta.main) {
  const at = process.argv.indexOf('--port')
  const upstream = await startUpstream({ port: at === -1 ? 0 : Number(process.argv[at + 1]) })
  process.stdout.write(`${upstream.url}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => upstream.close().then(() => process.exit(0)))
  }
}
