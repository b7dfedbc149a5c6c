/** What Gemini is asked. Source: https://ai.google.dev/api/generate-content. */
import { takenBy } from '../../shared/parameters.ts'
import type { Options } from '../../shared/setup.ts'
import { argumentsOf } from './arguments.ts'
import type { Call, Input, Tool } from './spec.ts'

/** As the API has it; only what is sent. */
export type GoogleBody = {
  contents: { role: 'user' | 'model'; parts: GooglePart[] }[]
  systemInstruction?: { parts: { text: string }[] }
  tools?: object[]
  generationConfig?: Record<string, unknown>
  safetySettings?: { category: string; threshold: string }[]
}

export type GooglePart = {
  text?: string
  thought?: boolean
  thoughtSignature?: string
  inlineData?: { mimeType: string; data: string }
  functionCall?: { id?: string; name: string; args: unknown }
  functionResponse?: { id?: string; name: string; response: object }
}

export function bodyOf(call: Call, safety: GoogleBody['safetySettings']): GoogleBody {
  const { system, turns, tools } = call
  const contents = turns.flatMap(({ role, parts }) => {
    const own = parts.flatMap(partOf)
    return own.length > 0
      ? [{ role: role === 'user' ? ('user' as const) : ('model' as const), parts: own }]
      : []
  })
  const generationConfig = configOf(call)
  return {
    contents,
    ...(system && { systemInstruction: { parts: [{ text: system }] } }),
    ...(tools?.length && { tools: [{ functionDeclarations: tools.map(declarationOf) }] }),
    ...(Object.keys(generationConfig).length > 0 && { generationConfig }),
    ...(safety?.length && { safetySettings: safety }),
  }
}

/** Thoughts are not sent back; their seal goes with the call that it belongs to. */
function partOf(part: Input): GooglePart[] {
  switch (part.type) {
    case 'text':
      return part.text === '' ? [] : [{ text: part.text }]
    case 'media':
      return [{ inlineData: { mimeType: part.mime, data: part.data } }]
    case 'call': {
      const { id, name, args, signature } = part
      return [
        {
          functionCall: { id, name, args: argumentsOf(args) },
          ...(signature && { thoughtSignature: signature }),
        },
      ]
    }
    case 'result': {
      const { id, name, text, failed } = part
      return [{ functionResponse: { id, name, response: failed ? { error: text } : { result: text } } }]
    }
    default:
      return []
  }
}

const declarationOf = ({ name, about, schema }: Tool) => ({
  name,
  description: about,
  parametersJsonSchema: schema,
})

function configOf({ model, options, maxTokens }: Call): Record<string, unknown> {
  const taken = takenBy({ endpoint: 'google', model }, options ?? {})
  const { temperature, topP, topK, seed, stop } = taken
  const most = maxTokens === undefined ? taken.maxTokens : maxTokens + THINKING_TOKENS
  const thinking = thinkingOf(model, taken, maxTokens !== undefined)
  return {
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(topK !== undefined && { topK }),
    ...(seed !== undefined && { seed }),
    ...(stop?.length && { stopSequences: stop }),
    ...(most !== undefined && { maxOutputTokens: most }),
    ...(thinking && { thinkingConfig: thinking }),
  }
}

/** Tokens a model may think beyond a short answer of ours: the limit counts both. */
const THINKING_TOKENS = 4000

/** From Gemini 3 on a level, in 2.5 a budget; what is older does not think. */
function thinkingOf(model: string, { effort, thinkingTokens }: Options, short: boolean): object | null {
  if (/gemini-([3-9]|\d\d)/.test(model)) {
    const level = effort === undefined || effort === 'none' ? null : effort
    return { includeThoughts: !short, ...(level && { thinkingLevel: level }) }
  }
  if (!/gemini-2\.5/.test(model)) return null
  return { includeThoughts: !short, ...(thinkingTokens !== undefined && { thinkingBudget: thinkingTokens }) }
}
