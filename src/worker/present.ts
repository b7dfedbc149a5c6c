/** Our nouns under LibreChat's field names, as the HTTP API tells them. The schemas are what OpenAPI shows. */
import * as v from 'valibot'
import type { ConversationItem } from '../shared/conversation.ts'
import type { Message } from '../shared/message.ts'
import { type Part, textOf } from '../shared/parts.ts'
import type { Found } from '../shared/search.ts'
import { type LibraryItem, PROJECT_COLORS, type Project, type Tag } from '../shared/shelf.ts'

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
  // What its owner did with it; not told where the conversation speaks for itself.
  pinned: v.optional(v.boolean()),
  isArchived: v.optional(v.boolean()),
  archivedAt: v.optional(v.nullable(v.string())),
  /** It is in the trash, since then. */
  trashedAt: v.optional(v.nullable(v.string())),
  unread: v.optional(v.boolean()),
  chatProjectId: v.optional(v.nullable(v.string())),
  /** Names of its bookmarks, and their ids. */
  tags: v.optional(v.array(v.string())),
  tagIds: v.optional(v.array(v.string())),
})

export const WireTag = v.object({
  id: v.string(),
  tag: v.string(),
  description: v.string(),
  count: v.number(),
  position: v.number(),
})

export const WireProject = v.object({
  projectId: v.string(),
  name: v.string(),
  description: v.string(),
  color: v.picklist(PROJECT_COLORS),
  parentId: v.nullable(v.string()),
  folded: v.boolean(),
  count: v.number(),
  /** What new conversations in it begin with; the preset goes first. */
  endpoint: v.nullable(v.string()),
  model: v.nullable(v.string()),
  presetId: v.nullable(v.string()),
  /** Of one project alone: what every conversation in it is told. */
  instructions: v.optional(v.string()),
})

const WirePart = v.variant('type', [
  v.object({ type: v.literal('text'), text: v.string() }),
  v.object({ type: v.literal('think'), think: v.string() }),
  /** What is in it: GET /api/convos/:conversationId/files/:fileId. */
  v.object({
    type: v.literal('file'),
    file_id: v.string(),
    filename: v.string(),
    mime: v.string(),
    bytes: v.number(),
  }),
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

/** A hit of the search. `snippet` is text with the places in it that match: from, to, in UTF-16 units. */
export const WireFound = v.object({
  conversationId: v.string(),
  /** Null: the title matches. */
  messageId: v.nullable(v.string()),
  title: v.nullable(v.string()),
  isCreatedByUser: v.nullable(v.boolean()),
  model: v.nullable(v.string()),
  createdAt: v.string(),
  snippet: v.object({ text: v.string(), ranges: v.array(v.tuple([v.number(), v.number()])) }),
})

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

/** A conversation with its place in the list. */
export function presentItem(
  item: LibraryItem,
  tags: readonly { id: string; name: string }[],
): v.InferOutput<typeof WireConversation> {
  const { pinned, archived, trashed, unread, project } = item
  return {
    ...presentConversation(item),
    pinned,
    isArchived: archived !== null,
    archivedAt: archived === null ? null : new Date(archived).toISOString(),
    trashedAt: trashed === null ? null : new Date(trashed).toISOString(),
    unread,
    chatProjectId: project,
    tags: tags.filter(({ id }) => item.tags.includes(id)).map(({ name }) => name),
    tagIds: item.tags,
  }
}

/** A bookmark; `position` counts from 0. */
export function presentTag({ id, name, about, count }: Tag, position: number): v.InferOutput<typeof WireTag> {
  return { id, tag: name, description: about, count, position }
}

export function presentProject(project: Project): v.InferOutput<typeof WireProject> {
  const { id, name, about, color, parent, folded, count, pick, preset } = project
  return {
    projectId: id,
    name,
    description: about,
    color,
    parentId: parent,
    folded,
    count,
    endpoint: pick?.endpoint ?? null,
    model: pick?.model ?? null,
    presetId: preset,
  }
}

export function presentFound(found: Found): v.InferOutput<typeof WireFound> {
  const { conversation, message, title, role, model, created, snippet } = found
  return {
    conversationId: conversation,
    messageId: message,
    title,
    isCreatedByUser: role && role === 'user',
    model,
    createdAt: new Date(created).toISOString(),
    snippet,
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
  if (part.type === 'thinking') return { type: 'think', think: part.text }
  if (part.type !== 'file') return part
  const { id, name, mime, size } = part
  return { type: 'file', file_id: id, filename: name, mime, bytes: size }
}
