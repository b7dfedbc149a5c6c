/** The person who is signed in, and the socket of their library. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { type AppEnv, personOf } from '../env.ts'
import { upgrade } from '../forward.ts'
import { signedIn } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'
import { WireUser } from '../present.ts'

const WireTerms = v.object({ termsAccepted: v.boolean() })

export const user = new Hono<AppEnv>()
  .get('/api/user', signedIn({ about: 'Who is signed in', answer: WireUser }), (c) => c.json(c.var.user))
  .get(
    '/api/user/terms',
    signedIn({ about: 'Whether one accepted the terms of this installation', answer: WireTerms }),
    async (c) => {
      const boot = await personOf(c.env, c.var.caller.user).boot(c.var.caller)
      if (!boot.ok) return refuse(c, boot.fault)
      return c.json({ termsAccepted: boot.value.preferences.termsAccepted !== null })
    },
  )
  .post(
    '/api/user/terms/accept',
    signedIn({ about: 'Accept the terms of this installation', answer: WireTerms }),
    async (c) => {
      const set = { termsAccepted: Date.now() }
      const boot = await personOf(c.env, c.var.caller.user).boot(c.var.caller, set)
      return boot.ok ? c.json({ termsAccepted: true }) : refuse(c, boot.fault)
    },
  )
  .get('/api/user/ws', signedIn({ about: 'The socket of the library (frames: shared/protocol.ts)' }), (c) =>
    upgrade(c, personOf(c.env, c.var.caller.user)),
  )
