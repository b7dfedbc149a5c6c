/** Bookmarks, in LibreChat's requests: there a bookmark is known by its name. */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { Id, newId } from '../../shared/ids.ts'
import { TagFields } from '../../shared/library.ts'
import { MAX_TAGS, type Tag } from '../../shared/shelf.ts'
import { type AppEnv, personOf } from '../env.ts'
import { json, path } from '../middleware/body.ts'
import { signedIn } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'
import { Done, presentTag, WireTag } from '../present.ts'
import { act } from './shelf.ts'

const { name, about } = TagFields.entries
const Name = v.unwrap(name)

/** By name or by id. */
const Named = v.object({ tag: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) })
const Make = v.object({ tag: Name, description: about, conversationId: v.optional(Id) })
const Change = v.object({
  tag: v.optional(Name),
  description: about,
  /** From 0. */
  position: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_TAGS))),
})
const Names = v.object({ tags: v.pipe(v.array(Name), v.maxLength(50)) })

const answer = v.array(WireTag)

export const tags = new Hono<AppEnv>()
  .get('/api/tags', signedIn({ about: 'Bookmarks in their order, with counts', answer }), list)
  .post('/api/tags', signedIn({ about: 'Make a bookmark', answer: WireTag }), json(Make), async (c) => {
    const { tag, description, conversationId } = c.req.valid('json')
    const id = newId()
    const set = { name: tag, ...(description !== undefined && { about: description }) }
    const person = personOf(c.env, c.var.caller.user)
    const made = await person.act(c.var.caller, { do: 'tag', id, set })
    if (!made.ok) return refuse(c, made.fault)
    if (conversationId) {
      const put = await person.act(c.var.caller, { do: 'arrange', ids: [conversationId], set: { tag: [id] } })
      if (!put.ok) return refuse(c, put.fault)
    }
    return tell(c, id)
  })
  .put(
    '/api/tags/convo/:conversationId',
    signedIn({
      about: 'The bookmarks that a conversation carries',
      answer: v.array(v.string()),
      subject: 'conversation',
    }),
    path(v.object({ conversationId: Id })),
    json(Names),
    async (c) => {
      const person = personOf(c.env, c.var.caller.user)
      const { conversationId } = c.req.valid('param')
      const item = await person.item(c.var.caller, conversationId)
      if (!item.ok) return refuse(c, item.fault)
      const all = await person.shelves(c.var.caller)
      if (!all.ok) return refuse(c, all.fault)
      const wanted = c.req.valid('json').tags
      const tag = all.value.tags.filter((one) => wanted.includes(one.name))
      const unknown = wanted.filter((one) => !tag.some((known) => known.name === one))
      if (unknown.length > 0) return refuse(c, { code: 'bad_request', message: 'tags: one does not exist' })
      const ids = tag.map(({ id }) => id)
      const untag = item.value.tags.filter((id) => !ids.includes(id))
      const set = { tag: ids, untag }
      const done = await person.act(c.var.caller, { do: 'arrange', ids: [conversationId], set })
      return done.ok ? c.json(wanted) : refuse(c, done.fault)
    },
  )
  .put(
    '/api/tags/:tag',
    signedIn({ about: 'Rename, describe or move a bookmark', answer: WireTag }),
    path(Named),
    json(Change),
    async (c) => {
      const known = await find(c, c.req.valid('param').tag)
      if (!known) return refuse(c, { code: 'not_found' })
      const { tag, description, position } = c.req.valid('json')
      const person = personOf(c.env, c.var.caller.user)
      const set = { ...(tag && { name: tag }), ...(description !== undefined && { about: description }) }
      const done = await person.act(c.var.caller, { do: 'tag', id: known.tag.id, set })
      if (!done.ok) return refuse(c, done.fault)
      if (position !== undefined) {
        const ids = known.all.map(({ id }) => id).filter((id) => id !== known.tag.id)
        ids.splice(position, 0, known.tag.id)
        const moved = await person.act(c.var.caller, { do: 'order', of: 'tag', ids })
        if (!moved.ok) return refuse(c, moved.fault)
      }
      return tell(c, known.tag.id)
    },
  )
  .delete(
    '/api/tags/:tag',
    signedIn({ about: 'Delete a bookmark; the conversations stay', answer: Done }),
    path(Named),
    async (c) => {
      const known = await find(c, c.req.valid('param').tag)
      return known ? act(c, { do: 'drop-tag', id: known.tag.id }) : refuse(c, { code: 'not_found' })
    },
  )

async function list(c: Context<AppEnv>) {
  const shelves = await personOf(c.env, c.var.caller.user).shelves(c.var.caller)
  return shelves.ok ? c.json(shelves.value.tags.map(presentTag)) : refuse(c, shelves.fault)
}

async function find(c: Context<AppEnv>, named: string): Promise<{ tag: Tag; all: Tag[] } | undefined> {
  const shelves = await personOf(c.env, c.var.caller.user).shelves(c.var.caller)
  if (!shelves.ok) return undefined
  const all = shelves.value.tags
  const tag = all.find(({ name }) => name === named) ?? all.find(({ id }) => id === named.toLowerCase())
  return tag && { tag, all }
}

async function tell(c: Context<AppEnv>, id: string) {
  const known = await find(c, id)
  if (!known) return refuse(c, { code: 'not_found' })
  return c.json(presentTag(known.tag, known.all.indexOf(known.tag)))
}
