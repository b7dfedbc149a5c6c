/**
 * What a person set, as OpenAI's two languages take it. Sources:
 * https://platform.openai.com/docs/api-reference/chat/create and /docs/api-reference/responses/create.
 */
import type { OpenAI } from 'openai/client'
import type { ResponseCreateParamsStreaming } from 'openai/resources/responses/responses'
import type { Pick } from '../../shared/message.ts'
import { parametersOf, takenBy } from '../../shared/parameters.ts'
import { optionOf } from '../../shared/preset-json.ts'
import { Options } from '../../shared/setup.ts'
import type { Dialect } from './known.ts'
import type { Endpoint } from './spec.ts'

type Body = Partial<OpenAI.ChatCompletionCreateParamsStreaming>

/** The fields of the request body for what of `options` this model takes. `family`: whose parameters those are. */
export function chatOptions(options: Options, family: string, model: string, dialect: Dialect = {}): Body {
  const { effort, verbosity, maxTokens, stop, seed, ...rest } = takenBy({ endpoint: family, model }, options)
  const { temperature, topP, topK, frequencyPenalty, presencePenalty, thinkingTokens, webSearch, whole } =
    rest
  return {
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    // Not OpenAI's own: most compatible servers know it.
    ...(topK !== undefined && { top_k: topK }),
    ...(frequencyPenalty !== undefined && { frequency_penalty: frequencyPenalty }),
    ...(presencePenalty !== undefined && { presence_penalty: presencePenalty }),
    ...(seed !== undefined && { [dialect.seed ?? 'seed']: seed }),
    ...(stop?.length && { stop }),
    ...(maxTokens !== undefined &&
      (family === 'openAI' || thinks(family, model)
        ? { max_completion_tokens: maxTokens }
        : { max_tokens: maxTokens })),
    ...(effort && effortOf(effort as OpenAI.ReasoningEffort, dialect)),
    ...(thinkingTokens !== undefined && budgetOf(thinkingTokens, family)),
    ...(verbosity && { verbosity }),
    // What is no stream is asked nothing about streams.
    ...(whole && { stream: false as never, stream_options: undefined as never }),
    ...(webSearch && dialect.search),
    ...(dialect.keeps && keepingOf(rest, { endpoint: family, model })),
  }
}

/** Unless a person switched it off, where the model has the switch. */
function keepingOf({ promptCache = true, promptCacheTtl }: Options, pick: Pick): object {
  if (!promptCache || !parametersOf(pick).some(({ key }) => key === 'promptCache')) return {}
  return { cache_control: { type: 'ephemeral', ...(promptCacheTtl === '1h' && { ttl: '1h' }) } }
}

/** How closely this model looks at pictures; undefined: as its vendor sees fit. */
export function detailOf({ imageDetail }: Options, family: string, model: string): Options['imageDetail'] {
  return imageDetail && takenBy({ endpoint: family, model }, { imageDetail }).imageDetail
}

/** What Chat Completions have a field for. The vendors' own ways to search are in `dialect`. */
const SENT = new Set<keyof Options>([
  ...(['temperature', 'topP', 'topK', 'frequencyPenalty', 'presencePenalty', 'seed', 'stop'] as const),
  ...([
    'maxTokens',
    'contextTokens',
    'resendFiles',
    'fileTokens',
    'effort',
    'thinkingTokens',
    'verbosity',
    'imageDetail',
    'whole',
  ] as const),
])

/** What of another vendor's parameters a server that speaks OpenAI's language is not sent, and what the operator drops. */
export function lackedBy({ family, dialect = {}, drop = [] }: Omit<Endpoint, 'models'>): (keyof Options)[] {
  const dropped = new Set(drop.map(optionOf))
  const foreign = family !== undefined && !/^(openAI|azureOpenAI)$/.test(family)
  return (Object.keys(Options.entries) as (keyof Options)[]).filter((key) => {
    if (dropped.has(key) || (key === 'effort' && dialect.effort === 'none')) return true
    if (!foreign || SENT.has(key)) return false
    if (key === 'webSearch') return !dialect.search
    return !(dialect.keeps && /^promptCache/.test(key))
  })
}

function effortOf(effort: OpenAI.ReasoningEffort, dialect: Dialect): object {
  if (dialect.effort === 'none') return {}
  return dialect.effort === 'object' ? { reasoning: { effort } } : { reasoning_effort: effort }
}

/** Servers that hand on to Claude or Gemini take the budget as those do. */
function budgetOf(tokens: number, family: string): object {
  if (family === 'google')
    return {
      extra_body: { google: { thinking_config: { thinking_budget: tokens, include_thoughts: true } } },
    }
  return tokens > 0
    ? { thinking: { type: 'enabled', budget_tokens: tokens } }
    : { thinking: { type: 'disabled' } }
}

type Response = Partial<ResponseCreateParamsStreaming>

/** The same for Responses, which knows no penalties, stops and seeds. */
export function responseOptions(options: Options, family: string, model: string): Response {
  const taken = takenBy({ endpoint: family, model }, options)
  const { temperature, topP, maxTokens, effort, summary, verbosity, whole } = taken
  return {
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(maxTokens !== undefined && { max_output_tokens: Math.max(LEAST_OUTPUT, maxTokens) }),
    ...((effort || summary) && {
      reasoning: {
        ...(effort && { effort: effort as OpenAI.ReasoningEffort }),
        ...(summary && { summary }),
      },
    }),
    ...(verbosity && { text: { verbosity } }),
    ...(whole && { stream: false as never }),
  }
}

/** Fewer are refused. */
const LEAST_OUTPUT = 16

/** OpenAI's models that think before they answer. */
export function thinks(family: string, model: string): boolean {
  return /^(openAI|azureOpenAI)$/.test(family) && /^(gpt-[5-9]|o\d)/.test(model)
}
