/** Our turns as messages of Anthropic: text, pictures, documents, sealed reasoning, calls of tools and what came of them. */
import type {
  ContentBlockParam,
  MessageParam,
  ToolUnion,
} from '@anthropic-ai/sdk/resources/messages/messages'
import { argumentsOf } from './arguments.ts'
import { unsayable } from './media.ts'
import type { Call, Input, MediaInput, Tool } from './spec.ts'

/** Marks the seal of reasoning that Anthropic hides from readers; the rest of the seal is as it came. */
export const REDACTED = 'redacted:'

/** Alternating turns: an empty one is refused, and so are two of one role. */
export function messagesOf({ turns }: Call): MessageParam[] {
  const messages: MessageParam[] = []
  for (const { role, parts } of turns) {
    const content = contentOf(parts)
    if (content.length === 0) continue
    const last = messages.at(-1)
    if (last?.role === role && Array.isArray(last.content)) last.content.push(...content)
    else messages.push({ role, content })
  }
  return messages
}

export function toolsOf(tools: readonly Tool[]): ToolUnion[] {
  return tools.map(({ name, about, schema }) => ({
    name,
    description: about,
    input_schema: { ...schema, type: 'object' },
  }))
}

/**
 * Sealed reasoning goes back only with the calls it led to: without them nothing asks for it, and its seal binds it to the
 * model and to everything before it, both of which people change in mid-conversation. Blank text is refused.
 */
function contentOf(parts: readonly Input[]): ContentBlockParam[] {
  const calls = parts.some(({ type }) => type === 'call')
  return parts.flatMap((part): ContentBlockParam[] => {
    switch (part.type) {
      case 'text':
        return part.text.trim() === '' ? [] : [{ type: 'text', text: part.text }]
      case 'thinking':
        return calls && part.signature !== undefined ? [thought(part.text, part.signature)] : []
      case 'media':
        return mediaOf(part)
      case 'call':
        return [{ type: 'tool_use', id: part.id, name: part.name, input: argumentsOf(part.args) }]
      case 'result':
        return [
          {
            type: 'tool_result',
            tool_use_id: part.id,
            content: part.text,
            ...(part.failed && { is_error: true }),
          },
        ]
      default:
        return []
    }
  })
}

function thought(thinking: string, signature: string): ContentBlockParam {
  return signature.startsWith(REDACTED)
    ? { type: 'redacted_thinking', data: signature.slice(REDACTED.length) }
    : { type: 'thinking', thinking, signature }
}

function mediaOf({ mime, data, name }: MediaInput): ContentBlockParam[] {
  if (/^image\/(jpeg|png|gif|webp)$/.test(mime)) {
    const media_type = mime as 'image/png'
    return [{ type: 'image', source: { type: 'base64', media_type, data } }]
  }
  if (mime !== 'application/pdf') return [unsayable({ mime, ...(name && { name }) })]
  const source = { type: 'base64' as const, media_type: 'application/pdf' as const, data }
  return [{ type: 'document', source, ...(name && { title: name }) }]
}
