/**
 * The one way from a room to a model: what must not leave is held back, the address and headers are filled in, and when
 * the picked model cannot answer, another one is asked, before anything was shown. What the operator did not configure
 * costs nothing.
 */
import { heldTo } from '../../shared/defined.ts'
import type { ErrorCode, Fault, Result } from '../../shared/errors.ts'
import type { Pick } from '../../shared/message.ts'
import { textOf } from '../../shared/parts.ts'
import { providerOf } from '../providers/index.ts'
import { takenBy } from '../providers/media.ts'
import { placed } from '../providers/places.ts'
import type { Call, Chunk, Endpoint, Passage, ProviderIo } from '../providers/spec.ts'
import type { Secret } from '../user/keys.ts'
import { modelFacts } from './facts.ts'
import { type GatewayEnv, type Installation, installationOf } from './installation.ts'
import { isOpen } from './offered.ts'
import { paced } from './paced.ts'
import { personally } from './personal.ts'
import { type About, asksForPerson, filled } from './placeholders.ts'
import { candidates, FALLS_OVER } from './route.ts'
import type { Spec } from './specs.ts'
import { summarizes } from './summarizing.ts'

/** What an answer may need besides models. */
export type Reach = {
  /** The conversation's id, for headers that name it. */
  conversation: string
  /** As headers may name the person; of somebody who is gone, empty. */
  person(id: string): Promise<About['user']>
  /** The key that this person brought for an endpoint; without a person, the owner of the conversation. */
  secret(person: string | undefined, endpoint: string): Promise<Result<Secret>>
  /** Passages of Parley's own documentation, best first. */
  passages(query: string): Promise<Passage[]>
}

/**
 * Streams the answer. Whatever stands in the way is a fault, not an exception. `made` is called when the request has been
 * made: in the same moment, where nothing needs to be looked up before.
 */
export function ask(
  env: GatewayEnv,
  reach: Reach,
  pick: Pick,
  call: Call,
  signal: AbortSignal,
  made?: () => void,
): AsyncIterable<Chunk[]> {
  const site = installationOf(env)
  const spec = pick.spec === undefined ? undefined : site.specs.find(({ name }) => name === pick.spec)
  const refusal = refusalOf(site, pick, spec, call)
  if (refusal) return fault(refusal)
  const asked = spec ? withSpec(spec, call, site) : call
  if ((asked.attempt ?? 0) === 0) site.retries.first(pick)
  else if (!site.retries.again(pick))
    return fault(site.cooldowns.of(pick, Date.now()) ?? { code: 'model_unavailable' })
  const way = new Way(env, reach, signal, made)
  const only = spec === undefined || Object.keys(spec.detours).length === 0
  if (only && site.moderation === null) return way.chat(pick, asked)
  return routed(site, spec, pick, asked, way)
}

/** Why this may not be asked at all; null when it may. */
function refusalOf(site: Installation, pick: Pick, spec: Spec | undefined, call: Call): Fault | null {
  if (pick.spec !== undefined && !spec) return { code: 'no_model' }
  if (spec && (spec.pick.endpoint !== pick.endpoint || spec.pick.model !== pick.model))
    return { code: 'no_model' }
  // The models that name and summarise conversations are the operator's choice, whatever people may choose.
  const operators = call.purpose === 'title' || (call.purpose === 'summary' && summarizes(site.config, pick))
  if (!spec && !operators && !mayPick(site, pick))
    return { code: 'no_model', message: 'Choose one of the models in the list.' }
  return site.filter ? heldBack(site.filter, call) : null
}

/** Where the operator wrote down the models of an endpoint, there are no others, whatever its key could ask. */
function mayPick(site: Installation, { endpoint: id, model }: Pick): boolean {
  const endpoint = site.endpoints.find((one) => one.id === id)
  if (!endpoint || !isOpen(site, id)) return !endpoint
  return endpoint.models.fetch || endpoint.personal !== undefined || endpoint.models.default.includes(model)
}

function heldBack(filter: NonNullable<Installation['filter']>, call: Call): Fault | null {
  const last = call.turns.findLastIndex(({ role }) => role === 'user')
  for (const [at, { role, parts }] of call.turns.entries()) {
    const found = role === 'user' ? filter(textOf(parts)) : null
    if (found === null) continue
    const where = at === last ? 'The message contains' : 'An earlier message contains'
    return { code: 'filtered', message: `${where} ${found}. Take it out and send the message again.` }
  }
  return null
}

/** What the spec brings; where only specs may be used, nothing else counts. */
function withSpec(spec: Spec, call: Call, site: Installation): Call {
  const { instructions, options } = spec.setup
  const enforced = site.config.modelSpecs?.enforce === true
  const system = enforced ? instructions : [instructions, call.system].filter(Boolean).join('\n\n')
  const { system: _, options: own, ...rest } = call
  return {
    ...rest,
    ...(system && { system }),
    ...((options || own) && { options: enforced ? (options ?? {}) : { ...options, ...own } }),
  }
}

