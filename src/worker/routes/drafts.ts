/** Files that wait in a composer, on whatever device they were chosen. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { DraftOf } from '../../shared/drafts.ts'
import { Id } from '../../shared/ids.ts'
import { type AppEnv, personOf } from '../env.ts'
import { forward } from '../forward.ts'
import { path } from '../middleware/body.ts'
import { signedIn } from '../middleware/door.ts'

export const drafts = new Hono<AppEnv>().get(
  '/api/drafts/:conversationId/files/:fileId',
  signedIn({
    about:
      'A file that waits in the draft of a conversation, or of `new`: text as plain text, all else as what it is',
    type: 'text/plain',
    subject: 'conversation',
  }),
  path(v.object({ conversationId: DraftOf, fileId: Id })),
  (c) => {
    const { conversationId, fileId } = c.req.valid('param')
    return forward(c, personOf(c.env, c.var.caller.user), `?draft=${conversationId}&file=${fileId}`, {})
  },
)
