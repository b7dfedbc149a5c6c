/**
 * A server that speaks OpenAI's chat completions and costs almost nothing: it only ever writes bytes that are encoded
 * already, one HTTP chunk for each token, as vendors do. The bench runs it as a process of its own; the tests that
 * kill the server run it inside, and read from `runs` what was really said.
 */
import http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { now, stamp } from '../clock.ts'
import { type Knobs, knobsOf } from './knobs.ts'
import { seeded, seededText } from './text.ts'

/** One answer that was asked for. */
export type Run = {
  /** The user's message that is answered. */
  seed: string
  knobs: Knobs
  /** Tokens that had been said in an earlier run and that this one goes on after. */
  from: number
  /** Tokens written, reasoning included, and when each was, in ms of `now()` (only where `text` is `seed`). */
  sent: number
  times: number[]
  /** The answer was written to its end. */
  done: boolean
}

export type Upstream = { url: string; runs: Run[]; stop(): Promise<void> }

type Asked = {
  model: string
  stream?: boolean
  messages: { role: string; content: string | { text?: string }[] }[]
  stream_options?: { include_usage?: boolean }
}

type Stream = Run & {
  socket: Socket
  start: number
  next: number
  thoughts: string[]
  tokens: string[]
  end(): void
}

const HEAD =
  'data: {"id":"chatcmpl-CfGq0b1Lw2nXo7","object":"chat.completion.chunk","created":1761000000,' +
  '"model":"bench-model-2026","choices":[{"index":0,"delta":{'
const TAIL = '},"finish_reason":null}]}\n\n'
const FINISH = chunk(`${HEAD}},"finish_reason":"stop"}]}\n\n`)
const ROLE = chunk(`${HEAD}"role":"assistant","content":""${TAIL}`)
const DONE = chunk('data: [DONE]\n\n')

/** How the server begins when it asks for the title of a conversation, and how that is answered. */
const TITLE = 'Write a title'
const BRIEF: Knobs = { ttft: 20, tps: 1000, len: 3, think: 0, text: 'seed' }

/** Tokens of one write when nothing paces: about 64 KB. */
const BLOCK = 300

