/** What every answer says to the browser about what it may do with it. */

/** For everything that is no page: nothing in it is ever to be run or framed. */
const ANSWER_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"

const HEADERS: readonly [string, string][] = [
  ['content-security-policy', ANSWER_POLICY],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  [
    'permissions-policy',
    'accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()',
  ],
]

/**
 * Policy of the page. Scripts are our own files and the inline ones whose hashes the build gives; styles in attributes
 * come from maths and highlighted code; pictures and sound from elsewhere are not loaded, because an answer could
 * carry secrets away in their addresses.
 */
export function pagePolicy(inline: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src ${["'self'", ...inline].join(' ')}`,
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** The same answer with these headers, where it does not set them itself. An upgrade is left alone: it has no reader. */
export function dressed(response: Response, https: boolean): Response {
  if (response.status === 101) return response
  const answer = new Response(response.body, response)
  const { headers } = answer
  for (const [name, value] of HEADERS) if (!headers.has(name)) headers.set(name, value)
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  if (https) headers.set('strict-transport-security', 'max-age=31536000')
  return answer
}
