/** What a person set, as Chat Completions take it. Source: https://platform.openai.com/docs/api-reference/chat/create. */
import type { OpenAI } from 'openai/client'
import { takenBy } from '../../shared/parameters.ts'
import type { Options } from '../../shared/setup.ts'

type Body = Partial<OpenAI.ChatCompletionCreateParamsStreaming>

/** The fields of the request body for what of `options` this model takes. */
export function chatOptions(options: Options, endpoint: string, model: string): Body {
  const { effort, verbosity, maxTokens, stop, seed, ...rest } = takenBy({ endpoint, model }, options)
  const { temperature, topP, topK, frequencyPenalty, presencePenalty } = rest
  return {
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    // Not OpenAI's own: most compatible servers know it.
    ...(topK !== undefined && { top_k: topK }),
    ...(frequencyPenalty !== undefined && { frequency_penalty: frequencyPenalty }),
    ...(presencePenalty !== undefined && { presence_penalty: presencePenalty }),
    ...(seed !== undefined && { seed }),
    ...(stop?.length && { stop }),
    ...(maxTokens !== undefined &&
      (endpoint === 'openAI' ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens })),
    ...(effort && { reasoning_effort: effort as OpenAI.ReasoningEffort }),
    ...(verbosity && { verbosity }),
  }
}
