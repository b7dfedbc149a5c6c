/** Files that were sent with messages, from the room that has them. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { Id } from '../../shared/ids.ts'
import { type AppEnv, roomOf } from '../env.ts'
import { forward } from '../forward.ts'
import { path } from '../middleware/body.ts'
import { signedIn } from '../middleware/door.ts'

export const files = new Hono<AppEnv>().get(
  '/api/convos/:conversationId/files/:fileId',
  signedIn({
    about:
      'A file that was sent with a message: text as plain text, a picture, a PDF or a sound as what it is',
    type: 'text/plain',
    subject: 'conversation',
  }),
  path(v.object({ conversationId: Id, fileId: Id })),
  (c) => {
    const { conversationId, fileId } = c.req.valid('param')
    const held = c.req.header('if-none-match')
    const headers = held === undefined ? {} : { 'if-none-match': held }
    return forward(c, roomOf(c.env, conversationId), `?file=${fileId}`, headers)
  },
)
