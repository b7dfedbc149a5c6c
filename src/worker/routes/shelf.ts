/** What a person does with conversations of their list, in LibreChat's requests. Deleting is moving to the trash. */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { Id } from '../../shared/ids.ts'
import type { Arrangement, LibraryAct } from '../../shared/library.ts'
import { type AppEnv, personOf } from '../env.ts'
import { json, path } from '../middleware/body.ts'
import { signedIn } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'
import { Done, presentItem, WireConversation } from '../present.ts'

const Named = v.object({ conversationId: Id })
const Archive = v.object({ arg: v.object({ conversationId: Id, isArchived: v.boolean() }) })
const Pin = v.object({ arg: v.object({ conversationId: Id, pinned: v.boolean() }) })
const Unread = v.object({ arg: v.object({ conversationId: Id, unread: v.boolean() }) })
const Which = v.object({ arg: v.object({ conversationId: Id }) })

const one = { answer: WireConversation, subject: 'conversation' } as const

export const shelf = new Hono<AppEnv>()
  .post(
    '/api/convos/archive',
    signedIn({ about: 'Archive a conversation, or bring it back', ...one }),
    json(Archive),
    (c) => {
      const { conversationId, isArchived } = c.req.valid('json').arg
      return arrange(c, conversationId, { archived: isArchived })
    },
  )
  .post('/api/convos/archive/all', signedIn({ about: 'Archive everything in the list', answer: Done }), (c) =>
    act(c, { do: 'archive-all' }),
  )
  .post(
    '/api/convos/pin',
    signedIn({ about: 'Pin a conversation, or let it go', ...one }),
    json(Pin),
    (c) => {
      const { conversationId, pinned } = c.req.valid('json').arg
      return arrange(c, conversationId, { pinned })
    },
  )
  .post(
    '/api/convos/unread',
    signedIn({ about: 'Mark a conversation as unread or as read', ...one }),
    json(Unread),
    (c) => {
      const { conversationId, unread } = c.req.valid('json').arg
      return arrange(c, conversationId, { unread })
    },
  )
  .delete('/api/convos/all', signedIn({ about: 'Move the whole list to the trash', answer: Done }), (c) =>
    act(c, { do: 'trash-all' }),
  )
  .delete(
    '/api/convos/:conversationId',
    signedIn({ about: 'Move a conversation to the trash, which keeps it for 30 days', ...one }),
    path(Named),
    (c) => arrange(c, c.req.valid('param').conversationId, { trashed: true }),
  )
  .delete(
    '/api/convos',
    signedIn({ about: 'Move a conversation to the trash, as LibreChat asks for it', ...one }),
    json(Which),
    (c) => arrange(c, c.req.valid('json').arg.conversationId, { trashed: true }),
  )

/** Changes where one conversation stands, and tells how it stands then. */
export async function arrange(c: Context<AppEnv>, id: string, set: Arrangement): Promise<Response> {
  const person = personOf(c.env, c.var.caller.user)
  const done = await person.act(c.var.caller, { do: 'arrange', ids: [id], set })
  if (!done.ok) return refuse(c, done.fault)
  const [item, shelves] = await Promise.all([person.item(c.var.caller, id), person.shelves(c.var.caller)])
  if (!item.ok) return refuse(c, item.fault)
  return shelves.ok ? c.json(presentItem(item.value, shelves.value.tags)) : refuse(c, shelves.fault)
}

/** Does it and says no more than that. */
export async function act(c: Context<AppEnv>, what: LibraryAct): Promise<Response> {
  const done = await personOf(c.env, c.var.caller.user).act(c.var.caller, what)
  return done.ok ? c.json({ done: true }) : refuse(c, done.fault)
}
