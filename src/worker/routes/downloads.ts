/** Models that an administrator brings to the machine where Ollama runs. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { isName, mayDownload } from '../../shared/ollama.ts'
import { downloadBudgets, take } from '../auth/limits.ts'
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
    const wait = await take(c, await downloadBudgets(user))
    if (wait) return refuse(c, wait)
    const { model } = c.req.valid('json')
    return forward(c, personOf(c.env, user), `?download=${encodeURIComponent(model)}`, {})
  },
)
