/** Parley's own documentation, which the guide points to. */
import { docs as pages } from 'parley:docs'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { AppEnv } from '../env.ts'
import { path } from '../middleware/body.ts'
import { open } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'

const Name = v.object({ page: v.pipe(v.string(), v.maxLength(100)) })
const Listed = v.object({ page: v.string(), title: v.string() })
const Page = v.object({ ...Listed.entries, text: v.string() })

export const docs = new Hono<AppEnv>()
  .get(
    '/api/docs',
    open({ about: 'The pages of the documentation', answer: v.object({ data: v.array(Listed) }) }),
    (c) => c.json({ data: pages.map(({ path, text }) => ({ page: nameOf(path), title: titleOf(text) })) }),
  )
  .get('/api/docs/:page', open({ about: 'One page, as Markdown', answer: Page }), path(Name), (c) => {
    const { page } = c.req.valid('param')
    const found = pages.find(({ path }) => nameOf(path) === page)
    if (!found) return refuse(c, { code: 'not_found' })
    return c.json({ page, title: titleOf(found.text), text: found.text })
  })

function nameOf(path: string): string {
  return path.replace(/\.md$/, '')
}

function titleOf(text: string): string {
  return /^#\s+(.+)$/m.exec(text)?.[1] ?? ''
}
