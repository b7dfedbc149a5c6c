/**
 * Vendors that speak OpenAI's language, each at its own address, as of 21 November 2026. Sources: docs.mistral.ai and
 * mistral.ai/pricing, api-docs.deepseek.com/quick_start/pricing, docs.x.ai/docs/models, groq.com/pricing and
 * console.groq.com/docs/models, docs.cohere.com/docs/models and cohere.com/pricing, platform.moonshot.ai/docs/pricing,
 * docs.perplexity.ai/getting-started/pricing; checked where it has them against LibreChat's table
 * (packages/data-schemas/src/methods/tx.ts at 02244615). Perplexity's fee for each search is not among the tokens.
 */
import { type Row, row } from './row.ts'

export const MISTRAL: readonly Row[] = [
  row('mistral-large-latest mistral-large-2411 mistral-large', 131_072, 0, { input: 2, output: 6 }),
  row('mistral-medium-2505 mistral-medium-2508', 131_072, 0, { input: 0.4, output: 2 }, 'image'),
  row('mistral-small-2503 mistral-small-2506', 131_072, 0, { input: 0.1, output: 0.3 }, 'image'),
  row('pixtral-large-latest pixtral-large-2411', 131_072, 0, { input: 2, output: 6 }, 'image'),
  row(
    'magistral-medium-2506 magistral-medium-2507 magistral-medium-2509',
    131_072,
    0,
    { input: 2, output: 5 },
    '',
    true,
  ),
  row(
    'magistral-small-2506 magistral-small-2507 magistral-small-2509',
    131_072,
    0,
    { input: 0.5, output: 1.5 },
    '',
    true,
  ),
  row('codestral-latest codestral-2501 codestral-2508', 256_000, 0, { input: 0.3, output: 0.9 }),
  row('devstral-medium-2507', 131_072, 0, { input: 0.4, output: 2 }),
  row('devstral-small-2507', 131_072, 0, { input: 0.1, output: 0.3 }),
  row('ministral-8b-latest ministral-8b-2410', 131_072, 0, { input: 0.1, output: 0.1 }),
  row('ministral-3b-latest ministral-3b-2410', 131_072, 0, { input: 0.04, output: 0.04 }),
  row('open-mistral-nemo mistral-nemo', 131_072, 0, { input: 0.15, output: 0.15 }),
]

export const DEEPSEEK: readonly Row[] = [
  row('deepseek-chat', 128_000, 8192, { input: 0.28, output: 0.42, cacheRead: 0.028 }),
  row('deepseek-reasoner', 128_000, 65_536, { input: 0.28, output: 0.42, cacheRead: 0.028 }, '', true),
]

const FAST = { input: 0.2, output: 0.5, cacheRead: 0.05, long: { over: 128_000, input: 0.4, output: 1 } }

export const XAI: readonly Row[] = [
  row(
    'grok-4',
    256_000,
    0,
    { input: 3, output: 15, cacheRead: 0.75, long: { over: 128_000, input: 6, output: 30 } },
    'image',
    true,
  ),
  row(
    'grok-4-fast grok-4-fast-reasoning grok-4-1-fast grok-4-1-fast-reasoning',
    2_000_000,
    0,
    FAST,
    'image',
    true,
  ),
  row('grok-4-fast-non-reasoning grok-4-1-fast-non-reasoning', 2_000_000, 0, FAST, 'image'),
  row('grok-code-fast grok-code-fast-1', 256_000, 0, { input: 0.2, output: 1.5, cacheRead: 0.02 }, '', true),
  row('grok-3', 131_072, 0, { input: 3, output: 15, cacheRead: 0.75 }),
  row('grok-3-mini', 131_072, 0, { input: 0.3, output: 0.5, cacheRead: 0.075 }, '', true),
  row('grok-2-vision', 32_768, 0, { input: 2, output: 10 }, 'image'),
]

export const GROQ: readonly Row[] = [
  row('llama-3.3-70b-versatile', 131_072, 32_768, { input: 0.59, output: 0.79 }),
  row('llama-3.1-8b-instant', 131_072, 131_072, { input: 0.05, output: 0.08 }),
  row('meta-llama/llama-4-maverick-17b-128e-instruct', 131_072, 8192, { input: 0.2, output: 0.6 }, 'image'),
  row('meta-llama/llama-4-scout-17b-16e-instruct', 131_072, 8192, { input: 0.11, output: 0.34 }, 'image'),
  row('openai/gpt-oss-120b', 131_072, 65_536, { input: 0.15, output: 0.6, cacheRead: 0.075 }, '', true),
  row('openai/gpt-oss-20b', 131_072, 65_536, { input: 0.075, output: 0.3, cacheRead: 0.0375 }, '', true),
  row('qwen/qwen3-32b', 131_072, 40_960, { input: 0.29, output: 0.59 }, '', true),
  row('moonshotai/kimi-k2-instruct-0905', 262_144, 16_384, { input: 1, output: 3, cacheRead: 0.5 }),
]

export const COHERE: readonly Row[] = [
  row('command-a-03-2025', 256_000, 8000, { input: 2.5, output: 10 }),
  row('command-r7b-12-2024', 128_000, 4096, { input: 0.0375, output: 0.15 }),
  row('command-r-plus-08-2024', 128_000, 4096, { input: 2.5, output: 10 }),
  row('command-r-08-2024', 128_000, 4096, { input: 0.15, output: 0.6 }),
]

export const MOONSHOT: readonly Row[] = [
  row('kimi-k2.5', 262_144, 0, { input: 0.6, output: 3, cacheRead: 0.1 }, 'image', true),
  row('kimi-k2-thinking', 262_144, 0, { input: 0.6, output: 2.5, cacheRead: 0.15 }, '', true),
  row('kimi-k2-thinking-turbo', 262_144, 0, { input: 1.15, output: 8, cacheRead: 0.15 }, '', true),
  row('kimi-k2-turbo', 262_144, 0, { input: 1.15, output: 8, cacheRead: 0.15 }),
  row('kimi-k2-0905', 262_144, 0, { input: 0.6, output: 2.5, cacheRead: 0.15 }),
  row('kimi-k2-0711', 131_072, 0, { input: 0.6, output: 2.5, cacheRead: 0.15 }),
  row('moonshot-v1-8k', 8192, 0, { input: 0.2, output: 2 }),
  row('moonshot-v1-32k', 32_768, 0, { input: 1, output: 3 }),
  row('moonshot-v1-128k', 131_072, 0, { input: 2, output: 5 }),
]

export const PERPLEXITY: readonly Row[] = [
  row('sonar', 128_000, 0, { input: 1, output: 1 }),
  row('sonar-pro', 200_000, 8000, { input: 3, output: 15 }),
  row('sonar-reasoning-pro', 128_000, 0, { input: 2, output: 8 }, '', true),
]
