/**
 * The one guarded `fetch`, for every URL that a user, a model, a document or a configuration chose. The address is checked
 * here, and again by workerd after the name was looked up (`PUBLIC`, see src/cli/start/workerd-config.ts), so that neither
 * a name nor a redirect nor a second look-up leads inside. On Cloudflare there is no inside to lead to.
 */
import { addressOf, refusalOf } from './egress-hosts.ts'

export type EgressEnv = {
  /** Reaches the public internet only. There on plain workerd. */
  PUBLIC?: { fetch: typeof fetch }
}

/** The address is not one that may be fetched. The message is for the person who chose it. */
export class EgressRefused extends Error {}

const MAX_REDIRECTS = 5

/** Headers that say nothing but what is sent and wanted: all others go to the server they were meant for, and to no other. */
const PLAIN = new Set(['accept', 'accept-language', 'content-length', 'content-type', 'user-agent'])

/**
 * A `fetch` that refuses what is not on the public internet, by throwing `EgressRefused`. `allowed` (`host:port`) are the
 * only exemptions. Redirects are followed one by one, each checked anew; none leads from https to http.
 */
export function guarded(env: EgressEnv, allowed: ReadonlySet<string>): typeof fetch {
  const fetchOf = (url: URL): typeof fetch => {
    if (allowed.has(addressOf(url))) return fetch
    const why = refusalOf(url)
    if (why) throw new EgressRefused(why)
    return env.PUBLIC ? byPublic(env.PUBLIC, url) : fetch
  }
  return async (input, init = {}) => {
    let url = parsed(input instanceof Request ? input.url : String(input))
    let sent: RequestInit = input instanceof Request ? { ...(await initOf(input)), ...init } : init
    for (let hops = 0; ; hops++) {
      const response = await fetchOf(url)(url, { ...sent, redirect: 'manual' })
      const target = response.headers.get('location')
      if (!REDIRECTS.has(response.status) || target === null) return response
      await response.body?.cancel()
      if (hops === MAX_REDIRECTS) throw new EgressRefused(`${url.host} redirects too often`)
      const to = parsed(target, url)
      sent = redirected(sent, url, to, response.status)
      url = to
    }
  }
}

/** workerd says of a name that leads inside only that something went wrong. */
function byPublic(way: { fetch: typeof fetch }, { host }: URL): typeof fetch {
  return async (input, init) => {
    try {
      return await way.fetch(input, init)
    } catch (error) {
      if (!/^internal error/.test((error as Error).message)) throw error
      throw new EgressRefused(`${host} cannot be reached, or is not on the public internet`)
    }
  }
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])

function parsed(text: string, base?: URL): URL {
  const url = URL.parse(text, base)
  if (!url) throw new EgressRefused('this is not an address')
  return url
}

async function initOf(request: Request): Promise<RequestInit> {
  const { method, headers, signal } = request
  return { method, headers, signal, ...(request.body && { body: await request.arrayBuffer() }) }
}

/** What is sent to where a server pointed, by the rules of the Fetch standard. */
function redirected(sent: RequestInit, from: URL, to: URL, status: number): RequestInit {
  if (from.protocol === 'https:' && to.protocol === 'http:')
    throw new EgressRefused(`${from.host} redirects to an address that is not encrypted`)
  const { body, method = 'GET', ...rest } = sent
  const headers = new Headers(sent.headers)
  if (from.origin !== to.origin)
    for (const name of [...headers.keys()]) if (!PLAIN.has(name)) headers.delete(name)
  const asGet = status === 303 ? method !== 'HEAD' : status <= 302 && method.toUpperCase() === 'POST'
  if (!asGet) {
    if (body instanceof ReadableStream)
      throw new EgressRefused(`${from.host} redirects what can be sent only once`)
    return { ...sent, headers }
  }
  for (const name of ['content-type', 'content-length']) headers.delete(name)
  return { ...rest, method: 'GET', headers }
}

/** The text of a body of at most `max` bytes after decompression. Throws `EgressRefused` for a larger one. */
export async function textWithin(response: Response, max: number): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  if (!response.body) return text
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > max) throw new EgressRefused(`the answer is larger than ${max} bytes`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
