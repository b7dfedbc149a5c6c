/** The list of conversations: frames, older pages, and what is done before the server has said yes. */
import { signal } from '@preact/signals'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { UserFrame } from '../../src/shared/protocol.ts'
import { LibraryModel } from '../../src/web/models/library.ts'
import { GroupsModel, split } from '../../src/web/models/library-groups.ts'

const id = (n: number) => `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`
type Item = Extract<UserFrame, { t: 'item' }>['item']
const item = (n: number, change: Partial<Item> = {}) =>
  ({ id: id(n), title: `Title ${n}`, pick: null, created: n, updated: n, running: false, ...change }) as Item
const titles = (library: LibraryModel) => library.ordered.value.map((row) => row.title.value)

/** Answers every request of the model with `answer`, and says what was asked. */
function serve(answer: (path: string, init: RequestInit) => Response | Promise<Response>) {
  const asked = vi.fn(async (path: string, init: RequestInit) => answer(path, init))
  vi.stubGlobal('fetch', asked)
  return asked
}
const done = () => Response.json({ done: true })
const failing = () => Response.json({ message: 'no', type: 'internal', statusCode: 500 }, { status: 500 })

afterEach(() => vi.unstubAllGlobals())

describe('frames', () => {
  it('keep the newest first, whatever order they come in', () => {
    const library = new LibraryModel({ items: [item(2), item(1)], nextCursor: null, clock: 2 })
    library.take({ t: 'item', clock: 3, item: item(3) })
    library.take({ t: 'item', clock: 4, item: item(1, { updated: 9, running: true }) })
    expect(titles(library)).toEqual(['Title 1', 'Title 3', 'Title 2'])
    expect(library.clock.value).toBe(4)
  })

  it('change a row and do not replace it, so that what draws it stays', () => {
    const library = new LibraryModel({ items: [item(1)], nextCursor: null, clock: 1 })
    const [row] = library.ordered.value
    library.take({ t: 'item', clock: 2, item: item(1, { title: 'Named' }) })
    library.take({
      t: 'library',
      clock: 3,
      reset: true,
      items: [item(1, { title: 'Again' })],
      nextCursor: null,
    })
    expect(library.ordered.value[0]).toBe(row)
    expect(row?.title.value).toBe('Again')
  })

  it('of a list that begins anew drop what is not in it', () => {
    const library = new LibraryModel({ items: [item(2), item(1)], nextCursor: null, clock: 2 })
    library.take({ t: 'library', clock: 5, reset: true, items: [item(3)], nextCursor: 'more' })
    expect(titles(library)).toEqual(['Title 3'])
    expect(library.older.value).toBe('more')
  })

  it('that a conversation is gone take it away', () => {
    const library = new LibraryModel({ items: [item(1)], nextCursor: null, clock: 1 })
    library.take({ t: 'gone', clock: 2, id: id(1) })
    expect(titles(library)).toEqual([])
  })
})

describe('older pages', () => {
  it('are asked for once, and put where they belong', async () => {
    const asked = serve(() =>
      Response.json({
        data: [
          {
            conversationId: id(1),
            title: 'Old',
            endpoint: 'openAI',
            model: 'gpt-5-mini',
            createdAt: new Date(1).toISOString(),
            updatedAt: new Date(1).toISOString(),
            running: false,
          },
        ],
        nextCursor: null,
      }),
    )
    const library = new LibraryModel({ items: [item(2)], nextCursor: 'here', clock: 2 })
    await Promise.all([library.loadOlder(), library.loadOlder()])
    expect(asked).toHaveBeenCalledTimes(1)
    expect(asked.mock.calls[0]?.[0]).toContain('cursor=here')
    expect(titles(library)).toEqual(['Title 2', 'Old'])
    expect(library.older.value).toBe('none')
  })

  it('that do not come can be asked for again', async () => {
    serve(failing)
    const library = new LibraryModel({ items: [item(2)], nextCursor: 'here', clock: 2 })
    await library.loadOlder()
    expect(library.older.value).toBe('failed')
  })

  it('of a list that began anew meanwhile are thrown away', async () => {
    serve(() => Response.json({ data: [], nextCursor: null }))
    const library = new LibraryModel({ items: [item(2)], nextCursor: 'here', clock: 2 })
    const loading = library.loadOlder()
    library.take({ t: 'library', clock: 5, reset: true, items: [item(3)], nextCursor: 'new' })
    await loading
    expect(library.older.value).toBe('more')
  })
})

