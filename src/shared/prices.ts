/**
 * How much a model holds and what it costs, for the families we know. What is not in here is not known, and nothing is
 * guessed: no cost is shown for it. The first line that fits counts.
 */
import type { Pick, Usage } from './message.ts'

/**
 * Dollars for a million tokens. What is read from the vendor's cache and written into it is cheaper, or dearer; left out:
 * the same as `input`.
 */
export type Price = { input: number; output: number; cacheRead?: number; cacheWrite?: number }

/** `context`: tokens that question and answer may have together. */
export type ModelFacts = { context?: number; price?: Price }

/**
 * The day the list was made. The prices are those that the vendors ask for the usual service tier
 * (platform.openai.com/docs/pricing, docs.claude.com/en/docs/about-claude/pricing, ai.google.dev/gemini-api/docs/pricing),
 * as LibreChat's own table had them (packages/data-schemas/src/methods/tx.ts at 02244615). Surcharges for long prompts,
 * batches and regions are left out.
 */
export const PRICES_AS_OF = '2026-11-21'

/** Endpoints whose prices are the vendor's own. A gateway may ask for anything. */
type Vendor = 'openAI' | 'anthropic' | 'google'

type Row = { of: Vendor; name: RegExp } & ModelFacts

const claude = (input: number, output: number): Price => ({
  input,
  output,
  cacheRead: input / 10,
  cacheWrite: input * 1.25,
})

const ROWS: readonly Row[] = [
  {
    of: 'openAI',
    name: /^gpt-5-nano/,
    context: 400_000,
    price: { input: 0.05, output: 0.4, cacheRead: 0.005 },
  },
  {
    of: 'openAI',
    name: /^gpt-5-mini/,
    context: 400_000,
    price: { input: 0.25, output: 2, cacheRead: 0.025 },
  },
  { of: 'openAI', name: /^gpt-5-pro/, context: 400_000, price: { input: 15, output: 120 } },
  {
    of: 'openAI',
    name: /^gpt-5(\.1)?(-\d|$)/,
    context: 400_000,
    price: { input: 1.25, output: 10, cacheRead: 0.125 },
  },
  {
    of: 'openAI',
    name: /^gpt-5\.2(-\d|$)/,
    context: 400_000,
    price: { input: 1.75, output: 14, cacheRead: 0.175 },
  },
  {
    of: 'openAI',
    name: /^gpt-4\.1-nano/,
    context: 1_047_576,
    price: { input: 0.1, output: 0.4, cacheRead: 0.025 },
  },
  {
    of: 'openAI',
    name: /^gpt-4\.1-mini/,
    context: 1_047_576,
    price: { input: 0.4, output: 1.6, cacheRead: 0.1 },
  },
  { of: 'openAI', name: /^gpt-4\.1/, context: 1_047_576, price: { input: 2, output: 8, cacheRead: 0.5 } },
  {
    of: 'openAI',
    name: /^gpt-4o-mini/,
    context: 128_000,
    price: { input: 0.15, output: 0.6, cacheRead: 0.075 },
  },
  {
    of: 'openAI',
    name: /^gpt-4o(-2024-(08|11)|$)/,
    context: 128_000,
    price: { input: 2.5, output: 10, cacheRead: 1.25 },
  },
  { of: 'openAI', name: /^o4-mini/, context: 200_000, price: { input: 1.1, output: 4.4, cacheRead: 0.275 } },
  { of: 'openAI', name: /^o3-mini/, context: 200_000, price: { input: 1.1, output: 4.4, cacheRead: 0.55 } },
  { of: 'openAI', name: /^o3(-\d|$)/, context: 200_000, price: { input: 2, output: 8, cacheRead: 0.5 } },
  { of: 'anthropic', name: /^claude-opus-4-[5-8]/, context: 200_000, price: claude(5, 25) },
  { of: 'anthropic', name: /^claude-opus-4/, context: 200_000, price: claude(15, 75) },
  { of: 'anthropic', name: /^claude-sonnet-4/, context: 200_000, price: claude(3, 15) },
  { of: 'anthropic', name: /^claude-haiku-4-5/, context: 200_000, price: claude(1, 5) },
  { of: 'anthropic', name: /^claude-3-5-haiku/, context: 200_000, price: claude(0.8, 4) },
  { of: 'anthropic', name: /^claude-3-7-sonnet/, context: 200_000, price: claude(3, 15) },
  { of: 'google', name: /^gemini-2\.5-flash-lite/, context: 1_048_576, price: { input: 0.1, output: 0.4 } },
  { of: 'google', name: /^gemini-2\.5-flash$/, context: 1_048_576, price: { input: 0.3, output: 2.5 } },
  { of: 'google', name: /^gemini-2\.5-pro$/, context: 1_048_576, price: { input: 1.25, output: 10 } },
]

/** What is known of a model; nothing where it is asked through somebody else. */
export function factsOf({ endpoint, model }: Pick): ModelFacts {
  return ROWS.find(({ of, name }) => of === endpoint && name.test(model)) ?? {}
}

/** Dollars that an answer cost, by the tokens its vendor counted; null where the price is not known. */
export function costOf(pick: Pick, { input, output, cacheRead = 0, cacheWrite = 0 }: Usage): number | null {
  const { price } = factsOf(pick)
  if (!price) return null
  const plain = Math.max(0, input - cacheRead - cacheWrite)
  const sum =
    plain * price.input +
    cacheRead * (price.cacheRead ?? price.input) +
    cacheWrite * (price.cacheWrite ?? price.input) +
    output * price.output
  return sum / 1_000_000
}
