/** What a model holds and costs, and what a call came to. Where nothing is known, nothing is guessed. */
import type { Usage } from './message.ts'

/**
 * Dollars for a million tokens. What is read from the vendor's cache and written into it is cheaper, or dearer; left out:
 * the same as `input`. `thinking` is left out where it costs what other output costs.
 */
export type Price = {
  input: number
  output: number
  cacheRead?: number
  /** Kept for minutes, and for an hour. */
  cacheWrite?: number
  cacheWriteLong?: number
  thinking?: number
  /** A prompt of more than `over` tokens makes all of it dearer. */
  long?: { over: number; input: number; output: number; cacheRead?: number; cacheWrite?: number }
}

export type Takes = 'image' | 'file' | 'audio' | 'video'

/** `context`: tokens that question and answer may have together; `output`: what an answer may have of them. */
export type ModelFacts = {
  context?: number
  output?: number
  price?: Price
  /** What it takes besides text. */
  takes?: Takes[]
  /** It can think before it answers. */
  reasons?: boolean
}

/** What a model's spec says of files: how many tokens of each text it is sent, and whether again with later messages. */
export type FileRules = { fileTokens?: number; resendFiles?: boolean }

/** A dollar in credits, as LibreChat counts them: a dollar for a million tokens is a credit for each. */
export const CREDITS = 1_000_000

/** Credits that a call cost, by the tokens its vendor counted; null where the price is not known. */
export function creditsOf(price: Price | undefined, usage: Usage): number | null {
  if (!price) return null
  const { input, output, cacheRead = 0, cacheWrite = 0, cacheWriteLong = 0, thinking = 0 } = usage
  const rate = price.long && input > price.long.over ? { ...price, ...price.long } : price
  const plain = Math.max(0, input - cacheRead - cacheWrite)
  const written = rate.cacheWrite ?? rate.input
  const thought = rate.thinking === undefined ? 0 : Math.min(thinking, output)
  return (
    plain * rate.input +
    cacheRead * (rate.cacheRead ?? rate.input) +
    Math.max(0, cacheWrite - cacheWriteLong) * written +
    cacheWriteLong * (rate.cacheWriteLong ?? written) +
    (output - thought) * rate.output +
    thought * (rate.thinking ?? 0)
  )
}

/** What a server says it used, as far as it can be: people bring servers of their own, and a bill is made of it. */
export function soundUsage(usage: Usage): Usage {
  const sound = Object.entries(usage).map(([name, n]) => [
    name,
    n > 0 ? Math.min(Math.round(n), MAX_USED) : 0,
  ])
  return Object.fromEntries(sound) as Usage
}

/** Tokens of one kind in one call. */
const MAX_USED = 1_000_000_000
