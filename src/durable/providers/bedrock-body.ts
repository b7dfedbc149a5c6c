/** What Bedrock's Converse is asked. Source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html. */
import { takenBy } from '../../shared/parameters.ts'
import { argumentsOf } from './arguments.ts'
import type { Call, Input, MediaInput } from './spec.ts'

/** Marks the seal of reasoning that is hidden from readers; the rest of the seal is as it came. */
export const REDACTED = 'redacted:'

/** Tokens a model may think beyond a short answer of ours: the limit counts both. */
const THINKING_TOKENS = 4000

type Block = Record<string, unknown>

/** The body of a request; the model is in the address. */
export function bodyOf(call: Call, guardrail: object | undefined): Record<string, unknown> {
  const { system, tools, model, options, maxTokens } = call
  const taken = takenBy({ endpoint: 'bedrock', model }, options ?? {})
  const most = maxTokens === undefined ? taken.maxTokens : maxTokens + THINKING_TOKENS
  const budget = maxTokens === undefined ? (taken.thinkingTokens ?? 0) : 0
  const inferenceConfig = {
    ...(most !== undefined && { maxTokens: most }),
    ...(taken.temperature !== undefined && budget === 0 && { temperature: taken.temperature }),
    ...(taken.topP !== undefined && budget === 0 && { topP: taken.topP }),
    ...(taken.stop?.length && { stopSequences: taken.stop }),
  }
  const more = {
    ...(budget > 0 && { thinking: { type: 'enabled', budget_tokens: budget } }),
    ...(taken.topK !== undefined && budget === 0 && { top_k: taken.topK }),
    ...(taken.effort && { reasoning_effort: taken.effort }),
  }
  return {
    messages: messagesOf(call),
    ...(system && { system: [{ text: system }] }),
    ...(Object.keys(inferenceConfig).length > 0 && { inferenceConfig }),
    ...(tools?.length && {
      toolConfig: {
        tools: tools.map(({ name, about, schema }) => ({
          toolSpec: { name, description: about, inputSchema: { json: schema } },
        })),
      },
    }),
    ...(guardrail && { guardrailConfig: guardrail }),
    ...(Object.keys(more).length > 0 && { additionalModelRequestFields: more }),
  }
}

/** Alternating turns: an empty one is refused, and so are two of one role. */
function messagesOf({ turns }: Call): { role: string; content: Block[] }[] {
  const messages: { role: string; content: Block[] }[] = []
  for (const { role, parts } of turns) {
    const content = contentOf(parts)
    const last = messages.at(-1)
    if (content.length === 0) continue
    if (last?.role === role) last.content.push(...content)
    else messages.push({ role, content })
  }
  return messages
}

/** Sealed reasoning goes back only with the calls it led to. */
function contentOf(parts: readonly Input[]): Block[] {
  const calls = parts.some(({ type }) => type === 'call')
  return parts.flatMap((part): Block[] => {
    switch (part.type) {
      case 'text':
        return part.text.trim() === '' ? [] : [{ text: part.text }]
      case 'thinking':
        return calls && part.signature !== undefined ? [thought(part.text, part.signature)] : []
      case 'media':
        return mediaOf(part)
      case 'call':
        return [{ toolUse: { toolUseId: part.id, name: part.name, input: argumentsOf(part.args) } }]
      case 'result':
        return [
          {
            toolResult: {
              toolUseId: part.id,
              content: [{ text: part.text }],
              ...(part.failed && { status: 'error' }),
            },
          },
        ]
      default:
        return []
    }
  })
}

function thought(text: string, signature: string): Block {
  return signature.startsWith(REDACTED)
    ? { reasoningContent: { redactedContent: signature.slice(REDACTED.length) } }
    : { reasoningContent: { reasoningText: { text, signature } } }
}

const DOCUMENTS: Record<string, string> = {
  'application/pdf': 'pdf',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/markdown': 'md',
  'text/plain': 'txt',
  'application/msword': 'doc',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
}

function mediaOf({ mime, data, name }: MediaInput): Block[] {
  const source = { bytes: data }
  const image = /^image\/(png|jpeg|gif|webp)$/.exec(mime)?.[1]
  if (image) return [{ image: { format: image, source } }]
  const format = DOCUMENTS[mime]
  if (!format) return []
  // Amazon takes letters, digits, blanks, hyphens and brackets.
  const plain = (name ?? 'document').replace(/\.[^.]+$/, '').replace(/[^\p{L}\p{N} ()[\]-]+/gu, ' ')
  return [
    { document: { format, name: plain.replace(/\s+/g, ' ').trim().slice(0, 200) || 'document', source } },
  ]
}
