/** The address bar as a signal. Pages are paths; the settings dialog is a hash, so that Back closes it. */
import { computed, signal } from '@preact/signals'
import { isId } from '../shared/ids.ts'

export type Route =
  | { page: 'chat'; id: string | null }
  | { page: 'sign-in' }
  | { page: 'register' }
  | { page: 'docs'; name: string | null }
  /** `id`: the one that is open, or `new`. */
  | { page: 'prompts'; id: string | null }
  | { page: 'missing' }

const path = signal(location.pathname)
const hash = signal(location.hash)
const search = signal(location.search)

/** Counts every arrival, also at the page that is shown already. */
export const arrivals = signal(0)

export const route = computed<Route>(() => routeOf(path.value))

/** The section of the settings that is open, '' for the first, null when they are closed. */
export const settings = computed(() => {
  const [, open, section] = /^#(settings)(?:\/([\w-]+))?$/.exec(hash.value) ?? []
  return open ? (section ?? '') : null
})

/** The message that the address leads to: `/c/<id>?m=<message>`. */
export const sought = computed(() => {
  const id = new URLSearchParams(search.value).get('m')?.toLowerCase() ?? ''
  return isId(id) ? id : null
})

/** What the address asks of a new chat; null where it asks nothing. See `models/address.ts`. */
export const asked = computed(() => {
  const here = route.value
  return here.page === 'chat' && here.id === null && search.value !== '' ? search.value : null
})

/** Goes to a path or a `#hash` of this page. */
export function navigate(to: string, how: 'push' | 'replace' = 'push'): void {
  const url = new URL(to, location.href)
  if (url.href !== location.href) {
    // Marks entries that Back can leave without leaving the page.
    const state = { inner: how === 'push' || history.state?.inner === true }
    if (how === 'push') history.pushState(state, '', url)
    else history.replaceState(state, '', url)
  }
  read()
}

export function openSettings(section = ''): void {
  navigate(section ? `#settings/${section}` : '#settings', settings.peek() === null ? 'push' : 'replace')
}

export function closeSettings(): void {
  if (history.state?.inner) history.back()
  else navigate(location.pathname, 'replace')
}

/** Which page a path is. Exported for its test. */
export function routeOf(pathname: string): Route {
  const [first, second, ...more] = pathname.split('/').filter(Boolean)
  if (first === undefined) return { page: 'chat', id: null }
  if (first === 'login' && !second) return { page: 'sign-in' }
  if (first === 'register' && !second) return { page: 'register' }
  if (first === 'docs' && more.length === 0) return { page: 'docs', name: second ?? null }
  if (first === 'prompts' && more.length === 0) {
    const id = second?.toLowerCase() ?? null
    if (id === null || id === 'new' || isId(id)) return { page: 'prompts', id }
  }
  if (first === 'c' && second && more.length === 0) {
    if (second === 'new') return { page: 'chat', id: null }
    if (isId(second.toLowerCase())) return { page: 'chat', id: second.toLowerCase() }
  }
  return { page: 'missing' }
}

/** Follows the browser's own moves, and plain clicks on links to our pages. Returns its end. */
export function followHistory(): () => void {
  const end = new AbortController()
  const on = { signal: end.signal }
  addEventListener('popstate', read, on)
  addEventListener('hashchange', read, on)
  document.addEventListener('click', followLink, on)
  return () => end.abort()
}

function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const link = (event.target as Element | null)?.closest?.('a')
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return
  if (routeOf(link.pathname).page === 'missing') return
  event.preventDefault()
  navigate(link.href)
}

function read(): void {
  arrivals.value = arrivals.peek() + 1
  path.value = location.pathname
  hash.value = location.hash
  search.value = location.search
}
