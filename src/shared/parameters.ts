/**
 * Which parameters a model takes, with what they may be. The page shows these and providers send these, so that what is
 * shown is what is sent. A family is found by the endpoint and the name of the model; the first that fits counts.
 */
import { knownOf } from './known.ts'
import type { Pick } from './message.ts'
import { EFFORTS, type Options } from './setup.ts'

type Key = keyof Options

/** `usual`: what the vendor does by itself, where it says so. */
export type Parameter = { key: Key } & (
  | { kind: 'range'; min: number; max: number; step: number; usual: number }
  | { kind: 'whole'; min: number; max: number; usual?: number }
  | { kind: 'choice'; of: readonly string[]; usual?: string }
  | { kind: 'switch'; usual: boolean }
  /** Texts that end an answer, at most so many. */
  | { kind: 'texts'; most: number }
)

type Family = { endpoint: string | null; name: RegExp; takes: readonly Parameter[] }

const temperature = (max: number): Parameter => ({
  key: 'temperature',
  kind: 'range',
  min: 0,
  max,
  step: 0.05,
  usual: 1,
})
const topP: Parameter = { key: 'topP', kind: 'range', min: 0, max: 1, step: 0.01, usual: 1 }
const topK: Parameter = { key: 'topK', kind: 'whole', min: 1, max: 500 }
const penalty = (key: 'frequencyPenalty' | 'presencePenalty'): Parameter => ({
  key,
  kind: 'range',
  min: -2,
  max: 2,
  step: 0.05,
  usual: 0,
})
const penalties = [penalty('frequencyPenalty'), penalty('presencePenalty')]
const maxTokens = (max: number, usual?: number): Parameter => ({
  key: 'maxTokens',
  kind: 'whole',
  min: 1,
  max,
  ...(usual !== undefined && { usual }),
})
const stop = (most: number): Parameter => ({ key: 'stop', kind: 'texts', most })
const seed: Parameter = { key: 'seed', kind: 'whole', min: 0, max: 2_147_483_647 }
const effort = (of: readonly string[], usual?: string): Parameter => ({
  key: 'effort',
  kind: 'choice',
  of,
  ...(usual !== undefined && { usual }),
})
const verbosity: Parameter = {
  key: 'verbosity',
  kind: 'choice',
  of: ['low', 'medium', 'high'],
  usual: 'medium',
}
const imageDetail: Parameter = {
  key: 'imageDetail',
  kind: 'choice',
  of: ['low', 'auto', 'high'],
  usual: 'auto',
}
const whole: Parameter = { key: 'whole', kind: 'switch', usual: false }
const responses: Parameter = { key: 'responses', kind: 'switch', usual: false }
const summary: Parameter = { key: 'summary', kind: 'choice', of: ['auto', 'concise', 'detailed'] }
const webSearch: Parameter = { key: 'webSearch', kind: 'switch', usual: false }
const urlContext: Parameter = { key: 'urlContext', kind: 'switch', usual: false }
const thinking: Parameter = { key: 'thinkingTokens', kind: 'whole', min: 0, max: 128_000, usual: 0 }
const dynamic = (max: number): Parameter => ({ key: 'thinkingTokens', kind: 'whole', min: -1, max })
const promptCache: readonly Parameter[] = [
  { key: 'promptCache', kind: 'switch', usual: true },
  { key: 'promptCacheTtl', kind: 'choice', of: ['5m', '1h'], usual: '5m' },
]
const display: Parameter = {
  key: 'thinkingDisplay',
  kind: 'choice',
  of: ['summarized', 'omitted'],
  usual: 'summarized',
}

/** A Claude that decides itself how long it thinks, and takes nothing that steers sampling. */
const adaptive = (levels: readonly string[], most: number): readonly Parameter[] => [
  effort(['none', ...levels], 'high'),
  display,
  maxTokens(most),
  stop(16),
  webSearch,
  ...promptCache,
]

/** A Claude that thinks on a budget, which is a part of its answer. */
const budgeted = (most: number): readonly Parameter[] => [
  { ...thinking, max: most - 1024 } as Parameter,
  temperature(1),
  topP,
  topK,
  maxTokens(most),
  stop(16),
  webSearch,
  ...promptCache,
]

