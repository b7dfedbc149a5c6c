/**
 * What a person can pick. Servers are asked for their lists at most once a minute and isolate; until one has answered,
 * what is known without asking is shown, so nobody waits for a server that is away. To what is the same for everybody
 * comes which keys this person brought.
 */
import type { Catalog, EndpointInfo, ModelInfo } from '../../shared/catalog.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { KeyChange, OwnKey } from '../../shared/keys.ts'
import { fullName, isName, isSameModel, mayDownload, type PullFrame } from '../../shared/ollama.ts'
import type { UserFrame } from '../../shared/protocol.ts'
import type { Role } from '../../shared/user.ts'
import type { ObjectEnv } from '../env.ts'
import { fetching } from '../gateway/ask.ts'
import { learn } from '../gateway/facts.ts'
import { installationOf } from '../gateway/installation.ts'
import { endpointInfos, offered } from '../gateway/offered.ts'
import { addressRefusal } from '../gateway/personal.ts'
import { catalogOf, staticCatalogOf } from '../providers/index.ts'
import { pull } from '../providers/ollama-pull.ts'
import type { Endpoint } from '../providers/spec.ts'
import type { Sql } from '../sql.ts'
import { streamDownload } from './download.ts'
import { Keys, type Secret } from './keys.ts'
import { isOwn, type OwnLists, ownLists } from './own-lists.ts'

/** Ms a list is good for: a model that was brought to Ollama by other means shows up within this time. */
const FRESH_MS = 60_000

/** Ms one query of all servers may take. */
const TIMEOUT_MS = 6000

/** `unlisted` null: nobody was asked yet. */
type Lists = { models: readonly ModelInfo[]; unlisted: ReadonlyMap<string, boolean> | null }

/** The same for all people of this installation, hence shared by the objects of an isolate. Holds no secret. */
const cache: { at: number; asked: number; known: Lists | null } = { at: 0, asked: 0, known: null }

export class Models {
  readonly #env: ObjectEnv
  readonly #keys: Keys
  readonly #me: () => string
  /** What only this person is offered. */
  #own: { at: number; lists: OwnLists } | null = null
  readonly #tell: (frame: UserFrame) => void

  constructor(env: ObjectEnv, sql: Sql, me: () => string, tell: (frame: UserFrame) => void) {
    this.#env = env
    this.#keys = new Keys(sql, me, typeof env.CREDS_KEY === 'string' ? env.CREDS_KEY : '')
    this.#me = me
    this.#tell = tell
  }

