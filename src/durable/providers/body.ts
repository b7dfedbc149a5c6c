/** The last word on a request is the operator's. */
import type { Endpoint } from './spec.ts'

/** `body` with what the operator adds (`addParams`) and without what they take away (`dropParams`). */
export function shaped<Body extends object>(body: Body, { add, drop = [] }: Endpoint): Body {
  if (!add && drop.length === 0) return body
  const fields = Object.entries({ ...body, ...add }).filter(([name]) => !drop.includes(name))
  return Object.fromEntries(fields) as Body
}
