/**
 * [LE1] Counts what every call of a model takes: of answers, titles and summaries, of tries that failed half-way and of
 * those who answered instead. Where credits are needed, they are reserved before the call [LE3].
 */
import type { Fault, Result } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { CallKind, Charge } from '../../shared/ledger.ts'
import { mediaTokens } from '../../shared/media.ts'
import type { Pick, Usage } from '../../shared/message.ts'
import { textOf } from '../../shared/parts.ts'
import { creditsOf, type ModelFacts, soundUsage } from '../../shared/prices.ts'
import { estimateTokens, weigh } from '../../shared/tokens.ts'
import type { Call, Chunk } from '../providers/spec.ts'
import { dropCharge, putCharge } from './charges.ts'
import type { Store } from './store.ts'

/** Where calls are counted. */
export type Purse = {
  /**
   * Sets credits of `person` aside: `most`, or what is there, if that is `least` at least. Null: calls need no credits.
   */
  reserve: ((person: string, id: string, least: number, most: number) => Promise<Result<null>>) | null
  /** What was set aside is not needed. */
  release(person: string, id: string): Promise<void>
}

type Ask = (pick: Pick, call: Call, signal: AbortSignal, made?: () => void) => AsyncIterable<Chunk[]>

export type MeterHost = {
  now(): number
  ask: Ask
  /** What is known of a model. */
  facts(pick: Pick): ModelFacts
  /** Null: nothing is counted here. */
  purse: Purse | null
  background(work: Promise<void>): void
  tell(soon: boolean): void
}

/** What a call is for. */
export type For = { kind: CallKind; message: string }

/** Tokens of an answer for which credits are set aside, where nobody set a length. */
const ANSWER_TOKENS = 4000

type Counted = {
  pick: Pick
  /** As it was when the model was asked. */
  price: ModelFacts['price']
  at: number
  /** Tokens of the question, as we count. */
  asked: number
  usage: Usage | null
  said: number
  tool: number
  /** How it ended: by itself, or with a failure. */
  end: 'open' | 'whole' | 'failed'
  hold?: string
  /** It was written with its answer. */
  settled?: true
  /** Its number, once it was written. */
  n?: number
}

export class Meter {
  readonly #host: MeterHost
  readonly #store: Store
  /** Calls for an answer that is being written, by its id. */
  readonly #running = new Map<string, Counted[]>()

  constructor(host: MeterHost, store: Store) {
    this.#host = host
    this.#store = store
  }

  /** Asks, and counts. The request leaves in the same moment, where no credits are needed. */
  ask(what: For, ...[pick, call, signal, made]: Parameters<Ask>): AsyncIterable<Chunk[]> {
    const { purse, ask } = this.#host
    return purse ? this.#counted(purse, what, pick, call, signal, made) : ask(pick, call, signal, made)
  }

