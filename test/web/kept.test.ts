/** What was done without a connection and outlives the page: acts on the library, frames of a conversation, words. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import type { ClientFrame, UserClientFrame } from '../../src/shared/protocol.ts'
import type { LibraryItem } from '../../src/shared/shelf.ts'
import { LibraryModel } from '../../src/web/models/library.ts'
import { foretold } from '../../src/web/models/library-kept.ts'
import { Outbox, waitingConversations } from '../../src/web/models/outbox.ts'
import { Posts } from '../../src/web/models/posts.ts'
import { onSpill } from '../../src/web/storage.ts'
import { fakePage } from './fake-page.ts'

let page: ReturnType<typeof fakePage>
beforeEach(() => {
  page = fakePage()
})
afterEach(() => vi.unstubAllGlobals())

const pick = { endpoint: 'Test', model: 'Played' }
const said = (text: string, parent: string | null = null, at?: number) => ({
  t: 'send' as const,
  id: newId(at),
  reply: newId(),
  parent,
  parts: [{ type: 'text' as const, text }],
  pick,
})
const itemOf = (id: string): LibraryItem => ({
  ...{ id, title: 'Old', pick: null, created: 1, updated: 1, running: false, pinned: false },
  ...{ archived: null, trashed: null, unread: false, project: null, tags: [] },
})

describe('the library', () => {
  const id = newId()
  const open = (send: (frame: UserClientFrame) => boolean, items = [itemOf(id)]) =>
    new LibraryModel({ items, nextCursor: null, clock: 1, send, projects: () => [] })

  it('shows and sends what an earlier page could not send, and forgets it when it is done', () => {
    void open(() => false).act({ do: 'arrange', ids: [id], set: { pinned: true } })
    const sent: UserClientFrame[] = []
    const next = open((frame) => sent.push(frame) > 0)
    expect(next.rows.value.get(id)?.shelf.value.pinned).toBe(true)
    next.resend()
    expect(sent).toMatchObject([{ t: 'act', act: { do: 'arrange', ids: [id] } }])
    const [frame] = sent
    next.answer({ t: 'done', re: frame?.t === 'act' ? frame.re : '' })
    expect([...page.storage.keys()]).toEqual([])
  })

  it('keeps a name that was given without a connection, and tells it when that is back', async () => {
    const asked: unknown[] = []
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no connection')))
    expect(await open(() => false).rename(id, 'New')).toBeNull()
    const next = open(() => true)
    expect(next.rows.value.get(id)?.title.value).toBe('New')
    vi.stubGlobal('fetch', async (_: string, { body }: { body: string }) => {
      asked.push(JSON.parse(body))
      return Response.json({})
    })
    next.resend()
    await vi.waitFor(() => expect([...page.storage.keys()]).toEqual([]))
    expect(asked).toEqual([{ title: 'New' }])
  })

  it('has a conversation that was begun without a connection, until the server tells of it', () => {
    const fresh = newId()
    new Outbox(fresh).add(said('From the tunnel\nand more'))
    const library = open(() => false)
    foretold().forEach(library.foresee)
    expect(library.ordered.value.map((row) => row.title.value)).toContain('From the tunnel')
    // The list begins anew, and still has it; and it is not kept as something the server said.
    library.take({ t: 'library', clock: 5, reset: true, items: [itemOf(id)], nextCursor: null })
    expect(library.rows.value.has(fresh)).toBe(true)
    expect(library.head().items.map((item) => item.id)).toEqual([id])
    library.take({ t: 'item', clock: 6, item: { ...itemOf(fresh), title: 'Told' } })
    expect(library.rows.value.get(fresh)?.title.value).toBe('Told')
  })
})

describe('a conversation', () => {
  it('keeps what somebody did, not what only mattered then; of what replaces itself, the last', () => {
    const id = newId()
    const message = newId()
    const posts = new Posts(id)
    const frames: ClientFrame[] = [
      { t: 'feedback', id: message, feedback: { rating: 'up' } },
      { t: 'stop', reply: message },
      { t: 'select', id: message },
      { t: 'feedback', id: message, feedback: null },
      { t: 'select', id },
    ]
    for (const frame of frames) posts.add(frame)
    expect(new Posts(id).take()).toEqual([
      { t: 'feedback', id: message, feedback: null },
      { t: 'select', id },
    ])
    expect(new Posts(id).take()).toEqual([])
  })

  it('that waits is found by what was written first', () => {
    const [a, b] = [newId(), newId()]
    new Outbox(b).add(said('first', null, 1))
    new Outbox(a).add(said('second', null, 2))
    new Outbox(b).add(said('third', null, 3))
    expect(waitingConversations()).toEqual([b, a])
  })

  it('loses no word when there is no room: it is handed on', () => {
    const id = newId()
    const frame = said('much')
    vi.stubGlobal('localStorage', {
      getItem: () => null,
      removeItem() {},
      setItem() {
        throw new DOMException('full', 'QuotaExceededError')
      },
    })
    const taken: [string, string | null][] = []
    const outbox = new Outbox(id)
    outbox.add(frame)
    onSpill((key, value) => taken.push([key, value]))
    expect(taken).toEqual([[`parley.outbox.${id}.${frame.id}`, JSON.stringify(frame)]])
    outbox.remove(frame.id)
    expect(taken.at(-1)?.[1]).toBeNull()
  })
})
