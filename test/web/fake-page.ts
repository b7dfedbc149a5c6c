/** What models use of a browser's page, for tests in Node: storage, events, the address. */
import { vi } from 'vitest'

export function fakePage(address = 'http://parley.test/') {
  const storage = new Map<string, string>()
  const events = new EventTarget()
  const went: string[] = []
  const methods = {
    getItem: (key: string) => storage.get(key) ?? null,
    setItem: (key: string, value: string) => void storage.set(key, value),
    removeItem: (key: string) => void storage.delete(key),
  }
  // Its own keys are what is stored, as in a browser.
  vi.stubGlobal(
    'localStorage',
    new Proxy(methods, {
      ownKeys: () => [...storage.keys()],
      getOwnPropertyDescriptor: (_, key) => ({
        value: storage.get(String(key)),
        enumerable: true,
        configurable: true,
      }),
    }),
  )
  vi.stubGlobal('addEventListener', events.addEventListener.bind(events))
  vi.stubGlobal('removeEventListener', events.removeEventListener.bind(events))
  const { pathname, search, origin, href } = new URL(address)
  vi.stubGlobal('location', {
    pathname,
    search,
    origin,
    href,
    hash: '',
    replace: (to: string) => went.push(to),
  })
  return {
    storage,
    /** Where the page sent itself. */
    went,
    fire(type: string, detail: object) {
      events.dispatchEvent(Object.assign(new Event(type), detail))
    },
  }
}
