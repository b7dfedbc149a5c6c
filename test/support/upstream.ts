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
import { anthropicWire, errorBody, modelList, ollamaTags, openaiWire, wholeAnswer } from './upstream-wire.ts'

/** Kept for assertions; a load test must not fill the memory with its own past. */
const KEPT_REQUESTS = 500

export type Recorded = {
  method: string
  path: string
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
  models: { openai: string[]; anthropic: string[]; ollama: string[] }
  reset(): void
  close(): Promise<void>
}

const MODELS = {
  openai: [
    'gpt-5-mini',
    'gpt-5',
    'text-embedding-3-small',
    'whisper-1',
    'dall-e-3',
    'tts-1',
    'omni-moderation-latest',
  ],
  anthropic: ['claude-sonnet-5', 'claude-haiku-4-5'],
  ollama: ['llama3.2:3b', 'nomic-embed-text:latest'],
}

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
    models: { openai: [...MODELS.openai], anthropic: [...MODELS.anthropic], ollama: [...MODELS.ollama] },
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
    headers: request.headers as Record<string, string>,
    body,
    ended: null,
  }
  upstream.stats.requests += 1
  upstream.requests.push(recorded)
  if (upstream.requests.length > KEPT_REQUESTS) upstream.requests.shift()
  const format = request.headers['anthropic-version'] === undefined ? 'openai' : 'anthropic'
  switch (`${request.method} ${path}`) {
    case 'GET /v1/models':
      recorded.ended = 'complete'
      return json(response, 200, modelList(format, upstream.models[format]))
    case 'GET /api/tags':
      recorded.ended = 'complete'
      return json(response, 200, ollamaTags(upstream.models.ollama))
    case 'POST /v1/chat/completions':
      return chat(upstream, failed, recorded, response, 'openai')
    case 'POST /v1/messages':
      return chat(upstream, failed, recorded, response, 'anthropic')
    default:
      recorded.ended = 'complete'
      return json(response, 404, {
        error: { message: `No route ${path}`, type: 'not_found_error', code: null },
      })
  }
}

type Asked = {
  model?: unknown
  stream?: unknown
  stream_options?: { include_usage?: unknown }
  messages?: { role?: unknown; content?: unknown }[]
}

async function chat(
  upstream: Upstream,
  failed: Set<string>,
  recorded: Recorded,
  response: ServerResponse,
  format: 'openai' | 'anthropic',
): Promise<void> {
  const asked = (recorded.body ?? {}) as Asked
  const model = String(asked.model ?? '')
  const question = lastQuestion(asked)
  const script = scriptOf(model, question)
  const once = script.failOnce && failed.has(`${model} ${question}`)
  if (script.slowHeaders > 0) await new Promise((resolve) => setTimeout(resolve, script.slowHeaders))
  if (script.failure && !once) {
    failed.add(`${model} ${question}`)
    const { type, body } = errorBody(format, script.failure)
    response.writeHead(script.failure.status, { 'content-type': type, ...script.failure.headers })
    response.end(body)
    recorded.ended = 'complete'
    return
  }
  const id = `${format === 'openai' ? 'chatcmpl' : 'msg'}-${upstream.stats.requests}`
  const usage = usageOf(script, asked)
  if (asked.stream !== true) {
    json(response, 200, wholeAnswer(format, id, model, 'A short answer', usage))
    recorded.ended = 'complete'
    return
  }
  const wire =
    format === 'openai'
      ? openaiWire(script, id, model, asked.stream_options?.include_usage === true)
      : anthropicWire(script, id, model, usage)
  const { streams } = upstream.stats
  streams.open += 1
  streams.peak = Math.max(streams.peak, streams.open)
  response.on('close', () => {
    upstream.stats.streams.open -= 1
    recorded.ended = response.writableFinished ? 'complete' : 'aborted'
    if (recorded.ended === 'aborted') upstream.stats.aborted += 1
  })
  await answer(response, script, wire, question, usage)
}

function usageOf(
  script: Script,
  asked: Asked,
): { input: number; output: number; cached: number; thinking: number } {
  const input = Math.max(8, Math.ceil(JSON.stringify(asked.messages ?? []).length / 4))
  return { input, output: script.tokens + script.thinking, cached: 4, thinking: script.thinking }
}

function lastQuestion(asked: Asked): string {
  const last = asked.messages?.findLast((message) => message.role === 'user')?.content
  if (typeof last === 'string') return last
  if (!Array.isArray(last)) return ''
  return last.map((block: { text?: unknown }) => (typeof block.text === 'string' ? block.text : '')).join('')
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
