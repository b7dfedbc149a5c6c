/** What a person set, as Chat Completions take it. Source: https://platform.openai.com/docs/api-reference/chat/create. */
import type { OpenAI } from 'openai/client'
import type { Options } from '../../shared/setup.ts'

type Body = Partial<OpenAI.ChatCompletionCreateParamsStreaming>

/** The fields of the request body for `options`. OpenAI's reasoning models refuse what steers sampling, so it stays away. */
export function chatOptions(options: Options, model: string, atOpenAI: boolean): Body {
  const { effort, verbosity, maxTokens, stop, seed } = options
  const reasons = atOpenAI && /^(o\d|gpt-5)/.test(model)
  return {
    ...(!reasons && samplingOf(options)),
    ...(seed !== undefined && { seed }),
    ...(stop?.length && !reasons && { stop }),
    ...(maxTokens !== undefined &&
      (atOpenAI ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens })),
    ...(effort && { reasoning_effort: effort as OpenAI.ReasoningEffort }),
    ...(verbosity && { verbosity }),
  }
}

function samplingOf({ temperature, topP, topK, frequencyPenalty, presencePenalty }: Options): Body {
  return {
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    // Not OpenAI's own: most compatible servers know it.
    ...(topK !== undefined && { top_k: topK }),
    ...(frequencyPenalty !== undefined && { frequency_penalty: frequencyPenalty }),
    ...(presencePenalty !== undefined && { presence_penalty: presencePenalty }),
  }
}