describe('renaming', () => {
  it('shows at once, and an older name does not come back in between', async () => {
    serve(done)
    const library = new LibraryModel({ items: [item(1)], nextCursor: null, clock: 1 })
    const saving = library.rename(id(1), '  Mine ')
    expect(titles(library)).toEqual(['Mine'])
    library.take({ t: 'item', clock: 2, item: item(1, { updated: 5 }) })
    expect(titles(library)).toEqual(['Mine'])
    expect(await saving).toBeNull()
    library.take({ t: 'item', clock: 3, item: item(1, { title: 'Mine' }) })
    library.take({ t: 'item', clock: 4, item: item(1, { title: 'Elsewhere' }) })
    expect(titles(library)).toEqual(['Elsewhere'])
  })

  it('is taken back when the server says no', async () => {
    serve(failing)
    const library = new LibraryModel({ items: [item(1)], nextCursor: null, clock: 1 })
    expect(await library.rename(id(1), 'Mine')).toMatchObject({ code: 'internal' })
    expect(titles(library)).toEqual(['Title 1'])
  })

  it('to nothing, or to the same, is nothing', async () => {
    const asked = serve(done)
    const library = new LibraryModel({ items: [item(1)], nextCursor: null, clock: 1 })
    await library.rename(id(1), '   ')
    await library.rename(id(1), 'Title 1')
    expect(asked).not.toHaveBeenCalled()
  })
})

describe('deleting', () => {
  it('shows at once, and news that was on its way does not bring it back', async () => {
    serve(done)
    const library = new LibraryModel({ items: [item(1)], nextCursor: null, clock: 1 })
    const removing = library.remove(id(1))
    library.take({ t: 'item', clock: 2, item: item(1, { updated: 5 }) })
    expect(titles(library)).toEqual([])
    expect(await removing).toBeNull()
  })

  it('is taken back when the server says no, or cannot be reached', async () => {
    const library = new LibraryModel({ items: [item(2), item(1)], nextCursor: null, clock: 1 })
    serve(() => Promise.reject(new TypeError('no connection')))
    expect(await library.remove(id(2))).toEqual({ code: 'network' })
    expect(titles(library)).toEqual(['Title 2', 'Title 1'])
  })

  it('of what is gone already is done', async () => {
    serve(() => Response.json({ message: 'no', type: 'not_found', statusCode: 404 }, { status: 404 }))
    const library = new LibraryModel({ items: [item(1)], nextCursor: null, clock: 1 })
    expect(await library.remove(id(1))).toBeNull()
    expect(titles(library)).toEqual([])
  })
})

describe('groups', () => {
  const today = new Date(2026, 10, 21).getTime()
  const at = (daysAgo: number) => today - daysAgo * 24 * 3600 * 1000

  it('are today, yesterday, the last weeks, then months', () => {
    const items = [0.5, 3, 12, 50, 90].map((days, n) => item(n + 1, { updated: at(days) }))
    items.push(item(9, { updated: today + 1 }))
    const library = new LibraryModel({ items, nextCursor: null, clock: 1 })
    expect([...split(library.ordered.value, today).keys()]).toEqual([
      'today',
      'yesterday',
      'week',
      'month',
      new Date(2026, 9, 1).getTime(),
      new Date(2026, 7, 1).getTime(),
    ])
  })

  it('that a change does not touch stay the same object with the same rows', () => {
    const items = [item(1, { updated: today + 1 }), item(2, { updated: at(3) }), item(3, { updated: at(4) })]
    const library = new LibraryModel({ items, nextCursor: null, clock: 1 })
    const { groups } = new GroupsModel({ ordered: library.ordered, today: signal(today) })
    const [first, week] = groups.value
    const before = week?.rows.value
    library.take({ t: 'item', clock: 2, item: item(4, { updated: today + 2 }) })
    expect(groups.value[0]).toBe(first)
    expect(first?.rows.value).toHaveLength(2)
    expect(groups.value[1]?.rows.value).toBe(before)
  })
})
