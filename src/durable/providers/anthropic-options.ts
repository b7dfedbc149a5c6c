/** What a person set, as Anthropic's Messages take it. Source: https://docs.anthropic.com/en/api/messages. */
import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages/messages'
import type { Options } from '../../shared/setup.ts'

type Body = Partial<MessageCreateParamsStreaming>

/** Tokens of reasoning below which Anthropic refuses a budget. */
const LEAST_THINKING = 1024

/**
 * The fields of the request body for `options`. `adaptive`: the model decides itself how long it thinks, takes an effort,
 * and refuses what steers sampling; others take a budget, and while they think only the usual sampling.
 */
export function messageOptions(options: Options, adaptive: boolean, maxTokens: number): Body {
  const { effort, thinkingTokens, stop, temperature, topP, topK } = options
  const budget =
    !adaptive && thinkingTokens !== undefined && thinkingTokens >= LEAST_THINKING ? thinkingTokens : null
  const samples = !adaptive && budget === null
  return {
    max_tokens: budget === null ? maxTokens : Math.max(maxTokens, budget + LEAST_THINKING),
    ...(budget !== null && { thinking: { type: 'enabled', budget_tokens: budget } }),
    ...(adaptive && effort === 'none' && { thinking: { type: 'disabled' } }),
    ...(adaptive && effort && effort !== 'none' && { output_config: { effort: levelOf(effort) } }),
    ...(stop?.length && { stop_sequences: stop }),
    ...(samples && temperature !== undefined && { temperature: Math.min(temperature, 1) }),
    // Newer models take one of the two.
    ...(samples && temperature === undefined && topP !== undefined && { top_p: topP }),
    ...(samples && topK !== undefined && { top_k: topK }),
  }
}

function levelOf(effort: Exclude<Options['effort'], undefined | 'none'>): 'low' | 'medium' | 'high' | 'max' {
  if (effort === 'minimal') return 'low'
  return effort === 'xhigh' ? 'max' : effort
}
