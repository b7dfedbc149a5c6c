/**
 * Who is asked when the one who was picked cannot answer, or shares its work with others: in which order, and for which
 * failures. Knows no network.
 */
import type { ErrorCode, Fault } from '../../shared/errors.ts'
import type { Pick } from '../../shared/message.ts'

/** Where to go besides the picked model, as a model spec of `librechat.yaml` says. */
export type Detours = {
  /** Models that share the work with it, by weight; the picked one has `own`, 1 where nothing is said. */
  balance?: readonly (Pick & { weight: number })[]
  own?: number
  /** Models that are asked in this order when it fails. */
  fallback?: readonly Pick[]
}

/**
 * Failures for which another model is asked, with how long the one that failed is left alone, in ms, unless it said so
 * itself. A request that is wrong is wrong everywhere, and a refusal is an answer: neither is in here.
 */
export const FALLS_OVER: Partial<Record<ErrorCode, number>> = {
  model_rate_limited: 20_000,
  model_unavailable: 20_000,
  model_unreachable: 20_000,
  model_stalled: 20_000,
  model_cut: 5000,
  model_malformed: 5000,
  model_quota: 300_000,
  model_key: 300_000,
  model_not_found: 300_000,
  // It may be there in a minute.
  model_not_downloaded: 20_000,
}

const MAX_COOLDOWN_MS = 600_000

/** Models that are remembered. Where a server lists its own, people can name any. */
const MAX_KNOWN = 1000

/** Forgets what was noted longest ago. */
function bounded(notes: Map<string, unknown>): void {
  for (const key of notes.keys()) {
    if (notes.size <= MAX_KNOWN) return
    notes.delete(key)
  }
}

/** Models that failed are left alone for a while, the longer the more often in a row. Lives as long as its isolate. */
export class Cooldowns {
  readonly #until = new Map<string, { at: number; times: number; fault: Fault }>()

  /** The failure for which `pick` is left alone at `now`; null when it may be asked. */
  of(pick: Pick, now: number): Fault | null {
    const known = this.#until.get(keyOf(pick))
    if (!known || known.at <= now) return null
    return { ...known.fault, retryAfterMs: known.at - now }
  }

  failed(pick: Pick, fault: Fault, now: number): void {
    const usual = FALLS_OVER[fault.code]
    if (usual === undefined) return
    const times = (this.#until.get(keyOf(pick))?.times ?? 0) + 1
    const ms = Math.min(MAX_COOLDOWN_MS, fault.retryAfterMs ?? usual * 2 ** Math.min(times - 1, 5))
    this.#until.set(keyOf(pick), { at: now + ms, times, fault })
    bounded(this.#until)
  }

  answered(pick: Pick): void {
    this.#until.delete(keyOf(pick))
  }
}

/**
 * How often a model may be asked again. Each first request earns a tenth of a repetition: however many answers fail at
 * once, a vendor in trouble gets little more than it would have got anyway.
 */
export class RetryBudget {
  static readonly EARNED = 0.1
  static readonly MOST = 10
  readonly #left = new Map<string, number>()

  first(pick: Pick): void {
    const left = Math.min(RetryBudget.MOST, this.#of(pick) + RetryBudget.EARNED)
    // The last that was asked goes last.
    this.#left.delete(keyOf(pick))
    this.#left.set(keyOf(pick), left)
    bounded(this.#left)
  }

  /** Takes one repetition; false when there is none left. */
  again(pick: Pick): boolean {
    const left = this.#of(pick)
    if (left < 1) return false
    this.#left.set(keyOf(pick), left - 1)
    return true
  }

  #of(pick: Pick): number {
    return this.#left.get(keyOf(pick)) ?? RetryBudget.MOST
  }
}

/**
 * Who is asked, in order: one of those who share the work, then the rest of them, then the fallbacks. Those that are left
 * alone now come last, because a try that will fail is better than none. `random`: in [0, 1).
 */
export function candidates(
  pick: Pick,
  { balance = [], own = 1, fallback = [] }: Detours,
  resting: (pick: Pick) => boolean,
  random: number,
): Pick[] {
  const sharing = [{ ...pick, weight: own }, ...balance]
  const first = drawn(
    sharing.filter((one) => !resting(one)),
    random,
  )
  const rest = sharing.filter((one) => one !== first).sort((a, b) => b.weight - a.weight)
  const ordered = unique([...(first ? [first] : []), ...rest, ...fallback])
  return [...ordered.filter((one) => !resting(one)), ...ordered.filter(resting)]
}

function drawn<T extends { weight: number }>(list: readonly T[], random: number): T | undefined {
  let at = random * list.reduce((sum, { weight }) => sum + weight, 0)
  for (const one of list) {
    at -= one.weight
    if (at < 0) return one
  }
  return list.at(-1)
}

function unique(list: readonly Pick[]): Pick[] {
  const seen = new Set<string>()
  return list.flatMap(({ endpoint, model }) => {
    const key = keyOf({ endpoint, model })
    if (seen.has(key)) return []
    seen.add(key)
    return [{ endpoint, model }]
  })
}

const keyOf = ({ endpoint, model }: Pick): string => `${endpoint}\n${model}`