/** Asks one after the other until one answers; says so when it was not the one that was picked. */
async function* routed(
  site: Installation,
  spec: Spec | undefined,
  pick: Pick,
  call: Call,
  way: Way,
): AsyncGenerator<Chunk[]> {
  const question = call.turns.findLast(({ role }) => role === 'user')
  // What a summary is made of was moderated when it was sent. A title may be asked for before that is over.
  if (site.moderation && question && call.purpose !== 'summary') {
    const verdict = await site.moderation(textOf(question.parts), site.fetch, way.signal)
    if (verdict) {
      yield [{ kind: 'fault', fault: verdict }]
      return
    }
  }
  const resting = (one: Pick) => site.cooldowns.of(one, Date.now()) !== null
  const order = candidates(pick, spec?.detours ?? {}, resting, Math.random())
  let because: ErrorCode | undefined
  for (const [at, one] of order.entries()) {
    const failed: Fault | null = yield* answer(site, one, { ...call, model: one.model }, way, {
      // Sharing the work is no failure: only who stands in for another is told.
      ...(because && !isSame(one, pick) && { instead: because }),
      last: at === order.length - 1,
    })
    if (!failed) return
    because = failed.code
  }
}

const isSame = (a: Pick, b: Pick): boolean => a.endpoint === b.endpoint && a.model === b.model

/** Hands an answer on. Returns the failure for which the next one is to be asked, of which nothing was handed on. */
async function* answer(
  site: Installation,
  one: Pick,
  call: Call,
  way: Way,
  { instead, last }: { instead?: ErrorCode; last: boolean },
): AsyncGenerator<Chunk[], Fault | null> {
  let begun = false
  for await (const chunks of way.chat(one, call)) {
    const fault = chunks.find((chunk) => chunk.kind === 'fault')?.fault
    // One person's key or address says nothing of those of others.
    if (fault && !isPersonal(site, one)) site.cooldowns.failed(one, fault, Date.now())
    if (fault && !begun && !last && chunks.length === 1 && FALLS_OVER[fault.code] !== undefined) return fault
    const first: boolean = !begun && chunks.length > 0 && !fault
    begun ||= first
    if (first) site.cooldowns.answered(one)
    yield first && instead
      ? [
          { kind: 'by', by: { pick: { endpoint: one.endpoint, model: one.model }, because: instead } },
          ...chunks,
        ]
      : chunks
  }
  return null
}

function isPersonal({ endpoints }: Installation, { endpoint, model }: Pick): boolean {
  const whole = endpoints.find(({ id }) => id === endpoint)
  return whole !== undefined && placed(whole, model).personal !== undefined
}

/** Answers to people are asked for as the operator says; a name or a summary as its model does it by itself. */
function held(call: Call, { defined }: Endpoint): Call {
  if (!defined || call.purpose) return call
  const options = heldTo(call.options ?? {}, defined)
  return Object.keys(options).length > 0 ? { ...call, options } : call
}

/** How models are reached for one answer. */
class Way {
  readonly signal: AbortSignal
  readonly #env: GatewayEnv
  readonly #reach: Reach
  readonly #made: (() => void) | undefined

  constructor(env: GatewayEnv, reach: Reach, signal: AbortSignal, made: (() => void) | undefined) {
    this.#env = env
    this.#reach = reach
    this.signal = signal
    this.#made = made
  }

  chat(pick: Pick, asked: Call): AsyncIterable<Chunk[]> {
    const whole = installationOf(this.#env).endpoints.find(({ id }) => id === pick.endpoint)
    const endpoint = whole && placed(whole, asked.model)
    const provider = endpoint && providerOf(endpoint.provider)
    if (!endpoint || !provider) return fault({ code: 'no_model' })
    const takes = () => modelFacts(this.#env, { endpoint: pick.endpoint, model: asked.model }).takes
    const own = held(asked, endpoint)
    // The guide asks nobody, and what it would be told of files is no question.
    const guide = endpoint.provider === 'guide'
    const call = guide ? own : takenBy(own, pick.endpoint, takes)
    if (!guide) call.asked?.({ endpoint: endpoint.id, model: call.model })
    const way = fetching(this.#env, this.#made, endpoint.personal?.baseURL)
    const io: ProviderIo = { ...way, passages: (query) => this.#passages(query) }
    const chat = (own: Endpoint) => provider.chat(call, own, io, this.signal)
    const answer =
      endpoint.personal || asksForPerson(endpoint) ? this.#personally(endpoint, chat, call) : chat(endpoint)
    return endpoint.pace && !call.purpose ? paced(answer, endpoint.pace) : answer
  }

  async *#personally(
    endpoint: Endpoint,
    chat: (endpoint: Endpoint) => AsyncIterable<Chunk[]>,
    { about }: Call,
  ): AsyncGenerator<Chunk[]> {
    let own = endpoint
    if (asksForPerson(endpoint)) {
      const user = await this.#reach.person(about?.user ?? '')
      const { parent = '', message = '' } = about ?? {}
      own = filled(endpoint, { user, conversation: this.#reach.conversation, parent, message })
    }
    if (endpoint.personal) {
      const secret = await this.#reach.secret(about?.user, endpoint.id)
      if (!secret.ok)
        return yield [{ kind: 'fault', fault: { code: secret.fault.code, from: endpoint.label } }]
      own = personally(own, secret.value)
    }
    yield* chat(own)
  }

  #passages(query: string): Promise<Passage[]> {
    const found = this.#reach.passages(query)
    this.#made?.()
    return found
  }
}

/**
 * The guarded `fetch` of this installation, or, `forPeople`, of addresses that they bring; `made` is called when a request
 * has been made.
 */
export function fetching(
  env: GatewayEnv,
  made: () => void = () => {},
  forPeople = false,
): { fetch: typeof fetch } {
  return {
    fetch(input, init) {
      const site = installationOf(env)
      const answer = (forPeople ? site.fetchForPeople : site.fetch)(input, init)
      made()
      return answer
    },
  }
}

async function* fault(fault: Fault): AsyncGenerator<Chunk[]> {
  yield [{ kind: 'fault', fault }]
}
