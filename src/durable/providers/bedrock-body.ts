/** What Bedrock's Converse is asked. Source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html. */
import { takenBy } from '../../shared/parameters.ts'
import { argumentsOf } from './arguments.ts'
import { leftOut, unsayable } from './media.ts'
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

/** Documents of one request: one more, and Amazon refuses it. */
const MAX_DOCUMENTS = 5

/** Alternating turns: an empty one is refused, and so are two of one role, and a document without a word beside it. */
function messagesOf({ turns }: Call): { role: string; content: Block[] }[] {
  const messages: { role: string; content: Block[] }[] = []
  const named = namer()
  for (const { role, parts } of newestDocuments(turns)) {
    const content = contentOf(parts, named)
    const last = messages.at(-1)
    if (content.length === 0) continue
    if (last?.role === role) last.content.push(...content)
    else messages.push({ role, content })
  }
  for (const { content } of messages)
    if (content.some(({ document }) => document) && !content.some(({ text }) => text))
      content.push({ text: 'See the document.' })
  return messages
}

/** The turns without the oldest of too many documents. */
function newestDocuments(turns: Call['turns']): Call['turns'] {
  let left = MAX_DOCUMENTS
  const kept = turns.toReversed().map(({ role, parts }) => ({
    role,
    parts: parts
      .toReversed()
      .map((part) =>
        part.type !== 'media' || !DOCUMENTS[part.mime] || left-- > 0
          ? part
          : leftOut(part.name ?? part.mime, 'there was no room for it'),
      )
      .reverse(),
  }))
  return kept.reverse()
}

/** Names for documents. Amazon takes letters, digits, blanks, hyphens and brackets, and no name twice. */
function namer(): (name: string) => string {
  const taken = new Set<string>()
  return (name) => {
    const plain = name.replace(/\.[^.]+$/, '').replace(/[^\p{L}\p{N} ()[\]-]+/gu, ' ')
    const base = plain.replace(/\s+/g, ' ').slice(0, 190).trim() || 'document'
    let own = base
    for (let n = 2; taken.has(own.toLowerCase()); n++) own = `${base} ${n}`
    taken.add(own.toLowerCase())
    return own
  }
}

/** Sealed reasoning goes back only with the calls it led to. */
function contentOf(parts: readonly Input[], named: (name: string) => string): Block[] {
  const calls = parts.some(({ type }) => type === 'call')
  return parts.flatMap((part): Block[] => {
    switch (part.type) {
      case 'text':
        return part.text.trim() === '' ? [] : [{ text: part.text }]
      case 'thinking':
        return calls && part.signature !== undefined ? [thought(part.text, part.signature)] : []
      case 'media':
        return mediaOf(part, named)
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

function mediaOf(part: MediaInput, named: (name: string) => string): Block[] {
  const { mime, data, name } = part
  const source = { bytes: data }
  const image = /^image\/(png|jpeg|gif|webp)$/.exec(mime)?.[1]
  if (image) return [{ image: { format: image, source } }]
  const format = DOCUMENTS[mime]
  if (!format) return [{ text: unsayable(part).text }]
  return [{ document: { format, name: named(name ?? ''), source } }]
}
