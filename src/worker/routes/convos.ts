/** Conversations: the library's list, and each by its own room, which decides who may see it. */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { type ConversationItem, MAX_TITLE } from '../../shared/conversation.ts'
import type { Result } from '../../shared/errors.ts'
import { Id } from '../../shared/ids.ts'
import { type AppEnv, personOf, roomOf } from '../env.ts'
import { upgrade } from '../forward.ts'
import { json, path, query } from '../middleware/body.ts'
import { signedIn } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'
import { pageOf, presentConversation, presentItem, WireConversation } from '../present.ts'
import { Filtering, Paging } from './paging.ts'

const Named = v.object({ conversationId: Id })
const Title = v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(MAX_TITLE))

/** LibreChat wraps what it wants done to a conversation. */
const Update = v.object({ arg: v.object({ conversationId: Id, title: Title }) })

export const convos = new Hono<AppEnv>()
  .get(
    '/api/convos',
    signedIn({
      about: 'The library, newest first; or its archive, a project, what carries all of some bookmarks',
      answer: pageOf(WireConversation),
    }),
    query(v.intersect([Paging(25, 100), Filtering])),
    async (c) => {
      const { limit, cursor, ...filter } = c.req.valid('query')
      const page = await personOf(c.env, c.var.caller.user).list(c.var.caller, {
        limit,
        ...(cursor && { cursor }),
        filter,
      })
      if (!page.ok) return refuse(c, page.fault)
      const { items, nextCursor, tags } = page.value
      return c.json({ data: items.map((item) => presentItem(item, tags)), nextCursor })
    },
  )
  .get(
    '/api/convos/:conversationId',
    signedIn({ about: 'One conversation', answer: WireConversation, subject: 'conversation' }),
    path(Named),
    async (c) => {
      const { conversationId } = c.req.valid('param')
      const described = await roomOf(c.env, conversationId).describe(c.var.caller)
      if (!described.ok) return refuse(c, described.fault)
      const person = personOf(c.env, c.var.caller.user)
      const [item, shelves] = await Promise.all([
        person.item(c.var.caller, conversationId),
        person.shelves(c.var.caller),
      ])
      // A temporary one is in no list.
      if (!item.ok || !shelves.ok) return told(c, described)
      return c.json(presentItem({ ...item.value, ...described.value }, shelves.value.tags))
    },
  )
  .patch(
    '/api/convos/:conversationId',
    signedIn({ about: 'Rename a conversation', answer: WireConversation, subject: 'conversation' }),
    path(Named),
    json(v.strictObject({ title: Title })),
    async (c) => {
      const room = roomOf(c.env, c.req.valid('param').conversationId)
      return told(c, await room.rename(c.var.caller, c.req.valid('json').title))
    },
  )
  .post(
    '/api/convos/update',
    signedIn({
      about: 'Rename, as LibreChat asks for it',
      answer: WireConversation,
      subject: 'conversation',
    }),
    json(Update),
    async (c) => {
      const { conversationId, title } = c.req.valid('json').arg
      return told(c, await roomOf(c.env, conversationId).rename(c.var.caller, title))
    },
  )
  .get(
    '/api/convos/:conversationId/ws',
    signedIn({ about: 'The socket of a conversation (frames: shared/protocol.ts)', subject: 'conversation' }),
    path(Named),
    (c) => upgrade(c, roomOf(c.env, c.req.valid('param').conversationId)),
  )

function told(c: Context<AppEnv>, result: Result<ConversationItem>) {
  return result.ok ? c.json(presentConversation(result.value)) : refuse(c, result.fault)
}
