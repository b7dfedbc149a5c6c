/** Models that an administrator brings to the machine where Ollama runs. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { isName, mayDownload } from '../../shared/ollama.ts'
import { downloadBudgets, sweepLater } from '../auth/limits.ts'
import { database } from '../db/database.ts'
import { exhausted, hit } from '../db/limits.ts'
import { type AppEnv, personOf } from '../env.ts'
import { forward } from '../forward.ts'
import { json } from '../middleware/body.ts'
import { signedIn } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'

const Download = v.object({ model: v.pipe(v.string(), v.check(isName, 'is no name of a model')) })

export const downloads = new Hono<AppEnv>().post(
  '/api/models/download',
  signedIn({
    about:
      'Download a model to Ollama, for administrators. A line of JSON for each step (`PullFrame` of shared/ollama.ts); ' +
      'who leaves ends it, and asking again goes on from there',
    type: 'application/x-ndjson',
  }),
  json(Download),
  async (c) => {
    const { user, role } = c.var.caller
    if (!mayDownload(role)) return refuse(c, { code: 'forbidden' })
    const now = Date.now()
    const db = await database(c.env)
    const budgets = await downloadBudgets(user)
    const hits = await hit(db, budgets, now)
    sweepLater(c, db, hits, now)
    const retryAfterMs = exhausted(budgets, hits, now)
    if (retryAfterMs > 0) return refuse(c, { code: 'rate_limited', retryAfterMs })
    const { model } = c.req.valid('json')
    return forward(c, personOf(c.env, user), `?download=${encodeURIComponent(model)}`, {})
  },
)