  /** What can be shown without waiting. */
  known(): Catalog {
    const site = installationOf(this.#env)
    return this.#catalog(cache.known ?? { models: staticCatalogOf(site.endpoints), unlisted: null })
  }

  /** The current lists; asks the servers when they are stale. Never fails. */
  async current(now: number): Promise<Catalog> {
    const [shared] = await Promise.all([this.#shared(now), this.#listOwn(now)])
    return this.#catalog(shared)
  }

  /** Tells the current lists. */
  async offer(to: (frame: UserFrame) => void, now: number): Promise<void> {
    to({ t: 'models', ...(await this.current(now)) })
  }

  /** Brings a model to Ollama's machine, and says how far it is; null where no such thing was asked for. */
  download(role: Role, request: Request): Response | null {
    const model = new URL(request.url).searchParams.get('download')
    if (model === null) return null
    const endpoint = installationOf(this.#env).endpoints.find(({ provider }) => provider === 'ollama')
    if (!mayDownload(role) || !endpoint || !isName(model)) return new Response(null, { status: 404 })
    return streamDownload((signal) => this.#download(endpoint, model, signal))
  }

  async *#download(endpoint: Endpoint, model: string, signal: AbortSignal): AsyncGenerator<PullFrame> {
    for await (const frame of pull(endpoint, model, fetching(this.#env), signal)) {
      if (frame.t !== 'done') yield frame
      else yield { t: 'done', model: await this.#arrived(endpoint, model) }
    }
  }

  /** Under which name a new model is listed, from now on for everybody. */
  async #arrived({ id }: Endpoint, name: string): Promise<string | null> {
    cache.at = 0
    const { models, unlisted } = await this.#shared(Date.now())
    await this.offer(this.#tell, Date.now())
    // Too busy to say: what was asked for is there, by Ollama's own word.
    if (unlisted?.get(id) === false) return fullName(name)
    return models.find(({ endpoint, model }) => endpoint === id && isSameModel(model, name))?.model ?? null
  }

  async #shared(now: number): Promise<Lists> {
    if (cache.known && now - cache.at < FRESH_MS) return cache.known
    const { endpoints } = installationOf(this.#env)
    const unlisted = new Map<string, boolean>()
    const asked = ++cache.asked
    const models = await catalogOf(
      endpoints,
      fetching(this.#env),
      AbortSignal.timeout(TIMEOUT_MS),
      (endpoint, answered) => unlisted.set(endpoint, answered),
    )
    learn(models)
    const lists = { models, unlisted }
    // Of several that are on the way, the one that was asked for last knows most.
    if (asked === cache.asked || !cache.known) Object.assign(cache, { at: now, known: lists })
    return lists
  }

  async #listOwn(now: number): Promise<void> {
    const { endpoints } = installationOf(this.#env)
    if ((this.#own && now - this.#own.at < FRESH_MS) || !endpoints.some(isOwn)) return
    const who = { me: this.#me(), keys: this.#keys, now }
    const lists = await ownLists(this.#env, endpoints, who, AbortSignal.timeout(TIMEOUT_MS))
    this.#own = { at: now, lists }
  }

  /** Of endpoints that take one. */
  keys(): OwnKey[] {
    const personal = new Set(installationOf(this.#env).endpoints.flatMap((e) => (e.personal ? [e.id] : [])))
    return this.#keys.list().filter(({ endpoint }) => personal.has(endpoint))
  }

  async changeKey(change: KeyChange, now: number): Promise<Result<OwnKey[]>> {
    if (change.what === 'drop') this.#keys.drop(change.endpoint)
    else {
      const fit = this.#fitting(change, now)
      const done = fit.ok ? await this.#keys.set(fit.value) : fit
      if (!done.ok) return done
    }
    this.#own = null
    this.#tell({ t: 'models', ...(await this.current(now)) })
    return ok(this.keys())
  }

  /** For a room of this person. */
  async secret(endpoint: string, now: number): Promise<Result<Secret>> {
    const one = installationOf(this.#env).endpoints.find(({ id, personal }) => id === endpoint && personal)
    return one ? this.#keys.use(one, now) : fail('no_model')
  }

  #fitting<C extends Extract<KeyChange, { what: 'set' }>>(change: C, now: number): Result<C> {
    const site = installationOf(this.#env)
    const { personal } = site.endpoints.find(({ id }) => id === change.endpoint) ?? {}
    if (!personal) return fail('bad_request', 'name: this endpoint takes no key of yours')
    if (change.expires !== null && change.expires <= now)
      return fail('bad_request', 'expiresAt: this time is over')
    if (/[^\x20-\x7e\n\t]/.test(change.apiKey)) return fail('bad_request', 'value: a key has no such signs')
    if (!personal.baseURL) return ok({ ...change, baseURL: undefined })
    if (!change.baseURL) return fail('bad_request', 'value: the address of your server is missing')
    const why = addressRefusal(change.baseURL, site.allowed)
    return why ? fail('bad_request', `value: ${why}`) : ok(change)
  }

  /** What everybody is offered, with this person's own lists in their places, and the keys they brought. */
  #catalog(shared: Lists): Catalog {
    const site = installationOf(this.#env)
    const own = this.#own?.lists
    const models = site.endpoints.flatMap(
      ({ id }) => own?.models.get(id) ?? shared.models.filter(({ endpoint }) => endpoint === id),
    )
    const unlisted = shared.unlisted ? new Map([...shared.unlisted, ...(own?.unlisted ?? [])]) : own?.unlisted
    const endpoints = endpointInfos(site, unlisted)
    const keys = endpoints.some(({ personal }) => personal) ? this.#keys.list() : []
    return {
      models: offered(models, site, unlisted),
      endpoints: endpoints.map((one) => (one.personal ? withKey(one, keys) : one)),
    }
  }
}

function withKey(one: EndpointInfo, keys: readonly OwnKey[]): EndpointInfo {
  const key = keys.find(({ endpoint }) => endpoint === one.id)
  return {
    ...one,
    personal: { ...one.personal!, ...(key && { key: { mask: key.mask, expires: key.expires } }) },
  }
}
