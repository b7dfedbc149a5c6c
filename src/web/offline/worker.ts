/**
 * The service worker: it holds the page's own files, and a page with nobody in it for when the server cannot be reached.
 * It never holds an answer of the API or a page that was made for somebody; what a person can read without a connection
 * lies in IndexedDB (`store.ts`), which the page reads by itself.
 */

export {}

/** The build that this file belongs to, written in by `cli/build/bundle-offline.ts`. */
declare const BUILD: { version: string; files: string[] }

// The types of service workers exclude those of pages, and this is the one file that needs them.
type Waiting = Event & { waitUntil(work: Promise<unknown>): void }
type Fetching = Waiting & {
  request: Request
  preloadResponse: Promise<Response | undefined>
  respondWith(answer: Promise<Response>): void
}
type Scope = {
  skipWaiting(): Promise<void>
  clients: {
    claim(): Promise<void>
    matchAll(of: { type: 'window' }): Promise<{ postMessage(data: unknown): void }[]>
  }
  registration: { navigationPreload?: { enable(): Promise<void> } }
  addEventListener(type: 'install' | 'activate', act: (event: Waiting) => void): void
  addEventListener(type: 'fetch', act: (event: Fetching) => void): void
}
const scope = self as unknown as Scope

const SHELL = '/shell'
const PREFIX = 'parley.shell.'
const CACHE = PREFIX + BUILD.version
const FILES = new Set(BUILD.files)

/** A hash in the name: what is in the file never changes. */
const HASHED = /^\/assets\/[^/]+-[A-Z0-9]{8}\.\w+$/
/** Files differ by their encoding alone, which the browser has undone. */
const VARY = { ignoreVary: true }
/** A server that has not answered by then is as good as none: the page that is here becomes live when it does. */
const PATIENCE_MS = 8000
/** Files that are fetched side by side when a version comes in: the person is doing something else. */
const AT_ONCE = 4

scope.addEventListener('install', (event) => event.waitUntil(install()))
scope.addEventListener('activate', (event) => event.waitUntil(activate()))
scope.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate') {
    if (!pathname.startsWith('/api/') && !/\.[^/]+$/.test(pathname)) event.respondWith(page(event))
  } else if (HASHED.test(pathname) || FILES.has(pathname)) event.respondWith(file(request, pathname))
})

/** All of a version or nothing: a page must never meet half of one. What an older version has is not fetched again. */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE)
  const shell = await whole(SHELL, { cache: 'no-store', credentials: 'omit' })
  // A server that was renewed in between hands out the page of another build. The next visit tries again.
  if (!(await shell.clone().text()).includes(BUILD.version)) throw new Error('another build')
  const rest = [...BUILD.files]
  const worker = async () => {
    for (let path = rest.pop(); path; path = rest.pop()) {
      const held = HASHED.test(path) ? await caches.match(path, VARY) : undefined
      await cache.put(
        path,
        held ?? (await whole(path, { cache: HASHED.test(path) ? 'default' : 'no-cache' })),
      )
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  await cache.put(SHELL, shell)
  await scope.skipWaiting()
}

async function whole(path: string, how: RequestInit): Promise<Response> {
  const answer = await fetch(path, how)
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return answer
}

/** Pages of the version before may still be open and load what they have not loaded yet: its files stay, older ones go. */
async function activate(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE)
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)))
  await scope.registration.navigationPreload?.enable()
  await scope.clients.claim()
  for (const client of await scope.clients.matchAll({ type: 'window' }))
    client.postMessage({ t: 'version', version: BUILD.version })
}

/** From the server; the page with nobody in it where the server does not answer. */
async function page(event: Fetching): Promise<Response> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((done) => {
    timer = setTimeout(() => done(undefined), PATIENCE_MS)
  })
  const answer = ask(event)
  const first = await Promise.race([answer, late])
  clearTimeout(timer)
  // A proxy in front of a server that is away says so by itself.
  if (first && ![502, 503, 504].includes(first.status)) return first
  const shell = await (await caches.open(CACHE)).match(SHELL)
  return shell ?? first ?? (await answer) ?? Response.error()
}

async function ask(event: Fetching): Promise<Response | undefined> {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request))
  } catch {
    // no connection
    return undefined
  }
}

async function file(request: Request, path: string): Promise<Response> {
  const own = await caches.open(CACHE)
  const held =
    (await own.match(path, VARY)) ?? (HASHED.test(path) ? await caches.match(path, VARY) : undefined)
  if (held) return held
  const answer = await fetch(request)
  if (answer.ok && HASHED.test(path)) await own.put(path, answer.clone())
  return answer
}
