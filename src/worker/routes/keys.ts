/** Keys that people bring for endpoints with `user_provided`, in LibreChat's requests. None is ever told again. */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { KeyChange, MAX_KEY, type OwnKey } from '../../shared/keys.ts'
import { type AppEnv, personOf } from '../env.ts'
import { json, path, query } from '../middleware/body.ts'
import { signedIn } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'

const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(128))

const Put = v.object({
  name: Name,
  /** The key; or, as JSON text, `{"apiKey": …, "baseURL": …}` for an endpoint that takes an address as well. */
  value: v.pipe(v.string(), v.maxLength(MAX_KEY * 2)),
  /** ISO 8601. Empty or left out: until it is taken away. */
  expiresAt: v.nullish(v.string()),
})

/** `expiresAt` null: there is none. */
const WireKey = v.object({ expiresAt: v.nullable(v.string()), mask: v.optional(v.string()) })
const WireKept = v.object({ name: v.string(), mask: v.string(), expiresAt: v.string() })

export const keys = new Hono<AppEnv>()
  .put(
    '/api/keys',
    signedIn({ about: 'Bring a key for an endpoint; it is kept encrypted', answer: WireKept }),
    json(Put, MAX_KEY * 12),
    async (c) => {
      const { name, value, expiresAt } = c.req.valid('json')
      const change = v.safeParse(KeyChange, {
        what: 'set',
        endpoint: name,
        ...keyIn(value),
        expires: expiresAt ? Date.parse(expiresAt) : null,
      })
      if (!change.success) return refuse(c, { code: 'bad_request', message: change.issues[0].message })
      const done = await personOf(c.env, c.var.caller.user).keys(c.var.caller, change.output)
      if (!done.ok) return refuse(c, done.fault)
      const kept = done.value.find(({ endpoint }) => endpoint === name)
      return kept ? c.json(present(kept), 201) : refuse(c, { code: 'internal' })
    },
  )
  .get(
    '/api/keys',
    signedIn({ about: 'Whether one brought a key for this endpoint, and until when', answer: WireKey }),
    query(v.object({ name: Name })),
    async (c) => {
      const kept = await personOf(c.env, c.var.caller.user).keys(c.var.caller)
      if (!kept.ok) return refuse(c, kept.fault)
      const { name } = c.req.valid('query')
      const key = kept.value.find(({ endpoint }) => endpoint === name)
      return c.json(key ? { expiresAt: untilOf(key), mask: key.mask } : { expiresAt: null })
    },
  )
  .delete(
    '/api/keys',
    signedIn({ about: 'Take back every key' }),
    query(v.object({ all: v.literal('true', 'all=true is needed to take all of them back') })),
    (c) => drop(c, null),
  )
  .delete(
    '/api/keys/:name',
    signedIn({ about: 'Take back the key for this endpoint' }),
    path(v.object({ name: Name })),
    (c) => drop(c, c.req.valid('param').name),
  )

async function drop(c: Context<AppEnv>, endpoint: string | null): Promise<Response> {
  const done = await personOf(c.env, c.var.caller.user).keys(c.var.caller, { what: 'drop', endpoint })
  return done.ok ? c.body(null, 204) : refuse(c, done.fault)
}

function keyIn(value: string): { apiKey: string; baseURL?: string } {
  try {
    const { apiKey, baseURL } = JSON.parse(value)
    if (typeof apiKey === 'string')
      return { apiKey, ...(typeof baseURL === 'string' && baseURL && { baseURL }) }
  } catch {
    // A key like most.
  }
  return { apiKey: value }
}

const untilOf = ({ expires }: OwnKey): string =>
  expires === null ? 'never' : new Date(expires).toISOString()

function present(key: OwnKey): v.InferOutput<typeof WireKept> {
  return { name: key.endpoint, mask: key.mask, expiresAt: untilOf(key) }
}
