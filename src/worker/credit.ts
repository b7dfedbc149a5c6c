/** Credits of somebody, changed by who runs this installation: `npm run parley -- balance`, over the private socket. */
import { eq } from 'drizzle-orm'
import * as v from 'valibot'
import { database } from './db/database.ts'
import { users } from './db/schema.ts'
import { type Env, personOf } from './env.ts'

const Amount = v.pipe(v.number(), v.finite(), v.minValue(-1e12), v.maxValue(1e12))
const Wish = v.object({
  email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.maxLength(320)),
  add: v.optional(Amount),
  set: v.optional(Amount),
})

/** Their credits afterwards; `message` says why there are none. */
export async function credit(env: Env, body: string): Promise<{ credits: number } | { message: string }> {
  const wish = v.safeParse(Wish, jsonOrNull(body))
  if (!wish.success) return { message: 'this is no amount of credits' }
  const { email, ...change } = wish.output
  const db = await database(env)
  const person = await db
    .select({ id: users.id, role: users.role })
    .from(users)
    .where(eq(users.email, email))
    .get()
  if (!person) return { message: `nobody here has the address ${email}` }
  const { id, role } = person
  const told = await personOf(env, id).account(
    { user: id, sid: '', role },
    { do: 'credit' as const, ...change },
  )
  if (!told.ok) return { message: told.fault.message ?? told.fault.code }
  return { credits: told.value?.credits ?? 0 }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
