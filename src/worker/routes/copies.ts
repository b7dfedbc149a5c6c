/** Copies of conversations: forks and duplicates, under the names LibreChat has for them. */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { CopyRange } from '../../shared/conversation.ts'
import { Id, newId } from '../../shared/ids.ts'
import { copyBudgets, take } from '../auth/limits.ts'
import { type AppEnv, roomOf } from '../env.ts'
import { json } from '../middleware/body.ts'
import { signedIn } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'
import { presentConversation, WireConversation } from '../present.ts'

/** LibreChat's options, by what they take along. */
const EXTENT = { directPath: 'path', includeBranches: 'branches', targetLevel: 'all' } as const

const Fork = v.object({
  conversationId: Id,
  messageId: Id,
  option: v.optional(v.picklist(['directPath', 'includeBranches', 'targetLevel']), 'targetLevel'),
  splitAtTarget: v.optional(v.boolean(), false),
})

const Copied = v.object({ conversation: WireConversation })

const copied = { answer: Copied, subject: 'conversation' } as const

export const copies = new Hono<AppEnv>()
  .post(
    '/api/convos/fork',
    signedIn({ about: 'Copy the part of a conversation around a message into a new one', ...copied }),
    json(Fork),
    (c) => {
      const { conversationId, messageId, option, splitAtTarget } = c.req.valid('json')
      return copy(c, conversationId, { message: messageId, extent: EXTENT[option], start: splitAtTarget })
    },
  )
  .post(
    '/api/convos/duplicate',
    signedIn({ about: 'Copy a whole conversation', ...copied }),
    json(v.object({ conversationId: Id })),
    (c) => copy(c, c.req.valid('json').conversationId, { extent: 'all', start: false }),
  )

async function copy(c: Context<AppEnv>, conversation: string, range: CopyRange) {
  const wait = await take(c, await copyBudgets(c.var.caller.user))
  if (wait) return refuse(c, wait)
  const made = await roomOf(c.env, conversation).copy(c.var.caller, newId(), range)
  return made.ok ? c.json({ conversation: presentConversation(made.value) }) : refuse(c, made.fault)
}
