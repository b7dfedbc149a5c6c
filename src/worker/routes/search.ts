/** Search in everything one has written or read. Hits come with the place in the message that matches, as data. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { FOUND_PAGE, MAX_FOUND_PAGE, Query, SearchFilters } from '../../shared/search.ts'
import { type AppEnv, personOf } from '../env.ts'
import { query } from '../middleware/body.ts'
import { signedIn } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'
import { pageOf, presentFound, WireFound } from '../present.ts'
import { Paging } from './paging.ts'

/** A time as ISO 8601 or Unix ms; a day alone is its first moment, UTC. */
const Time = v.pipe(
  v.string(),
  v.maxLength(40),
  v.transform((text) => (/^\d{1,15}$/.test(text) ? Number(text) : Date.parse(text))),
  v.number('must be a date'),
)

const { conversation, project, tag, role, model } = SearchFilters.entries
const Asked = v.intersect([
  v.object({
    q: v.optional(Query, ''),
    conversationId: conversation,
    projectId: project,
    tag,
    role,
    model,
    from: v.optional(Time),
    to: v.optional(Time),
  }),
  Paging(FOUND_PAGE, MAX_FOUND_PAGE),
])

export const search = new Hono<AppEnv>().get(
  '/api/search',
  signedIn({
    about: 'Messages and titles that hold all words of q (the last by its beginning), best first',
    answer: pageOf(WireFound),
  }),
  query(Asked),
  async (c) => {
    const { q, conversationId, projectId, limit, cursor, ...rest } = c.req.valid('query')
    const named = { conversation: conversationId, project: projectId, ...rest }
    const filters = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined))
    const page = await personOf(c.env, c.var.caller.user).search(c.var.caller, {
      query: q,
      filters,
      limit,
      ...(cursor && { cursor }),
    })
    if (!page.ok) return refuse(c, page.fault)
    const { items, nextCursor } = page.value
    return c.json({ data: items.map(presentFound), nextCursor })
  },
)
