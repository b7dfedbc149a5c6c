/**
 * What a file of tests shares: the real server, the vendors it asks, and one browser. Each test is somebody with an
 * account of their own. What the pages complain of in their consoles is collected, and fails the test.
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { modelOf } from '../../bench/upstream/knobs.ts'
import { type Upstream as Seeded, startUpstream as startSeeded } from '../../bench/upstream/server.ts'
import { type Options, type Server, startServer } from '../support/server.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'
import { startBrowser } from './chromium.ts'
import { Chat } from './page.ts'

/** Writes `tok0 tok1 …`, or what the words in brackets in the message say: see `test/support/upstream-script.ts`. */
export const PLAIN = 'plain'
export const OTHER = 'other'
/** Write what follows from the message alone, and go on where they were cut. */
export const SEEDED_SLOW = modelOf({ ttft: 20, tps: 25, len: 180, text: 'seed' })
export const SEEDED_FAST = modelOf({ ttft: 20, tps: 1000, len: 4000, text: 'seed' })
export const SEEDED_HUGE = modelOf({ ttft: 20, tps: 12_000, len: 56_000, text: 'seed' })

export type Account = { name: string; email: string; password: string }

export type Visit = Account & { context: BrowserContext; page: Page; chat: Chat }

/** Ms without a word from a model after which the watchdog ends the answer. */
export const STALL_MS = 3500

export class House {
  readonly upstream: Upstream
  readonly seeded: Seeded
  readonly browser: Browser
  server: Server
  /** What consoles said that no test asked for. */
  readonly complaints: string[] = []
  readonly #options: Options
  readonly #workers: boolean
  #contexts: BrowserContext[] = []

  constructor(
    upstream: Upstream,
    seeded: Seeded,
    browser: Browser,
    server: Server,
    options: Options,
    workers: boolean,
  ) {
    this.#workers = workers
    this.upstream = upstream
    this.seeded = seeded
    this.browser = browser
    this.server = server
    this.#options = options
  }

  get url(): string {
    return this.server.url
  }

  /** A browser that knows nobody here. */
  async stranger(options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await this.browser.newContext({
      baseURL: this.url,
      locale: 'en-GB',
      viewport: { width: 1440, height: 900 },
      serviceWorkers: this.#workers ? 'allow' : 'block',
      ...options,
    })
    context.setDefaultTimeout(15_000)
    this.#contexts.push(context)
    context.on('page', (page) => {
      this.#listen(page)
      // A page that is closed by then needs no slowing.
      slow(page).catch(() => {})
    })
    const page = await context.newPage()
    const account = { name: 'Ada Byron', email: `${randomUUID()}@example.com`, password: randomUUID() }
    return { ...account, context, page, chat: new Chat(page) }
  }

  /** A browser with somebody signed in to a new account, at `path`. */
  async guest(path = '/c/new', options: BrowserContextOptions = {}): Promise<Visit> {
    const visit = await this.stranger(options)
    await this.#door(visit.context, 'register', visit)
    await visit.page.goto(path)
    return visit
  }

  /** Another browser of the same person. */
  async again({ name, email, password }: Account, path = '/c/new'): Promise<Visit> {
    const visit = await this.stranger()
    await this.#door(visit.context, 'login', { email, password })
    await visit.page.goto(path)
    return { ...visit, name, email, password }
  }

  /** The server again, after it was killed, at the same address with the same data. */
  async restart(): Promise<void> {
    const { data, url } = this.server
    this.server = await startServer({ ...this.#options, data, port: Number(new URL(url).port) })
  }

  /** Questions the vendor was asked, without those for titles. */
  asked(): string[] {
    return this.upstream.requests
      .filter(({ path }) => path === '/v1/chat/completions')
      .map(({ body }) => JSON.stringify(body))
      .filter((body) => !body.includes('Write a title'))
  }

  /** What a test that failed saw last. */
  async picture(test: string): Promise<void> {
    const pages = this.#contexts.flatMap((context) => context.pages())
    for (const [n, page] of pages.entries())
      await shot(page, `failed ${test.replace(/\W+/g, ' ').slice(0, 60)} ${n + 1}`).catch(() => {})
  }

  async endVisits(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()))
    this.#contexts = []
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.server.stop()
    await this.upstream.close()
    await this.seeded.stop()
  }

