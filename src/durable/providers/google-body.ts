/** What Gemini is asked. Source: https://ai.google.dev/api/generate-content. */
import { takenBy } from '../../shared/parameters.ts'
import type { Options } from '../../shared/setup.ts'
import { argumentsOf } from './arguments.ts'
import { unsayable } from './media.ts'
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

/** `cloud`: at Vertex AI, which knows calls by their order and takes no ids. */
export function bodyOf(call: Call, safety: GoogleBody['safetySettings'], cloud = false): GoogleBody {
  const { system, turns } = call
  const contents = turns.flatMap(({ role, parts }) => {
    const own = parts.flatMap(partOf).map((part) => (cloud ? withoutId(part) : part))
    return own.length > 0
      ? [{ role: role === 'user' ? ('user' as const) : ('model' as const), parts: own }]
      : []
  })
  const generationConfig = configOf(call)
  const tools = toolsOf(call)
  return {
    contents,
    ...(system && { systemInstruction: { parts: [{ text: system }] } }),
    ...(tools.length > 0 && { tools }),
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
      // Google refuses a request with one of these.
      if (part.mime === 'image/gif') return [{ text: unsayable(part).text }]
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

function withoutId(part: GooglePart): GooglePart {
  const { functionCall: call, functionResponse: response, ...rest } = part
  if (call) return { ...rest, functionCall: { name: call.name, args: call.args } }
  if (response) return { ...rest, functionResponse: { name: response.name, response: response.response } }
  return part
}

/** Before Gemini 3, what Google looks up itself and tools of ours cannot be had together: ours were asked for by name. */
function toolsOf({ model, tools = [], options = {}, maxTokens }: Call): object[] {
  const { webSearch, urlContext } = takenBy({ endpoint: 'google', model }, options)
  const alone = maxTokens !== undefined || (tools.length > 0 && !isNew(model))
  return [
    ...(webSearch && !alone ? [{ googleSearch: {} }] : []),
    ...(urlContext && !alone ? [{ urlContext: {} }] : []),
    ...(tools.length > 0 ? [{ functionDeclarations: tools.map(declarationOf) }] : []),
  ]
}

const isNew = (model: string): boolean => /gemini-([3-9]|\d\d)/.test(model)

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

/** From Gemini 3 on a level, in 2.5 a budget (-1: as it likes); what is older does not think. */
function thinkingOf(model: string, { effort, thinkingTokens }: Options, short: boolean): object | null {
  if (isNew(model)) {
    const level = effort === undefined || effort === 'none' ? null : effort
    return { includeThoughts: !short, ...(level && { thinkingLevel: level }) }
  }
  if (!/gemini-2\.5/.test(model)) return null
  const budget = thinkingTokens === undefined ? null : budgetOf(model, thinkingTokens)
  return { includeThoughts: !short && budget !== 0, ...(budget !== null && { thinkingBudget: budget }) }
}

/** Pro cannot do without thoughts, and each of the three has bounds of its own. */
function budgetOf(model: string, wanted: number): number {
  if (wanted < 0) return -1
  if (/pro/.test(model)) return Math.min(32_768, Math.max(128, wanted))
  const least = /flash-lite/.test(model) ? 512 : 0
  return wanted === 0 ? 0 : Math.min(24_576, Math.max(least, wanted))
}
