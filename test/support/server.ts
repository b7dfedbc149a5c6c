/**
 * The real server as a child process, as `npm start` runs it, on a free port and a folder of its own. Shared by the tests
 * that kill it, those on real sockets, the end-to-end tests and the bench.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { family } from '../../bench/procs.ts'

export type Server = {
  /** The address, without a slash at the end. */
  url: string
  data: string
  /** All processes of the server. */
  pids(): number[]
  /** What it printed so far. */
  output(): string
  /** Ends it as Ctrl-C does. A data folder that was not given is removed. */
  stop(): Promise<void>
  /** Ends every process of it with SIGKILL, in no order, as a power cut does. The data stay. */
  kill9(): Promise<void>
  /** Ends workerd alone with SIGKILL. Resolves when the supervisor's next one answers. */
  crash(): Promise<void>
}

export type Options = {
  /** The data folder; a new one, removed at the end, when absent. */
  data?: string
  /** The text of a `librechat.yaml`. */
  config?: string
  env?: Record<string, string>
  /** Any free one when absent. */
  port?: number
}

/** Ms in which a server must answer; the first start builds. */
const START_MS = 60_000

const ROOT = new URL('../../', import.meta.url).pathname

/** Names that would make a test depend on who runs it. */
const OTHERS = /^(OPENAI|ANTHROPIC|OLLAMA|PARLEY|ALLOW_|APP_TITLE|DOMAIN_|CONFIG_PATH)/

/** Resolves when `/health` answers 200. Throws, with what it printed, when it ends before. */
export async function startServer(options: Options = {}): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-'))
  const data = options.data ?? join(folder, 'data')
  const config = join(folder, 'librechat.yaml')
  if (options.config !== undefined) writeFileSync(config, options.config)
  const inherited = Object.entries(process.env).filter(([name]) => !OTHERS.test(name))
  const port = options.port ?? (await freePort())
  const args = ['--host', '127.0.0.1', '--port', String(port), '--data', data]
  if (options.config !== undefined) args.push('--config', config)
  const child = spawn('sh', ['src/cli/run.sh', 'src/cli/main.ts', 'start', ...args], {
    cwd: ROOT,
    env: { ...Object.fromEntries(inherited), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (text) => {
    output += text
  })
  child.stderr.on('data', (text) => {
    output += text
  })
  const clean = () => rmSync(folder, { recursive: true, force: true })
  const url = `http://127.0.0.1:${port}`
  await healthy(url, child, () => output).catch((error) => {
    child.kill('SIGKILL')
    clean()
    throw error
  })
  const pids = () => family(child.pid!)
  return {
    url,
    data,
    pids,
    output: () => output,
    async stop() {
      await ended(child, () => child.kill('SIGTERM'))
      clean()
    },
    async kill9() {
      const all = pids()
      await ended(child, () => {
        for (const pid of all) process.kill(pid, 'SIGKILL')
      })
      if (options.data !== undefined) clean()
    },
    async crash() {
      for (const pid of pids().slice(1)) process.kill(pid, 'SIGKILL')
      await healthy(url, child, () => output)
    },
  }
}

async function healthy(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const until = Date.now() + START_MS
  while (Date.now() < until && child.exitCode === null) {
    const answer = await fetch(`${url}/health`).catch(() => null)
    if (answer?.ok) return
    await sleep(3)
  }
  throw new Error(`the server did not start:\n${output()}`)
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

async function ended(child: ChildProcess, end: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise((done) => child.once('exit', done))
  end()
  await exit
}
