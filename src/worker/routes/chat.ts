/** Talking to a model over HTTP: start, read along, stop. The answer is written in the room, whoever reads it. */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { Id, isId, newId } from '../../shared/ids.ts'
import { Pick } from '../../shared/message.ts'
import { MAX_TEXT } from '../../shared/parts.ts'
import { attached, Files, MAX_FILES_JSON } from '../attach.ts'
import { type AppEnv, roomOf } from '../env.ts'
import { forward } from '../forward.ts'
import { json, path } from '../middleware/body.ts'
import { signedIn } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'
import { ROOT } from '../present.ts'

/** A full text in which every unit is escaped as six bytes, files, and the rest. */
const MAX_CHAT_BYTES = MAX_TEXT * 6 + MAX_FILES_JSON + 10_000

/** What we read of LibreChat's many fields. Ids are the client's if it gives any, so that asking twice is harmless. */
const fields = {
  text: v.pipe(v.string(), v.maxLength(MAX_TEXT)),
  model: Pick.entries.model,
  conversationId: v.nullish(v.union([v.literal('new'), Id])),
  messageId: v.nullish(Id),
  files: v.optional(Files),
  /** Nothing: the message follows the newest one of the branch. The zero id: it begins a branch of its own. */
  parentMessageId: v.nullish(Id),
}
const Message = v.object(fields)
const MessageAndEndpoint = v.object({ ...fields, endpoint: Pick.entries.endpoint })

const Endpoint = v.object({ endpoint: Pick.entries.endpoint })

const Started = v.object({ streamId: v.string(), conversationId: v.string(), messageId: v.string() })
const Stopped = v.object({ success: v.literal(true), aborted: v.string() })

/** `<conversation>.<reply>`: says where to look without looking anything up. */
const Stream = v.pipe(
  v.string(),
  v.transform((text) => text.toLowerCase().split('.')),
  v.check((ids) => ids.length === 2 && ids.every(isId), 'must be a stream id'),
  v.transform(([conversation = '', reply = '']) => ({ conversation, reply })),
)

const start = { answer: Started, subject: 'conversation' } as const

export const chat = new Hono<AppEnv>()
  .post(
    '/api/agents/chat/abort',
    signedIn({ about: 'Stop an answer and keep its text', answer: Stopped, subject: 'conversation' }),
    json(v.object({ streamId: v.string() })),
    async (c) => {
      const { streamId } = c.req.valid('json')
      const stream = v.safeParse(Stream, streamId)
      if (!stream.success) return refuse(c, { code: 'not_found' })
      const { conversation, reply } = stream.output
      const stopped = await roomOf(c.env, conversation).stop(c.var.caller, reply)
      return stopped.ok ? c.json({ success: true, aborted: streamId }) : refuse(c, stopped.fault)
    },
  )
  .post(
    '/api/agents/chat',
    signedIn({ about: 'Send a message and start the answer; the endpoint is in the body', ...start }),
    json(MessageAndEndpoint, MAX_CHAT_BYTES),
    (c) => send(c, c.req.valid('json'), c.req.valid('json').endpoint),
  )
  .post(
    '/api/agents/chat/:endpoint',
    signedIn({ about: 'Send a message and start the answer', ...start }),
    path(Endpoint),
    json(Message, MAX_CHAT_BYTES),
    (c) => send(c, c.req.valid('json'), c.req.valid('param').endpoint),
  )
  .get(
    '/api/agents/chat/stream/:streamId',
    signedIn({
      about: 'The answer as it is written: frames of shared/protocol.ts; Last-Event-ID resumes',
      type: 'text/event-stream',
      subject: 'conversation',
    }),
    path(v.object({ streamId: Stream })),
    (c) => {
      const { conversation, reply } = c.req.valid('param').streamId
      const last = c.req.header('last-event-id')
      const headers = last === undefined ? {} : { 'last-event-id': last }
      return forward(c, roomOf(c.env, conversation), `?reply=${reply}`, headers)
    },
  )

async function send(c: Context<AppEnv>, message: v.InferOutput<typeof Message>, endpoint: string) {
  const { text, model, conversationId, messageId, parentMessageId, files = [] } = message
  if (text.trim() === '' && files.length === 0)
    return refuse(c, { code: 'bad_request', message: 'text: must not be empty' })
  const taken = attached(files)
  if (!taken.ok) return refuse(c, taken.fault)
  const { parts, contents } = taken.value
  const conversation = conversationId && conversationId !== 'new' ? conversationId : newId()
  const sending = {
    id: messageId ?? newId(),
    reply: newId(),
    parts: [...(text.trim() ? [{ type: 'text' as const, text }] : []), ...parts],
    pick: { endpoint, model },
    ...(parentMessageId && { parent: parentMessageId === ROOT ? null : parentMessageId }),
  }
  const sent = await roomOf(c.env, conversation).send(c.var.caller, sending, contents)
  if (!sent.ok) return refuse(c, sent.fault)
  const { id, reply } = sent.value
  return c.json({ streamId: `${conversation}.${reply}`, conversationId: conversation, messageId: id })
}