/** Starts the server on `port` (0: any) of 127.0.0.1. `url` ends in `/v1`. */
export async function startUpstream(port = 0): Promise<Upstream> {
  const runs: Run[] = []
  const live = new Set<Stream>()
  let timer: NodeJS.Timeout | undefined

  const tick = () => {
    const time = now()
    for (const stream of live) if (stream.next <= time) write(stream, time)
    timer = live.size > 0 ? setTimeout(tick, 1) : undefined
  }

  const write = (stream: Stream, time: number) => {
    const { knobs, socket } = stream
    const due = Math.floor((time - stream.start - knobs.ttft) / (1000 / knobs.tps)) + 1
    const upTo = Math.min(due, stream.thoughts.length + stream.tokens.length, knobs.think + knobs.len)
    const parts: Buffer[] = []
    const stamped = stamp(time)
    while (stream.sent < upTo) {
      if (stream.sent === 0) parts.push(ROLE)
      if (knobs.text === 'stamp') {
        // The first token says when the question came and when it was answered.
        parts.push(token('content', stream.sent === 0 ? stamp(stream.start) + stamped : stamped))
      } else {
        const n = stream.sent - stream.thoughts.length
        const thought = stream.thoughts[stream.sent]
        parts.push(thought ? token('reasoning_content', thought) : token('content', stream.tokens[n]!))
        stream.times.push(time)
      }
      stream.sent++
    }
    if (parts.length > 0) socket.write(parts.length === 1 ? parts[0]! : Buffer.concat(parts))
    stream.next = stream.start + knobs.ttft + (stream.sent * 1000) / knobs.tps
    if (stream.sent >= stream.thoughts.length + stream.tokens.length) stream.end()
  }

  const server = http.createServer((req, res) => {
    const body: Buffer[] = []
    req.on('data', (data: Buffer) => body.push(data))
    req.on('end', () => {
      const start = now()
      if (req.url === '/v1/models') return json(res, { object: 'list', data: [] })
      if (req.method !== 'POST') return json(res, { error: { message: 'not found' } }, 404)
      const asked = JSON.parse(Buffer.concat(body).toString()) as Asked
      if (!asked.stream) return json(res, completion())
      const stream = open(asked, res, start)
      runs.push(stream)
      res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' })
      res.flushHeaders()
      if (stream.knobs.tps === 0) return pour(stream)
      live.add(stream)
      const drop = stream.end
      stream.end = () => {
        live.delete(stream)
        drop()
      }
      res.on('close', () => live.delete(stream))
      timer ??= setTimeout(tick, 1)
    })
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', 4096, done))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    runs,
    async stop() {
      clearTimeout(timer)
      live.clear()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

function open(asked: Asked, res: http.ServerResponse, start: number): Stream {
  const seed = seedOf(asked)
  const knobs = seed.startsWith(TITLE) ? BRIEF : knobsOf(asked.model)
  const said = knobs.text === 'seed' ? saidBefore(asked, seed, knobs.len) : 0
  const socket = res.socket!
  socket.setNoDelay(true)
  const stream: Stream = {
    seed,
    knobs,
    from: said,
    sent: 0,
    times: [],
    done: false,
    socket,
    start,
    next: start + knobs.ttft,
    thoughts: knobs.text === 'seed' && said === 0 ? seeded(`thought ${seed}`, 0, knobs.think) : [],
    tokens: knobs.text === 'seed' ? seeded(seed, said, knobs.len) : new Array<string>(knobs.len).fill(''),
    end() {
      stream.done = true
      const count = { prompt_tokens: 10, completion_tokens: stream.sent, total_tokens: 10 + stream.sent }
      const last = asked.stream_options?.include_usage
        ? [FINISH, chunk(`data: ${JSON.stringify({ ...EMPTY, usage: count })}\n\n`), DONE]
        : [FINISH, DONE]
      socket.write(Buffer.concat(last))
      res.end()
    },
  }
  return stream
}

const EMPTY = {
  id: 'chatcmpl-CfGq0b1Lw2nXo7',
  object: 'chat.completion.chunk',
  created: 1761000000,
  model: 'bench-model-2026',
  choices: [],
}

/** Writes the whole answer as fast as the reader takes it. */
function pour(stream: Stream) {
  const block = Buffer.concat(new Array<Buffer>(BLOCK).fill(token('content', stamp(stream.start))))
  const one = block.length / BLOCK
  stream.socket.write(ROLE)
  const more = () => {
    while (stream.sent < stream.knobs.len) {
      const count = Math.min(BLOCK, stream.knobs.len - stream.sent)
      stream.sent += count
      if (!stream.socket.write(count === BLOCK ? block : block.subarray(0, count * one))) {
        stream.socket.once('drain', more)
        return
      }
    }
    stream.end()
  }
  more()
}

/** The last message of the user that is no instruction of the server's own, such as "continue". */
function seedOf(asked: Asked): string {
  const texts = asked.messages.filter((message) => message.role === 'user').map(textOf)
  return texts.findLast((text) => text.startsWith('seed')) ?? texts.at(-1) ?? ''
}

/** How many tokens of the answer the request already holds: a reply that is to be continued. */
function saidBefore(asked: Asked, seed: string, length: number): number {
  const at = asked.messages.findLastIndex((message) => message.role === 'user' && textOf(message) === seed)
  const said = asked.messages
    .slice(at + 1)
    .filter((message) => message.role === 'assistant')
    .map(textOf)
    .join('')
  if (said === '' || !seededText(seed, length).startsWith(said)) return 0
  let units = 0
  return seeded(seed, 0, length).findIndex((piece) => {
    units += piece.length
    return units > said.length
  })
}

function textOf(message: Asked['messages'][number]): string {
  return typeof message.content === 'string'
    ? message.content
    : message.content.map((part) => part.text ?? '').join('')
}

function token(field: 'content' | 'reasoning_content', text: string): Buffer {
  return chunk(`${HEAD}"${field}":${JSON.stringify(text)}${TAIL}`)
}

/** `text` as one chunk of HTTP's chunked coding. */
function chunk(text: string): Buffer {
  return Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`)
}

function completion() {
  const message = { role: 'assistant', content: 'A short title' }
  return { ...EMPTY, object: 'chat.completion', choices: [{ index: 0, message, finish_reason: 'stop' }] }
}

function json(res: http.ServerResponse, body: unknown, status = 200) {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
