/** What scenarios work in: the upstream and the bare proxy of this run, and fresh servers of the product. */
import { type ChildProcess, spawn } from 'node:child_process'
import http from 'node:http'
import { type Person, register } from '../test/support/person.ts'
import { type Server, startServer } from '../test/support/server.ts'
import type { Measured } from './budgets.ts'
import { ask } from './load/http.ts'
import { Meter } from './load/meter.ts'
import { ENDPOINT, Talk } from './load/talk.ts'
import { type BareProxy, startProxy } from './proxy/proxy.ts'
import { modelOf } from './upstream/knobs.ts'

export type Scenario = { name: string; run(lab: Lab): Promise<Measured[]> }

export class Lab {
  readonly upstream: string
  readonly proxy: BareProxy
  readonly #process: ChildProcess

  private constructor(process: ChildProcess, upstream: string, proxy: BareProxy) {
    this.#process = process
    this.upstream = upstream
    this.proxy = proxy
  }

  static async open(): Promise<Lab> {
    const child = spawn(process.execPath, [new URL('upstream/main.ts', import.meta.url).pathname], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const url = await new Promise<string>((done) =>
      child.stdout.once('data', (data) => done(String(data).trim())),
    )
    const lab = new Lab(child, url, await startProxy(url))
    // The first answers warm the compiler of the upstream and ours: they are not what is measured.
    await lab.floor(200, modelOf({ len: 50, tps: 100 }), url)
    return lab
  }

  /** A fresh server with no data but one person, warm as after a few turns. */
  async serve<T>(work: (server: Server, person: Person) => Promise<T>): Promise<T> {
    const server = await startServer({ config: this.config })
    try {
      const person = await register(server.url)
      const talk = new Talk(person, new Meter())
      await talk.open()
      for (let i = 0; i < 20; i++) await talk.turn(modelOf({ len: 20, tps: 1000, ttft: 1 }))
      talk.close()
      return await work(server, person)
    } finally {
      await server.stop()
    }
  }

  /** The product's settings: the upstream as an endpoint. */
  get config(): string {
    return `version: 1.3.1
endpoints:
  custom:
    - name: ${ENDPOINT}
      apiKey: test
      baseURL: ${this.upstream}
      models:
        default: [${modelOf({})}]
        fetch: true
`
  }

  /** The same load on the bare proxy (or on `url`): `count` answers at once. */
  async floor(count: number, model: string, url = this.proxy.url, meter = new Meter()): Promise<Meter> {
    const agent = new http.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
    await Promise.all(Array.from({ length: count }, () => ask(url, model, meter, agent)))
    agent.destroy()
    return meter
  }

  async close(): Promise<void> {
    await this.proxy.stop()
    this.#process.stdin!.end()
  }
}

/** Conversations whose sockets are open and have been answered. */
export async function openTalks(person: Person, meter: Meter, count: number): Promise<Talk[]> {
  const talks = Array.from({ length: count }, () => new Talk(person, meter))
  // Ten at a time: what is measured comes later, and a storm of upgrades is another figure.
  for (let i = 0; i < count; i += 10) await Promise.all(talks.slice(i, i + 10).map((talk) => talk.open()))
  return talks
}

export const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))
