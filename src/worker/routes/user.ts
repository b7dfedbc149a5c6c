/** The person who is signed in, and the socket of their library. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { accept } from '../auth/terms.ts'
import { database } from '../db/database.ts'
import { type AppEnv, personOf } from '../env.ts'
import { upgrade } from '../forward.ts'
import { signedIn } from '../middleware/door.ts'
import { WireUser } from '../present.ts'

const WireTerms = v.object({ termsAccepted: v.boolean(), termsAcceptedAt: v.nullable(v.string()) })

function termsOf(at: number | null): v.InferOutput<typeof WireTerms> {
  return { termsAccepted: at !== null, termsAcceptedAt: at === null ? null : new Date(at).toISOString() }
}

export const user = new Hono<AppEnv>()
  .get('/api/user', signedIn({ about: 'Who is signed in', answer: WireUser }), (c) => c.json(c.var.user))
  .get(
    '/api/user/terms',
    signedIn({ about: 'Whether one accepted the terms of this installation', answer: WireTerms }),
    (c) => c.json(termsOf(c.var.terms)),
  )
  .post(
    '/api/user/terms/accept',
    signedIn({ about: 'Accept the terms of this installation', answer: WireTerms }),
    async (c) => {
      const now = Date.now()
      await accept(await database(c.env), c.var.user.id, now)
      return c.json(termsOf(c.var.terms ?? now))
    },
  )
  .get('/api/user/ws', signedIn({ about: 'The socket of the library (frames: shared/protocol.ts)' }), (c) =>
    upgrade(c, personOf(c.env, c.var.caller.user)),
  )