  async *#counted(
    purse: Purse,
    what: For,
    ...[pick, call, signal, made]: Parameters<Ask>
  ): AsyncGenerator<Chunk[]> {
    const asked = sizeOf(call)
    const reserving = this.#reserve(purse, pick, call, asked, () => made?.())
    const hold = reserving && (await reserving)
    if (hold !== null && typeof hold === 'object') return yield [{ kind: 'fault', fault: hold }]
    const mine: Counted[] = []
    const begin = (of: Pick) => {
      // Whoever was asked before did not answer.
      for (const other of mine) if (other.end === 'open') other.end = 'failed'
      const one: Counted = {
        pick: { endpoint: of.endpoint, model: of.model },
        price: this.#host.facts(of).price,
        ...{ at: this.#host.now(), asked, usage: null, said: 0, tool: 0, end: 'open' },
        ...(hold !== null && { hold }),
      }
      mine.push(one)
      if (what.kind === 'answer') this.#of(what.message).push(one)
    }
    try {
      for await (const chunks of this.#host.ask(pick, { ...call, asked: begin }, signal, made)) {
        for (const chunk of chunks) count(mine.at(-1), chunk)
        yield chunks
      }
    } finally {
      const person = this.#person(call)
      if (!signal.aborted) for (const one of mine) if (one.end === 'open') one.end = 'failed'
      const unused = this.#over(what, mine, signal.aborted)
      if (hold !== null && unused) this.#host.background(purse.release(person, hold).catch(() => {}))
    }
  }

  /** Null where no credits are needed: they are not, or nobody knows how many. */
  #reserve(
    { reserve }: Purse,
    pick: Pick,
    call: Call,
    asked: number,
    made: () => void,
  ): Promise<string | Fault | null> | null {
    const { price } = this.#host.facts(pick)
    if (!reserve || !price) return null
    const output = call.maxTokens ?? call.options?.maxTokens ?? ANSWER_TOKENS
    const least = creditsOf(price, { input: asked, output: 0 }) ?? 0
    const most = creditsOf(price, { input: asked, output: Math.min(output, ANSWER_TOKENS) }) ?? 0
    const id = newId()
    const ask = async () => {
      const granted = await reserve(this.#person(call), id, least, most)
      return granted.ok ? id : granted.fault
    }
    // What leaves for the person's object has left as well.
    made()
    return ask()
  }

  /**
   * A stream is over. Those of answers are written with their answer; one that nobody took is
   * forgotten. True when nothing is to be paid.
   */
  #over(what: For, mine: readonly Counted[], aborted: boolean): boolean {
    const used = mine.filter((one) => chargeOf(one, what) !== null)
    if (what.kind === 'answer') {
      const counts = used.some((one) => one.settled)
      if (aborted && !counts) this.#forget(what.message, mine)
      return aborted ? !counts : used.length === 0
    }
    if (used.length === 0 || !this.#store.head) return true
    this.#store.sql.transaction(() => {
      for (const one of used) this.#put(one, what, false)
    })
    this.#host.tell(false)
    return false
  }

  #person({ about }: Call): string {
    return this.#store.head?.owner ?? about?.user ?? ''
  }

  /** What an answer that is being written used so far, for the case that the process dies. With its snapshot. */
  save(message: string): void {
    for (const one of this.#running.get(message) ?? []) this.#put(one, { kind: 'answer', message }, true)
  }

  /** An answer ends: what it used, in the transaction that makes it a fact. */
  settle(message: string): void {
    for (const one of this.#running.get(message) ?? []) {
      this.#put(one, { kind: 'answer', message }, false)
      one.settled = true
    }
    this.#running.delete(message)
  }

  #put(one: Counted, what: For, open: boolean): void {
    const charge = chargeOf(one, what)
    if (charge) {
      const { temporary } = this.#store.head ?? {}
      // [TE1] Not even a name leads from what was used back to a conversation that leaves no trace.
      const told = temporary ? { ...charge, temporary, message: newId() } : charge
      one.n = putCharge(this.#store, told, open, one.n)
    } else if (!open && one.n !== undefined) dropCharge(this.#store, one.n)
  }

  #of(message: string): Counted[] {
    const known = this.#running.get(message) ?? []
    this.#running.set(message, known)
    return known
  }

  #forget(message: string, mine: readonly Counted[]): void {
    const left = (this.#running.get(message) ?? []).filter((one) => !mine.includes(one))
    if (left.length === 0) this.#running.delete(message)
    else this.#running.set(message, left)
  }
}

function count(one: Counted | undefined, chunk: Chunk): void {
  if (!one) return
  if (chunk.kind === 'text' || chunk.kind === 'thinking') one.said += weigh(chunk.text)
  else if (chunk.kind === 'call') one.tool += weigh(chunk.args)
  else if (chunk.kind === 'usage') one.usage = { ...one.usage, ...soundUsage(chunk.usage) }
  else if (chunk.kind === 'end') one.end = 'whole'
  else if (chunk.kind === 'fault') one.end = 'failed'
}

/**
 * What a call used: the vendor's figures where it came to its end, else those that are there and our estimate of the
 * rest. Null: it failed before anything came, and nobody is charged for that.
 */
function chargeOf(one: Counted, { kind, message }: For): Omit<Charge, 'n'> | null {
  const said = Math.ceil(one.said + one.tool)
  if (!one.usage && said === 0 && one.end !== 'open') return null
  const whole = one.end === 'whole' && one.usage !== null
  const usage: Usage = whole
    ? (one.usage as Usage)
    : {
        ...one.usage,
        input: one.usage?.input || one.asked,
        output: Math.max(one.usage?.output ?? 0, said),
      }
  const tool = Math.ceil(one.tool)
  return {
    ...{ kind, message, endpoint: one.pick.endpoint, model: one.pick.model, at: one.at, usage },
    ...(tool > 0 && { tool }),
    ...(!whole && { estimated: true as const }),
    cost: creditsOf(one.price, usage),
    ...(one.hold !== undefined && { hold: one.hold }),
  }
}

/** Tokens of all that is sent. */
function sizeOf({ system = '', turns, tools = [] }: Call): number {
  const words = turns.reduce((sum, { parts }) => sum + weigh(textOf(parts)), weigh(system))
  const media = turns
    .flatMap(({ parts }) => parts.filter((part) => part.type === 'media'))
    .reduce((sum, { mime, data }) => sum + mediaTokens(mime, (data.length / 4) * 3), 0)
  const offered = tools.length > 0 ? estimateTokens(JSON.stringify(tools)) : 0
  return Math.ceil(words) + media + offered
}
