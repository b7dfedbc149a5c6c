/**
 * Static assets outside Cloudflare: the files of `dist/web` with a content type, caching and the compressed copy that
 * the build made. The folder comes as a `disk` service, so no file is held in memory.
 */
import { WorkerEntrypoint } from 'cloudflare:workers'

type Env = { DIST: Fetcher }

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  ttf: 'font/ttf',
  txt: 'text/plain; charset=utf-8',
  wasm: 'application/wasm',
  webmanifest: 'application/manifest+json',
  webp: 'image/webp',
  woff: 'font/woff',
  woff2: 'font/woff2',
}

/** esbuild's hash in the name: what is in the file can never change. */
const HASHED = /^\/assets\/[^/]+-[A-Z0-9]{8}\.\w+$/

export class Assets extends WorkerEntrypoint<Env> {
  /** The file of that path, 304 when the browser has it, or 404. */
  override async fetch(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname
    const type = TYPES[path.slice(path.lastIndexOf('.') + 1)]
    // Only paths that the build writes: an unknown ending, `_headers` and folders are not for the browser.
    if (!type || (request.method !== 'GET' && request.method !== 'HEAD')) return missing()
    const { file, encoding } = await this.#open(path, request)
    if (!file.ok) return missing()
    const tag = `"${Date.parse(file.headers.get('last-modified') ?? '')}-${file.headers.get('content-length')}"`
    const headers = new Headers({
      'content-type': type,
      'cache-control': HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
      etag: tag,
    })
    if (request.headers.get('if-none-match') === tag) {
      await file.body?.cancel()
      return new Response(null, { status: 304, headers })
    }
    if (encoding) headers.set('content-encoding', encoding)
    return new Response(file.body, { headers, encodeBody: encoding ? 'manual' : 'automatic' })
  }

  /** The best of the compressed copies that the browser takes, else the file itself. */
  async #open(path: string, request: Request): Promise<{ file: Response; encoding?: 'br' | 'gzip' }> {
    const accepted = request.headers.get('accept-encoding') ?? ''
    for (const [encoding, ending] of [
      ['br', 'br'],
      ['gzip', 'gz'],
    ] as const) {
      if (!accepted.includes(encoding)) continue
      const file = await this.#file(`packed${path}.${ending}`, request)
      if (file.ok) return { file, encoding }
    }
    return { file: await this.#file(`web${path}`, request) }
  }

  #file(path: string, { method }: Request) {
    return this.env.DIST.fetch(`http://dist/${path}`, { method })
  }
}

const missing = () => new Response(null, { status: 404 })
