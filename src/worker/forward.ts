/** Hands a request on to an object, in the name of the proven caller and with nothing of the original but what it needs. */
import type { Context } from 'hono'
import { CALLER_HEADER } from '../durable/rpc.ts'
import type { AppEnv } from './env.ts'
import { refuse } from './middleware/errors.ts'
import { isUpgrade } from './middleware/origin.ts'

/** Whatever has a door of its own for requests. */
type Target = { fetch(request: Request): Promise<Response> }

/** The object's name in the address is for nobody: it was found by its id. */
const ADDRESS = 'https://object/'

/** Opens the object's socket. 400 when the request asks for none. */
export async function upgrade(c: Context<AppEnv>, target: Target): Promise<Response> {
  if (!isUpgrade(c)) return refuse(c, { code: 'bad_request', message: 'This address is for WebSockets.' })
  return forward(c, target, '', { upgrade: 'websocket' })
}

/** The object's answer, unbuffered. What it refuses without a word gets ours. */
export async function forward(
  c: Context<AppEnv>,
  target: Target,
  search: string,
  headers: Record<string, string>,
): Promise<Response> {
  const caller = { [CALLER_HEADER]: JSON.stringify(c.var.caller) }
  const answer = await target.fetch(new Request(ADDRESS + search, { headers: { ...headers, ...caller } }))
  if (answer.status === 404) return refuse(c, { code: 'not_found' })
  return answer
}
