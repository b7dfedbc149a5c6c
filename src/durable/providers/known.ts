/**
 * How servers that speak OpenAI's Chat Completions differ from it, for those that are known by name or address. How they
 * are called and which parameters they take is in `shared/known.ts`.
 */
import { knownOf } from '../../shared/known.ts'

/** What is left out is as OpenAI does it. */
export type Dialect = {
  /** How the effort is asked for: `reasoning: { effort }`, or not at all. Else: `reasoning_effort`. */
  effort?: 'object' | 'none'
  /** The field in which reasoning goes back, and of two that carry it the one that is read. */
  reasoning?: 'reasoning' | 'reasoning_content'
  /** Which answers take their reasoning along when they are sent back: those that called tools, or all. */
  returns?: 'calls' | 'all'
  /** Reasoning goes back as it came, in sealed pieces. */
  details?: boolean
  /** It refuses `stream_options`, and counts tokens all the same. */
  countsAnyway?: boolean
  /** Its name for `seed`. */
  seed?: 'random_seed'
  /** It searches the web when this is added. */
  search?: Record<string, unknown>
  /** What repeats is only kept when it is told to, for some models: a switch and how long. */
  keeps?: boolean
  /** The key stands in this header, and not in `authorization` unless `bearer` says so. */
  keyHeader?: string
  bearer?: boolean
  /** The address is the whole of it: nothing is appended. */
  direct?: boolean
  /** The one turn of a request for a title is said by this role. */
  titleRole?: 'system' | 'assistant'
}

const DIALECTS: Readonly<Record<string, Dialect>> = {
  // https://api-docs.deepseek.com/guides/thinking_mode: with tools, an answer without its reasoning is refused.
  deepseek: { reasoning: 'reasoning_content', returns: 'calls' },
  // https://platform.moonshot.ai/docs/guide/use-kimi-k2-thinking-model: the same.
  moonshot: { reasoning: 'reasoning_content', returns: 'calls' },
  // https://docs.mistral.ai/api: what it does not know is an error; usage comes unasked.
  mistral: { countsAnyway: true, seed: 'random_seed' },
  // https://openrouter.ai/docs/use-cases/reasoning-tokens and /docs/features/web-search.
  openrouter: {
    effort: 'object',
    reasoning: 'reasoning',
    details: true,
    returns: 'calls',
    search: { plugins: [{ id: 'web' }] },
    keeps: true,
  },
  // https://vercel.com/docs/ai-gateway/openai-compat.
  vercel: { effort: 'object', reasoning: 'reasoning' },
}

/** How the server at `address`, which the operator calls `name`, speaks. */
export function dialectOf(name: string, address: string): Dialect {
  const known = knownOf(name, address)
  return (known && DIALECTS[known.id]) ?? {}
}

/** Addresses that LibreChat's examples give and that speak another language than OpenAI's, with those that do. */
const MOVED: Readonly<Record<string, string>> = {
  'https://api.cohere.ai/v1': 'https://api.cohere.ai/compatibility/v1',
  'https://api.cohere.com/v1': 'https://api.cohere.com/compatibility/v1',
}

export function currentAddress(address: string): string {
  return MOVED[address] ?? address
}
