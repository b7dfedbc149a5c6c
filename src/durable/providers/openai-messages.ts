/** Our turns as messages of Chat Completions: text, pictures, files, sound, calls of tools and what came of them. */
import type { OpenAI } from 'openai/client'
import { textOf } from '../../shared/parts.ts'
import type { Options } from '../../shared/setup.ts'
import type { Dialect } from './known.ts'
import { detailsIn } from './openai-details.ts'
import type { Call, Input, MediaInput, Tool } from './spec.ts'

type Message = OpenAI.ChatCompletionMessageParam
type UserContent = OpenAI.ChatCompletionContentPart

/** Alternating turns; results of tools become messages of their own, before what the person says with them. */
export function messagesOf(
  { system, turns, maxTokens }: Call,
  dialect: Dialect = {},
  detail?: Options['imageDetail'],
): Message[] {
  const messages: Message[] = []
  if (system) messages.push({ role: 'system', content: system })
  for (const { role, parts } of turns) {
    if (role === 'assistant') messages.push(...assistant(parts, dialect))
    else messages.push(...results(parts), ...user(parts, detail))
  }
  // A title is asked for in one turn; some servers follow it better when another role says it.
  const [only, second] = messages
  if (dialect.titleRole && maxTokens !== undefined && only && !second)
    return [{ role: dialect.titleRole, content: textOf(turns[0]?.parts ?? []) }]
  return messages
}

export function toolsOf(tools: readonly Tool[]): OpenAI.ChatCompletionTool[] {
  return tools.map(({ name, about, schema }) => ({
    type: 'function',
    function: { name, description: about, parameters: schema },
  }))
}

function assistant(parts: readonly Input[], dialect: Dialect): Message[] {
  const content = textOf(parts)
  const calls = parts.filter((part) => part.type === 'call')
  if (content === '' && calls.length === 0) return []
  const tool_calls = calls.map(({ id, name, args }) => ({
    id,
    type: 'function' as const,
    function: { name, arguments: args || '{}' },
  }))
  const reasoning = dialect.returns === 'all' || (dialect.returns === 'calls' && calls.length > 0)
  return [
    {
      role: 'assistant',
      content: content || null,
      ...(reasoning && reasoningOf(parts, dialect)),
      ...(calls.length > 0 && { tool_calls }),
    },
  ]
}

/** As the server gave it: sealed where it seals, else as text in the field that it came in. */
function reasoningOf(parts: readonly Input[], { reasoning = 'reasoning_content', details }: Dialect): object {
  const thoughts = parts.filter((part) => part.type === 'thinking')
  if (details) {
    const pieces = thoughts.flatMap(({ signature }) => (signature && detailsIn(signature)) || [])
    if (pieces.length > 0) return { reasoning_details: pieces }
  }
  const text = thoughts.map(({ text }) => text).join('\n\n')
  return text === '' ? {} : { [reasoning]: text }
}

function results(parts: readonly Input[]): Message[] {
  return parts
    .filter((part) => part.type === 'result')
    .map(({ id, text }) => ({ role: 'tool', tool_call_id: id, content: text }))
}

function user(parts: readonly Input[], detail: Options['imageDetail']): Message[] {
  const text = textOf(parts)
  const media = parts.filter((part) => part.type === 'media').flatMap((part) => mediaOf(part, detail))
  if (media.length === 0) return text === '' ? [] : [{ role: 'user', content: text }]
  return [{ role: 'user', content: [...media, ...(text === '' ? [] : [{ type: 'text' as const, text }])] }]
}

function mediaOf({ mime, data, name }: MediaInput, detail: Options['imageDetail']): UserContent[] {
  const url = `data:${mime};base64,${data}`
  if (mime.startsWith('image/')) return [{ type: 'image_url', image_url: { url, ...(detail && { detail }) } }]
  const sound = /^audio\/(?:x-)?(wav|mp3|mpeg)$/.exec(mime)?.[1]
  if (sound) return [{ type: 'input_audio', input_audio: { data, format: sound === 'wav' ? 'wav' : 'mp3' } }]
  return [{ type: 'file', file: { filename: name ?? 'file', file_data: url } }]
}
