/** The person who is signed in, and the socket of their library. */
import { Hono } from 'hono'
import { type AppEnv, personOf } from '../env.ts'
import { upgrade } from '../forward.ts'
import { signedIn } from '../middleware/door.ts'
import { WireUser } from '../present.ts'

export const user = new Hono<AppEnv>()
  .get('/api/user', signedIn({ about: 'Who is signed in', answer: WireUser }), (c) => c.json(c.var.user))
  .get('/api/user/ws', signedIn({ about: 'The socket of the library (frames: shared/protocol.ts)' }), (c) =>
    upgrade(c, personOf(c.env, c.var.caller.user)),
  )
