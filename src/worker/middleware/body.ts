/** What a request says, parsed at the door. Bytes are counted as they come: Content-Length is only a promise. */
import type { Context } from 'hono'
import { uniqueSymbol, validator } from 'hono-openapi'
import type * as v from 'valibot'
import type { ErrorCode } from '../../shared/errors.ts'
import type { AppEnv } from '../env.ts'
import { refuse } from './errors.ts'

/** Room for everything but messages. */
const MAX_BODY_BYTES = 64_000

/** The JSON body. More than `maxBytes` is 413, anything that does not fit the schema 400. */
export function json<S extends v.GenericSchema>(schema: S, maxBytes = MAX_BODY_BYTES) {
  const check = validator('json', schema, refuseWith('bad_request'))
  const limited: typeof check = async (c, next) => {
    const body = await within(c.req.raw, maxBytes)
    if (body === null) return refuse(c as Context, { code: 'too_large' })
    c.req.raw = new Request(c.req.raw, { body })
    return check(c, next)
  }
  return Object.assign(limited, { [uniqueSymbol]: (check as unknown as Marked)[uniqueSymbol] })
}

/** The query string. What does not fit is 400. */
export function query<S extends v.GenericSchema>(schema: S) {
  return validator('query', schema, refuseWith('bad_request'))
}

/** Names in the path. What cannot be a name here is 404, like every name that nothing has. */
export function path<S extends v.GenericSchema>(schema: S) {
  return validator('param', schema, refuseWith('not_found'))
}

/** What Standard Schema says went wrong. */
type Issue = { message: string; path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined }

/** hono-openapi finds what a middleware takes under this symbol. */
type Marked = { [uniqueSymbol]: object }

/** Says which field and why, never what was in it: it may be a password. */
function refuseWith(code: ErrorCode) {
  return (result: { success: boolean; error?: readonly Issue[] }, c: Context<AppEnv>) => {
    if (result.success) return
    const [issue] = result.error ?? []
    const field = issue?.path?.map((step) => String(typeof step === 'object' ? step.key : step)).join('.')
    const message = issue && field ? `${field}: ${reason(issue)}` : undefined
    return refuse(c, { code, ...(code === 'bad_request' && message && { message }) })
  }
}

/** valibot quotes what it received; we do not. Of keys it says `never` for one too many. */
function reason({ message }: Issue): string {
  if (message.startsWith('Invalid key: Expected never')) return 'is not a field here'
  if (message.startsWith('Invalid key')) return 'is missing'
  return message.replace(/ but received .*$/s, '')
}

/** The body's bytes, or null when there are more than `max`. */
async function within(request: Request, max: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(request.headers.get('content-length') ?? 0) > max) return null
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > max) return null
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
