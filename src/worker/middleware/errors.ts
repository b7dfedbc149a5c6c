/** How a refusal looks from outside: `{message, type, statusCode}`, with a code from the closed list and nothing more. */
import type { Context, ErrorHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { ERRORS, type ErrorCode, type Fault } from '../../shared/errors.ts'
import type { AppEnv } from '../env.ts'

/** For people who read API answers. The page has its own words for each code. */
const MESSAGES: Partial<Record<ErrorCode, string>> = {
  bad_request: 'The request is not valid.',
  unauthorized: 'Sign in first.',
  forbidden: 'This is not allowed.',
  not_found: 'There is nothing here.',
  conflict: 'This contradicts what is already there.',
  busy: 'An answer is still being written.',
  too_large: 'The request is too large.',
  rate_limited: 'Too many attempts. Try again later.',
  internal: 'Something went wrong on our side.',
  unavailable: 'Not available at the moment. Try again.',
}

/** The answer to a request that failed in an expected way. */
export function refuse(c: Context<AppEnv>, { code, message, retryAfterMs }: Fault): Response {
  const { status } = ERRORS[code]
  const body = {
    message: message ?? MESSAGES[code] ?? code.replaceAll('_', ' '),
    type: code,
    statusCode: status,
  }
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (retryAfterMs) headers['retry-after'] = String(Math.ceil(retryAfterMs / 1000))
  return c.body(JSON.stringify(body), { status, headers })
}

/** What was thrown: a request that could not be read, an object or D1 that is not there now, or a bug. */
export const onError: ErrorHandler<AppEnv> = (error, c) => {
  if (error instanceof HTTPException && error.status === 400) {
    return refuse(c, { code: 'bad_request', message: error.message })
  }
  const { retryable = false, overloaded = false } = error as { retryable?: boolean; overloaded?: boolean }
  console.error(`${c.req.method} ${c.req.routePath}:`, error)
  return refuse(c, { code: retryable || overloaded ? 'unavailable' : 'internal' })
}