  async #door(context: BrowserContext, door: string, { name, email, password }: Partial<Account>) {
    const data = door === 'register' ? { name, email, password } : { email, password }
    const answer = await context.request.post(`/api/auth/${door}`, { data, headers: { origin: this.url } })
    if (!answer.ok()) throw new Error(`${door}: ${answer.status()} ${await answer.text()}`)
  }

  #listen(page: Page): void {
    page.on('pageerror', (error) => this.complaints.push(`${page.url()}: ${error.stack ?? error.message}`))
    page.on('console', (message) => {
      // A lost connection is what several tests are about. A browser that asks for the service worker without one says so.
      const expected = /Failed to load resource|WebSocket connection|occurred when fetching the script/
      if (message.type() !== 'error' || expected.test(message.text())) return
      this.complaints.push(`${page.url()}: ${message.text()}`)
    })
  }
}

export type HouseOptions = Options & {
  /** No model but the built-in guide. */
  bare?: boolean
  /** Browsers may run the service worker. Where it is not what is tested, filling its store only takes time. */
  workers?: boolean
  /** The tests of the file run at the same time: what they opened stays open until all are over. */
  together?: boolean
  /** More of the configuration: it stands in the list of `endpoints.custom`. */
  more?: (upstream: Upstream) => string
  /** More of the environment. */
  moreEnv?: (upstream: Upstream) => Record<string, string>
}

/** Opens a house for this file of tests. What it returns is ready in the first test. */
export function openHouse({
  bare = false,
  workers = false,
  together = false,
  more,
  moreEnv,
  ...options
}: HouseOptions = {}): House {
  let house: House
  beforeAll(async () => {
    const [upstream, seeded, browser] = await Promise.all([startUpstream(), startSeeded(), startBrowser()])
    const all: Options = {
      ...options,
      ...(!bare && { config: configOf(upstream, seeded) + (more?.(upstream) ?? '') }),
      env: {
        // No model server that happens to run on the machine.
        OLLAMA_BASE_URL: 'http://127.0.0.1:9',
        REGISTER_MAX: '1000',
        PARLEY_STALL_MS: String(STALL_MS),
        ...options.env,
        ...moreEnv?.(upstream),
      },
    }
    house = new House(upstream, seeded, browser, await startServer(all), all, workers)
  })
  const silent = () => expect(house?.complaints.splice(0) ?? [], 'the consoles are silent').toEqual([])
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await house?.picture(task.name)
    if (together) return
    await house?.endVisits()
    silent()
  })
  afterAll(async () => {
    await house?.close()
    silent()
  })
  return new Proxy({} as House, {
    get: (_, name) => {
      const value = Reflect.get(house, name, house)
      return typeof value === 'function' ? value.bind(house) : value
    },
  })
}

function configOf(upstream: Upstream, seeded: Seeded): string {
  return `version: 1.3.1
endpoints:
  custom:
    - name: Fake
      apiKey: test
      baseURL: ${upstream.openai}
      models:
        default: [${PLAIN}, ${OTHER}]
    - name: Seeded
      apiKey: test
      baseURL: ${seeded.url}
      models:
        default: [${SEEDED_SLOW}, ${SEEDED_FAST}, ${SEEDED_HUGE}]
`
}

/** Files of the page whose address fits are on their way until the returned function is called. */
export async function holdBack(page: Page, files: RegExp): Promise<() => void> {
  const gate = Promise.withResolvers<void>()
  await page.route(files, async (route) => {
    await gate.promise
    await route.continue()
  })
  return gate.resolve
}

/** `PARLEY_SLOW=4` makes pages four times slower than what drives them, which finds tests, and people, in a hurry. */
async function slow(page: Page): Promise<void> {
  const rate = Number(process.env.PARLEY_SLOW ?? 1)
  if (rate === 1) return
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate })
}

/** Keeps a picture where `PARLEY_SHOTS` names a folder: for looking at, not for comparing. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.PARLEY_SHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })
}
