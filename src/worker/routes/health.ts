/** Whether the server is up. Touches nothing: it must answer while D1 does not. */

import { version } from 'parley:build'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { AppEnv } from '../env.ts'
import { open } from '../middleware/door.ts'

const Health = v.object({ status: v.literal('ok'), version: v.string() })

export const health = new Hono<AppEnv>().get(
  '/health',
  open({ about: 'Whether the server is up', answer: Health }),
  (c) => c.json({ status: 'ok', version: version }),
)
