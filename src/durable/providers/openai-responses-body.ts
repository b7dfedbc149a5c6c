/**
 * What OpenAI's Responses are asked. Nothing is left with OpenAI (`store: false`): each request has the whole
 * conversation, and the reasoning that led to calls of tools goes along, sealed. Source:
 * https://platform.openai.com/docs/api-reference/responses/create.
 */
import type {
  ResponseCreateParamsStreaming,
  ResponseInputContent,
  ResponseInputItem,
  Tool as ResponseTool,
} from 'openai/resources/responses/responses'
import { textOf } from '../../shared/parts.ts'
import { optionOf } from '../../shared/preset-json.ts'
import type { Options } from '../../shared/setup.ts'
import { unsayable } from './media.ts'
import { familyOf } from './openai-client.ts'
import { detailOf, responseOptions, thinks } from './openai-options.ts'
import type { Call, Endpoint, Input, MediaInput, Tool } from './spec.ts'

/** Tokens a model may think beyond a short answer of ours: the limit counts both. */
const THINKING_TOKENS = 4000

type Detail = NonNullable<Options['imageDetail']>

/** Models that do nothing but look things up, and ask for the means to. */
const RESEARCHES = /deep-research/

export function bodyOf(call: Call, endpoint: Endpoint): ResponseCreateParamsStreaming {
  const { model, system, turns, options = {}, maxTokens } = call
  const searches = options.webSearch || endpoint.search || RESEARCHES.test(model)
  const tools: ResponseTool[] = [
    ...(call.tools ?? []).map(toolOf),
    ...(searches ? [{ type: 'web_search' as const }] : []),
  ]
  const detail = detailOf(options, familyOf(endpoint), model) ?? 'auto'
  return {
    model: endpoint.deployment ?? model,
    ...(system && { instructions: system }),
    input: turns.flatMap(({ role, parts }) =>
      role === 'assistant' ? assistant(parts) : user(parts, detail),
    ),
    ...(tools.length > 0 && { tools }),
    // Without tools nothing asks for the reasoning again.
    ...(call.tools?.length &&
      thinks(familyOf(endpoint), model) && { include: ['reasoning.encrypted_content'] }),
    stream: true,
    store: false,
    ...responseOptions(without(options, endpoint.drop), familyOf(endpoint), model),
    ...(maxTokens !== undefined && { max_output_tokens: maxTokens + THINKING_TOKENS }),
  }
}

/** What the operator takes away is named as Chat Completions name it. */
function without(options: Options, drop: readonly string[] = []): Options {
  const dropped = new Set<string | null>(drop.map(optionOf))
  return Object.fromEntries(Object.entries(options).filter(([key]) => !dropped.has(key)))
}

function toolOf({ name, about, schema }: Tool): ResponseTool {
  return { type: 'function', name, description: about, parameters: schema, strict: false }
}

/** In the order in which it was said: reasoning stands right before the call or the words it led to. */
function assistant(parts: readonly Input[]): ResponseInputItem[] {
  const calls = parts.some(({ type }) => type === 'call')
  return parts.flatMap((part): ResponseInputItem[] => {
    switch (part.type) {
      case 'text':
        return part.text.trim() === '' ? [] : [{ role: 'assistant', content: part.text }]
      case 'thinking':
        return calls && part.signature !== undefined ? thought(part.text, part.signature) : []
      case 'call':
        return [{ type: 'function_call', call_id: part.id, name: part.name, arguments: part.args || '{}' }]
      default:
        return []
    }
  })
}

/** The seal of a piece of reasoning: which it is, and its sealed content. */
export const sealOf = (id: string, sealed: string): string => `${id}:${sealed}`

function thought(text: string, seal: string): ResponseInputItem[] {
  const [, id, encrypted_content] = /^(rs_[\w-]+):(.+)$/s.exec(seal) ?? []
  if (!id || !encrypted_content) return []
  return [
    {
      type: 'reasoning',
      id,
      encrypted_content,
      summary: text === '' ? [] : [{ type: 'summary_text', text }],
    },
  ]
}

function user(parts: readonly Input[], detail: Detail): ResponseInputItem[] {
  const results = parts.filter((part) => part.type === 'result')
  const text = textOf(parts)
  const content: ResponseInputContent[] = [
    ...parts.filter((part) => part.type === 'media').flatMap((part) => mediaOf(part, detail)),
    ...(text === '' ? [] : [{ type: 'input_text' as const, text }]),
  ]
  return [
    ...results.map(({ id, text }) => ({ type: 'function_call_output' as const, call_id: id, output: text })),
    ...(content.length > 0 ? [{ role: 'user' as const, content }] : []),
  ]
}

/** Sound is for Chat Completions alone. */
function mediaOf(part: MediaInput, detail: Detail): ResponseInputContent[] {
  const { mime, data, name } = part
  const url = `data:${mime};base64,${data}`
  if (mime.startsWith('image/')) return [{ type: 'input_image', detail, image_url: url }]
  if (mime.startsWith('audio/') || mime.startsWith('video/'))
    return [{ type: 'input_text', text: unsayable(part).text }]
  return [{ type: 'input_file', filename: name ?? 'file', file_data: url }]
}