/** A Claude that does not think. */
const plain = (most: number): readonly Parameter[] => [temperature(1), topP, topK, maxTokens(most), stop(16)]

/** Claude decides itself how long it thinks from 4.6 on; older models want a budget. */
const ADAPTIVE = /claude-(opus|sonnet)-4-[6-9]\b|claude-[a-z]+-([5-9]|\d{2})\b/

/** OpenRouter, which hands on to everybody. */
const ROUTED: readonly Parameter[] = [
  temperature(2),
  topP,
  topK,
  maxTokens(128_000),
  ...penalties,
  stop(4),
  seed,
  effort(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']),
  verbosity,
  imageDetail,
  webSearch,
  whole,
]

const FAMILIES: readonly Family[] = [
  { endpoint: 'guide', name: /./, takes: [] },
  // OpenAI's reasoning models refuse what steers sampling.
  {
    endpoint: 'openAI',
    name: /^gpt-5\.[2-9]/,
    takes: [
      effort(['none', 'low', 'medium', 'high', 'xhigh']),
      summary,
      verbosity,
      maxTokens(128_000),
      imageDetail,
      webSearch,
      responses,
      whole,
    ],
  },
  {
    endpoint: 'openAI',
    name: /^gpt-5\.1/,
    takes: [
      effort(['none', 'low', 'medium', 'high'], 'none'),
      summary,
      verbosity,
      maxTokens(128_000),
      imageDetail,
      webSearch,
      responses,
      whole,
    ],
  },
  {
    endpoint: 'openAI',
    name: /^gpt-5/,
    takes: [
      effort(['minimal', 'low', 'medium', 'high'], 'medium'),
      summary,
      verbosity,
      maxTokens(128_000),
      imageDetail,
      webSearch,
      responses,
      whole,
    ],
  },
  {
    endpoint: 'openAI',
    name: /^o\d/,
    takes: [
      effort(['low', 'medium', 'high'], 'medium'),
      summary,
      maxTokens(100_000),
      imageDetail,
      webSearch,
      responses,
      whole,
    ],
  },
  {
    endpoint: 'openAI',
    name: /./,
    takes: [
      temperature(2),
      topP,
      maxTokens(32_768),
      ...penalties,
      stop(4),
      seed,
      imageDetail,
      webSearch,
      responses,
      whole,
    ],
  },
  {
    endpoint: 'anthropic',
    name: /claude-sonnet-4-6\b/,
    takes: adaptive(['low', 'medium', 'high', 'max'], 64_000),
  },
  {
    endpoint: 'anthropic',
    name: /claude-opus-4-6\b/,
    takes: adaptive(['low', 'medium', 'high', 'max'], 128_000),
  },
  {
    endpoint: 'anthropic',
    name: ADAPTIVE,
    takes: adaptive(['low', 'medium', 'high', 'xhigh', 'max'], 128_000),
  },
  { endpoint: 'anthropic', name: /claude-3-7/, takes: budgeted(128_000) },
  { endpoint: 'anthropic', name: /claude-opus-4(?!-5)/, takes: budgeted(32_000) },
  { endpoint: 'anthropic', name: /claude-[a-z]+-4/, takes: budgeted(64_000) },
  { endpoint: 'anthropic', name: /claude-3-5/, takes: [...plain(8192), ...promptCache] },
  { endpoint: 'anthropic', name: /claude-3/, takes: [...plain(4096), ...promptCache] },
  // Older ones, and what others offer in Anthropic's language.
  { endpoint: 'anthropic', name: /claude/, takes: plain(4096) },
  { endpoint: 'anthropic', name: /./, takes: plain(128_000) },
  {
    endpoint: 'google',
    name: /gemini-([3-9]|\d\d)/,
    takes: [
      effort(['minimal', 'low', 'medium', 'high'], 'high'),
      temperature(2),
      topP,
      topK,
      maxTokens(65_536),
      stop(5),
      seed,
      webSearch,
      urlContext,
    ],
  },
  {
    endpoint: 'google',
    name: /gemini-2\.5/,
    takes: [
      dynamic(32_768),
      temperature(2),
      topP,
      topK,
      maxTokens(65_536),
      stop(5),
      seed,
      webSearch,
      urlContext,
    ],
  },
  {
    endpoint: 'google',
    name: /gemini-2/,
    takes: [temperature(2), topP, topK, maxTokens(8192), stop(5), seed, webSearch],
  },
  { endpoint: 'google', name: /./, takes: [temperature(2), topP, topK, maxTokens(8192), stop(5), seed] },
  {
    endpoint: 'bedrock',
    name: /anthropic\.claude-(3-7|[a-z]+-[4-9])/,
    takes: [thinking, temperature(1), topP, topK, maxTokens(64_000), stop(16)],
  },
  {
    endpoint: 'bedrock',
    name: /zai\.|moonshot/,
    takes: [effort(['low', 'medium', 'high']), temperature(1), topP, maxTokens(65_536)],
  },
  { endpoint: 'bedrock', name: /./, takes: [temperature(1), topP, maxTokens(65_536), stop(4)] },
  {
    endpoint: 'ollama',
    name: /./,
    takes: [
      temperature(2),
      topP,
      maxTokens(128_000),
      ...penalties,
      stop(16),
      seed,
      effort(['none', 'low', 'medium', 'high']),
    ],
  },
  // Of the vendors behind it, Anthropic only keeps what repeats when it is told to.
  { endpoint: 'openrouter', name: /^~?anthropic\//, takes: [...ROUTED, ...promptCache] },
  { endpoint: 'openrouter', name: /./, takes: ROUTED },
  // xAI refuses of its reasoning models what steers sampling by penalties, and texts to stop at.
  { endpoint: 'xai', name: /^grok-(4|code)/, takes: [temperature(2), topP, maxTokens(128_000), seed] },
  {
    endpoint: 'workersAI',
    name: /./,
    takes: [temperature(2), topP, topK, maxTokens(128_000), ...penalties, seed],
  },
  // Whatever speaks OpenAI's language: what most of these servers know.
  {
    endpoint: null,
    name: /./,
    takes: [
      temperature(2),
      topP,
      topK,
      maxTokens(128_000),
      ...penalties,
      stop(4),
      seed,
      effort(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']),
      verbosity,
      whole,
    ],
  },
]

/** Who takes the same as somebody else. */
const SAME: Readonly<Record<string, string>> = { azureOpenAI: 'openAI' }

/**
 * In the order in which they are shown. `endpoint` may also be the name of the vendor whose parameters are meant, as
 * `ModelInfo.family` has it.
 */
export function parametersOf({ endpoint, model }: Pick): readonly Parameter[] {
  const known = knownOf(endpoint)
  const own = SAME[endpoint] ?? known?.id ?? endpoint
  const family = FAMILIES.find((one) => (one.endpoint ?? own) === own && one.name.test(model))
  const takes = family?.takes ?? []
  return known?.lacks ? takes.filter(({ key }) => !known.lacks?.includes(key)) : takes
}

/** Of `options`, what this model takes, as near as it takes it. */
export function takenBy(pick: Pick, options: Options): Options {
  const taken: Record<string, unknown> = {}
  for (const parameter of parametersOf(pick)) {
    const value = options[parameter.key]
    if (value === undefined) continue
    if (parameter.kind === 'choice') taken[parameter.key] = nearest(value as string, parameter.of)
    else if (parameter.kind === 'texts') taken[parameter.key] = (value as string[]).slice(0, parameter.most)
    else if (parameter.kind === 'switch') taken[parameter.key] = value
    else taken[parameter.key] = Math.min(parameter.max, Math.max(parameter.min, value as number))
  }
  return taken
}

/** Models name different levels; of two that are as near, the higher. */
function nearest(wanted: string, of: readonly string[]): string {
  const levels: readonly string[] = EFFORTS
  const away = (level: string) => Math.abs(levels.indexOf(level) - levels.indexOf(wanted) - 0.1)
  return of.includes(wanted) ? wanted : of.reduce((best, level) => (away(level) < away(best) ? level : best))
}

/** Whether this Claude decides itself how long it thinks. */
export function thinksAdaptively(model: string): boolean {
  return ADAPTIVE.test(model)
}
