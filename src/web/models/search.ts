/**
 * What somebody looks for, and what was found. Every letter asks, over the socket that is open anyway; an answer to an
 * earlier question is passed over. Loaded with its view.
 */
import { batch, effect, type ReadonlySignal, signal } from '@preact/signals'
import type { UserClientFrame, UserFrame } from '../../shared/protocol.ts'
import type { Found, SearchFilters } from '../../shared/search.ts'

export type FoundFrame = Extract<UserFrame, { t: 'found' }>

export type SearchDeps = {
  send(frame: UserClientFrame): boolean
  found: ReadonlySignal<FoundFrame | null>
  online: ReadonlySignal<boolean>
}

export type SearchModel = ReturnType<typeof createSearch>

/** Of the whole page: an answer that comes after the dialog was opened again is not for it. */
let asked = 0

export function createSearch({ send, found, online }: SearchDeps) {
  const query = signal('')
  const filters = signal<SearchFilters>({})
  const items = signal<readonly Found[]>([])
  /** `idle`: nothing is looked for. `waiting`: for the connection. */
  const state = signal<'idle' | 'asking' | 'waiting' | 'known'>('idle')
  /** Similar words were looked for as well. */
  const near = signal(false)
  let cursor: string | null = null
  let n = 0
  let appends = false

  const unfollow = effect(() => {
    const frame = found.value
    if (frame && frame.n === n && n > 0) take(frame)
  })
  const unwait = effect(() => {
    if (online.value && state.peek() === 'waiting') ask()
  })

  function take(frame: FoundFrame): void {
    batch(() => {
      items.value = appends ? [...items.peek(), ...frame.items] : frame.items
      near.value = frame.near
      state.value = 'known'
    })
    cursor = frame.nextCursor
  }

  function ask(after?: string): void {
    n = ++asked
    appends = after !== undefined
    if (!appends) cursor = null
    if (query.peek().trim() === '') {
      batch(() => {
        items.value = []
        state.value = 'idle'
      })
      return
    }
    const sent = send({
      t: 'search',
      n,
      query: query.peek(),
      filters: filters.peek(),
      ...(after !== undefined && { cursor: after }),
    })
    if (!appends || !sent) state.value = sent ? 'asking' : 'waiting'
  }

  return {
    query: query as ReadonlySignal<string>,
    filters: filters as ReadonlySignal<SearchFilters>,
    items: items as ReadonlySignal<readonly Found[]>,
    state: state as ReadonlySignal<'idle' | 'asking' | 'waiting' | 'known'>,
    near: near as ReadonlySignal<boolean>,

    look(text: string): void {
      query.value = text
      ask()
    },

    /** Narrows the search; undefined takes a filter away. */
    narrow(change: { [K in keyof SearchFilters]?: SearchFilters[K] | undefined }): void {
      const next = Object.entries({ ...filters.peek(), ...change }).filter(([, value]) => value !== undefined)
      filters.value = Object.fromEntries(next)
      ask()
    },

    widen(): void {
      filters.value = {}
      ask()
    },

    /** The next page, once. */
    more(): void {
      if (cursor === null || state.peek() !== 'known') return
      const from = cursor
      cursor = null
      ask(from)
    },

    [Symbol.dispose](): void {
      unfollow()
      unwait()
    },
  }
}
