/** Our nouns under LibreChat's field names, as the HTTP API tells them. The schemas are what OpenAPI shows. */
import * as v from 'valibot'
import type { ConversationItem } from '../shared/conversation.ts'
import type { Message } from '../shared/message.ts'
import { type Part, textOf } from '../shared/parts.ts'

export const WireUser = v.object({
  id: v.string(),
  name: v.string(),
  email: v.string(),
  role: v.picklist(['ADMIN', 'USER']),
})

export const WireSignedIn = v.object({
  token: v.string(),
  user: WireUser,
  session: v.object({ id: v.string(), expires: v.number() }),
})

export const WireSession = v.object({
  id: v.string(),
  created: v.number(),
  seen: v.number(),
  agent: v.string(),
  current: v.boolean(),
})

export const WireConversation = v.object({
  conversationId: v.string(),
  title: v.nullable(v.string()),
  endpoint: v.nullable(v.string()),
  model: v.nullable(v.string()),
  running: v.boolean(),
  createdAt: v.string(),
  updatedAt: v.string(),
})

const WirePart = v.variant('type', [
  v.object({ type: v.literal('text'), text: v.string() }),
  v.object({ type: v.literal('think'), think: v.string() }),
  v.object({ type: v.literal('source'), url: v.string(), title: v.string(), quote: v.optional(v.string()) }),
])

const WireUsage = v.object({
  input: v.number(),
  output: v.number(),
  cacheRead: v.optional(v.number()),
  cacheWrite: v.optional(v.number()),
  thinking: v.optional(v.number()),
})

export const WireMessage = v.object({
  messageId: v.string(),
  conversationId: v.string(),
  /** Of a root: sixteen zero bytes, as LibreChat has it. */
  parentMessageId: v.string(),
  isCreatedByUser: v.boolean(),
  sender: v.string(),
  text: v.string(),
  content: v.array(WirePart),
  endpoint: v.nullable(v.string()),
  model: v.nullable(v.string()),
  state: v.picklist(['open', 'settled', 'stopped', 'interrupted', 'failed']),
  unfinished: v.boolean(),
  error: v.boolean(),
  finish_reason: v.optional(v.string()),
  fault: v.optional(v.object({ code: v.string(), message: v.optional(v.string()) })),
  usage: v.optional(WireUsage),
  createdAt: v.string(),
  updatedAt: v.string(),
})

/** Nothing more to say than that it was done. */
export const Done = v.object({ done: v.literal(true) })

/** A list and where it goes on. */
export const pageOf = <S extends v.GenericSchema>(item: S) =>
  v.object({ data: v.array(item), nextCursor: v.nullable(v.string()) })

/** LibreChat's parent of a root. */
export const ROOT = '00000000-0000-0000-0000-000000000000'

/** A conversation of the library. */
export function presentConversation(item: ConversationItem): v.InferOutput<typeof WireConversation> {
  return {
    conversationId: item.id,
    title: item.title,
    endpoint: item.pick?.endpoint ?? null,
    model: item.pick?.model ?? null,
    running: item.running,
    createdAt: new Date(item.created).toISOString(),
    updatedAt: new Date(item.updated).toISOString(),
  }
}

/** A message of a conversation. */
export function presentMessage(message: Message, conversation: string): v.InferOutput<typeof WireMessage> {
  const { id, parent, role, state, parts, pick, why, usage, fault, created } = message
  const createdAt = new Date(created).toISOString()
  return {
    messageId: id,
    conversationId: conversation,
    parentMessageId: parent ?? ROOT,
    isCreatedByUser: role === 'user',
    sender: role === 'user' ? 'User' : (pick?.model ?? 'Assistant'),
    text: textOf(parts),
    content: parts.map(presentPart),
    endpoint: pick?.endpoint ?? null,
    model: pick?.model ?? null,
    state,
    unfinished: state === 'open' || state === 'stopped' || state === 'interrupted',
    error: state === 'failed',
    ...(why && { finish_reason: why }),
    ...(fault && { fault: { code: fault.code, ...(fault.message && { message: fault.message }) } }),
    ...(usage && { usage }),
    createdAt,
    // A message is written once and never edited; a new version is a new message.
    updatedAt: createdAt,
  }
}

/** The vendor's seal on its reasoning stays inside. */
function presentPart(part: Part): v.InferOutput<typeof WirePart> {
  return part.type === 'thinking' ? { type: 'think', think: part.text } : part
}
