/** What a person set, as Anthropic's Messages take it. Source: https://docs.anthropic.com/en/api/messages. */
import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages/messages'
import { takenBy, thinksAdaptively } from '../../shared/parameters.ts'
import type { Options } from '../../shared/setup.ts'

type Body = Partial<MessageCreateParamsStreaming>

/** What the table of parameters names. */
type Level = 'low' | 'medium' | 'high' | 'xhigh' | 'max'

/** Whether reasoning is told. Newer models keep it to themselves unless they are asked. */
export const displayOf = ({ thinkingDisplay }: Options): 'summarized' | 'omitted' =>
  thinkingDisplay === 'omitted' ? 'omitted' : 'summarized'

/** Tokens of reasoning below which Anthropic refuses a budget. */
const LEAST_THINKING = 1024

/**
 * The fields of the request body for what of `options` this model takes. `maxTokens` is the limit of an answer when there
 * is none. While a model thinks on a budget, only the usual sampling is allowed.
 */
export function messageOptions(options: Options, model: string, maxTokens: number): Body {
  const taken = takenBy({ endpoint: 'anthropic', model }, options)
  const { effort, thinkingTokens = 0, stop, temperature, topP, topK } = taken
  const most = taken.maxTokens ?? maxTokens
  const budget = thinkingTokens >= LEAST_THINKING ? thinkingTokens : null
  const samples = budget === null
  return {
    max_tokens: budget === null ? most : Math.max(most, budget + LEAST_THINKING),
    ...(budget !== null && { thinking: { type: 'enabled', budget_tokens: budget } }),
    ...(thinksAdaptively(model) && effort === 'none' && { thinking: { type: 'disabled' } }),
    ...(effort && effort !== 'none' && { output_config: { effort: effort as Level } }),
    ...(stop?.length && { stop_sequences: stop }),
    ...(samples && temperature !== undefined && { temperature: Math.min(temperature, 1) }),
    // Newer models take one of the two.
    ...(samples && temperature === undefined && topP !== undefined && { top_p: topP }),
    ...(samples && topK !== undefined && { top_k: topK }),
  }
}
