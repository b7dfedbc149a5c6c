/** The caller that the Worker proved, as it reaches the `fetch` of an object. */
import { CALLER_HEADER, type Caller } from './rpc.ts'

/** Throws when there is none: only our own Worker can reach an object, and it always says who asks. */
export function callerOf(request: Request): Caller {
  const header = request.headers.get(CALLER_HEADER)
  if (header === null) throw new Error('an object was asked by nobody')
  return JSON.parse(header) as Caller
}
