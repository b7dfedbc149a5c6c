/** Messages of a conversation: the whole tree, in the order it was made. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { Id } from '../../shared/ids.ts'
import { type AppEnv, roomOf } from '../env.ts'
import { path, query } from '../middleware/body.ts'
import { signedIn } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'
import { pageOf, presentMessage, WireMessage } from '../present.ts'
import { Paging } from './paging.ts'

export const messages = new Hono<AppEnv>().get(
  '/api/messages/:conversationId',
  signedIn({
    about: 'Messages in the order they were made, all branches',
    answer: pageOf(WireMessage),
    subject: 'conversation',
  }),
  path(v.object({ conversationId: Id })),
  query(Paging(100, 200)),
  async (c) => {
    const { conversationId } = c.req.valid('param')
    const page = await roomOf(c.env, conversationId).messages(c.var.caller, c.req.valid('query'))
    if (!page.ok) return refuse(c, page.fault)
    const { messages, nextCursor } = page.value
    return c.json({ data: messages.map((message) => presentMessage(message, conversationId)), nextCursor })
  },
)
