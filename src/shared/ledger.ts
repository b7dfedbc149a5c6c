/** What was used and what it cost: a row for each call of a model, sums of them, and credits. */
import * as v from 'valibot'
import type { Usage } from './message.ts'

/** What a model was called for. */
export type CallKind = 'answer' | 'title' | 'summary'

/** One call of a model. */
export type Charge = {
  /** Its number in the conversation. */
  n: number
  kind: CallKind
  /** The answer that was written, named or summarised up to. */
  message: string
  endpoint: string
  model: string
  /** When it was asked, Unix ms. */
  at: number
  usage: Usage
  /** Of the output: arguments of calls of tools. */
  tool?: number
  /** No, or not all, figures are the vendor's own. */
  estimated?: true
  /** Credits; null where the price is not known. */
  cost: number | null
  /** Of a conversation that is to leave no trace. */
  temporary?: true
  /** The reservation that this settles. */
  hold?: string
}

/** Sums of calls. `cost`: dollars, null where it is not shown; `unpriced`: calls of which nobody knows what they cost. */
export type Sums = {
  calls: number
  input: number
  output: number
  cached: number
  cost: number | null
  unpriced: number
}

export type Balance = {
  /** Credits that can be used now. */
  credits: number
  refill: {
    amount: number
    every: number
    unit: RefillUnit
    /** The last one, and from when on there can be another, Unix ms. */
    last: number
    next: number
  } | null
}

export const REFILL_UNITS = ['seconds', 'minutes', 'hours', 'days', 'weeks', 'months'] as const
export type RefillUnit = (typeof REFILL_UNITS)[number]

/** Days that a report covers at most, and rows of its tables. */
export const MAX_DAYS = 366
export const MAX_ROWS = 50

/** `days` up to today. `zone`: minutes that the reader's clock is ahead of UTC. */
export const UsageQuery = v.object({
  days: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_DAYS)),
  zone: v.pipe(v.number(), v.integer(), v.minValue(-1440), v.maxValue(1440)),
})
export type UsageQuery = v.InferOutput<typeof UsageQuery>

export type UsageReport = {
  /** Calls are kept. */
  kept: boolean
  /** Days as the reader's clock has them, "2026-11-21"; the first and the last of the range, and those with calls. */
  from: string
  to: string
  total: Sums
  days: (Sums & { day: string })[]
  /** Those that were used most. */
  models: (Sums & { endpoint: string; model: string })[]
  /** `id` null: temporary ones, together. `title` null: it has none, or is gone. */
  conversations: (Sums & { id: string | null; title: string | null; gone: boolean })[]
  balance: Balance | null
  currency: { code: string; rate: number }
}
