/** What was deleted and can still be had back; and what ends it for good. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { Id } from '../../shared/ids.ts'
import { type AppEnv, personOf } from '../env.ts'
import { path, query } from '../middleware/body.ts'
import { signedIn } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'
import { Done, pageOf, presentItem, WireConversation } from '../present.ts'
import { Paging } from './paging.ts'
import { act, arrange } from './shelf.ts'

const Named = v.object({ conversationId: Id })

export const trash = new Hono<AppEnv>()
  .get(
    '/api/trash',
    signedIn({ about: 'The trash, what came last first', answer: pageOf(WireConversation) }),
    query(Paging(25, 100)),
    async (c) => {
      const asked = { ...c.req.valid('query'), filter: { shelf: 'trash' } as const }
      const page = await personOf(c.env, c.var.caller.user).list(c.var.caller, asked)
      if (!page.ok) return refuse(c, page.fault)
      const { items, nextCursor, tags } = page.value
      return c.json({ data: items.map((item) => presentItem(item, tags)), nextCursor })
    },
  )
  .delete('/api/trash', signedIn({ about: 'Erase everything in the trash for good', answer: Done }), (c) =>
    act(c, { do: 'erase', ids: null }),
  )
  .post(
    '/api/trash/:conversationId/restore',
    signedIn({
      about: 'Take a conversation out of the trash',
      answer: WireConversation,
      subject: 'conversation',
    }),
    path(Named),
    (c) => arrange(c, c.req.valid('param').conversationId, { trashed: false }),
  )
  .delete(
    '/api/trash/:conversationId',
    signedIn({ about: 'Erase a conversation for good', answer: Done, subject: 'conversation' }),
    path(Named),
    async (c) => {
      const { conversationId } = c.req.valid('param')
      // Through the trash, so that one that is not there yet is erased as well: here nobody presses by mistake.
      const put = await personOf(c.env, c.var.caller.user).act(c.var.caller, {
        do: 'arrange',
        ids: [conversationId],
        set: { trashed: true },
      })
      return put.ok ? act(c, { do: 'erase', ids: [conversationId] }) : refuse(c, put.fault)
    },
  )
