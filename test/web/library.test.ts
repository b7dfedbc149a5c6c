/** The list of conversations: frames, older pages, and what is done before the server has said yes. */
import { signal } from '@preact/signals'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { arranged, type LibraryItem, NO_SHELF } from '../../src/shared/shelf.ts'
import { foldersOf } from '../../src/web/models/folders.ts'
import { LibraryModel } from '../../src/web/models/library.ts'
import { shownAfter, undoOf } from '../../src/web/models/library-acts.ts'
import { GroupsModel, split } from '../../src/web/models/library-groups.ts'
import { SelectionModel } from '../../src/web/models/library-selection.ts'
import { slices, topOf } from '../../src/web/models/library-window.ts'
import { ShelvesModel } from '../../src/web/models/shelves.ts'

const id = (n: number) => `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`
const item = (n: number, change: Partial<LibraryItem> = {}): LibraryItem => ({
  id: id(n),
  title: `Title ${n}`,
  pick: null,
  created: n,
  updated: n,
  running: false,
  ...NO_SHELF,
  ...change,
})
type Sent = Parameters<ConstructorParameters<typeof LibraryModel>[0]['send']>[0]
const sent: Sent[] = []

/** A library whose acts are sent, and kept in `sent`. */
function open(head: { items: LibraryItem[]; nextCursor: string | null; clock: number }): LibraryModel {
  const send = (frame: Sent) => sent.push(frame) > 0
  return new LibraryModel({ ...head, send, projects: () => [] })
}
/** The server's answer to the last act. */
const yes = (library: LibraryModel) => library.answer({ t: 'done', re: sent.at(-1)!.re })
const no = (library: LibraryModel) =>
  library.answer({ t: 'error', re: sent.at(-1)!.re, code: 'conflict', message: 'no' })

const titles = (library: LibraryModel) => library.ordered.value.map((row) => row.title.value)

/** Answers every request of the model with `answer`, and says what was asked. */
function serve(answer: (path: string, init: RequestInit) => Response | Promise<Response>) {
  const asked = vi.fn(async (path: string, init: RequestInit) => answer(path, init))
  vi.stubGlobal('fetch', asked)
  return asked
}
const done = () => Response.json({ done: true })
const failing = () => Response.json({ message: 'no', type: 'internal', statusCode: 500 }, { status: 500 })

afterEach(() => {
  vi.unstubAllGlobals()
  sent.length = 0
})

describe('frames', () => {
  it('keep the newest first, whatever order they come in', () => {
    const library = open({ items: [item(2), item(1)], nextCursor: null, clock: 2 })
    library.take({ t: 'item', clock: 3, item: item(3) })
    library.take({ t: 'item', clock: 4, item: item(1, { updated: 9, running: true }) })
    expect(titles(library)).toEqual(['Title 1', 'Title 3', 'Title 2'])
    expect(library.clock.value).toBe(4)
  })

  it('change a row and do not replace it, so that what draws it stays', () => {
    const library = open({ items: [item(1)], nextCursor: null, clock: 1 })
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
    const library = open({ items: [item(2), item(1)], nextCursor: null, clock: 2 })
    library.take({ t: 'library', clock: 5, reset: true, items: [item(3)], nextCursor: 'more' })
    expect(titles(library)).toEqual(['Title 3'])
    expect(library.older.value).toBe('more')
  })

  it('that a conversation is gone take it away', () => {
    const library = open({ items: [item(1)], nextCursor: null, clock: 1 })
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
    const library = open({ items: [item(2)], nextCursor: 'here', clock: 2 })
    await Promise.all([library.loadOlder(), library.loadOlder()])
    expect(asked).toHaveBeenCalledTimes(1)
    expect(asked.mock.calls[0]?.[0]).toContain('cursor=here')
    expect(titles(library)).toEqual(['Title 2', 'Old'])
    expect(library.older.value).toBe('none')
  })

  it('that do not come can be asked for again', async () => {
    serve(failing)
    const library = open({ items: [item(2)], nextCursor: 'here', clock: 2 })
    await library.loadOlder()
    expect(library.older.value).toBe('failed')
  })

  it('of a list that began anew meanwhile are thrown away', async () => {
    serve(() => Response.json({ data: [], nextCursor: null }))
    const library = open({ items: [item(2)], nextCursor: 'here', clock: 2 })
    const loading = library.loadOlder()
    library.take({ t: 'library', clock: 5, reset: true, items: [item(3)], nextCursor: 'new' })
    await loading
    expect(library.older.value).toBe('more')
  })
})

describe('renaming', () => {
  it('shows at once, and an older name does not come back in between', async () => {
    serve(done)
    const library = open({ items: [item(1)], nextCursor: null, clock: 1 })
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
    const library = open({ items: [item(1)], nextCursor: null, clock: 1 })
    expect(await library.rename(id(1), 'Mine')).toMatchObject({ code: 'internal' })
    expect(titles(library)).toEqual(['Title 1'])
  })

  it('to nothing, or to the same, is nothing', async () => {
    const asked = serve(done)
    const library = open({ items: [item(1)], nextCursor: null, clock: 1 })
    await library.rename(id(1), '   ')
    await library.rename(id(1), 'Title 1')
    expect(asked).not.toHaveBeenCalled()
  })
})

describe('acts', () => {
  it('show at once, and older news does not undo them', async () => {
    const library = open({ items: [item(2), item(1)], nextCursor: null, clock: 1 })
    const { fault } = library.arrange([id(1)], { trashed: true })
    expect(titles(library)).toEqual(['Title 2'])
    library.take({ t: 'item', clock: 2, item: item(1, { updated: 5 }) })
    expect(titles(library)).toEqual(['Title 2'])
    library.take({ t: 'item', clock: 3, item: item(1, { updated: 5, trashed: 9 }) })
    yes(library)
    expect(await fault).toBeNull()
    expect(titles(library)).toEqual(['Title 2'])
  })

  it('are taken back when the server says no, with all that follows from them', async () => {
    const library = open({ items: [item(2), item(1)], nextCursor: null, clock: 1 })
    const { fault } = library.arrange([id(1)], { pinned: true })
    expect(titles(library)).toEqual(['Title 1', 'Title 2'])
    no(library)
    expect(await fault).toMatchObject({ code: 'conflict' })
    expect(titles(library)).toEqual(['Title 2', 'Title 1'])
  })

  it('that were not answered are sent again, in their order', () => {
    const library = open({ items: [item(1)], nextCursor: null, clock: 1 })
    library.arrange([id(1)], { pinned: true })
    library.arrange([id(1)], { archived: true })
    const before = [...sent]
    yes(library)
    sent.length = 0
    library.resend()
    expect(sent).toEqual([before[0]])
  })

  it('on many are undone to what each of them was', () => {
    const items = [item(3, { pinned: true }), item(2), item(1, { project: id(9) })]
    const library = open({ items, nextCursor: null, clock: 1 })
    const { undo } = library.arrange([id(3), id(2), id(1)], { archived: true })
    expect(titles(library)).toEqual([])
    undo()
    expect(titles(library)).toEqual(['Title 3', 'Title 2', 'Title 1'])
    expect(library.rows.value.get(id(3))?.shelf.value.pinned).toBe(true)
    expect(sent.slice(1).map(({ act }) => act)).toEqual([
      { do: 'arrange', ids: [id(3)], set: { archived: false, pinned: true } },
      { do: 'arrange', ids: [id(2), id(1)], set: { archived: false } },
    ])
  })

  it('on very many are several acts', () => {
    const items = Array.from({ length: 1200 }, (_, n) => item(n + 1))
    const library = open({ items, nextCursor: null, clock: 1 })
    library.arrange(
      items.map((one) => one.id),
      { archived: true },
    )
    expect(sent).toHaveLength(3)
    expect(titles(library)).toEqual([])
  })

  it('undo exactly: whatever is done to whatever shelf, its undo brings it back', () => {
    const shelves = [
      NO_SHELF,
      { ...NO_SHELF, pinned: true, tags: ['a', 'b'] },
      { ...NO_SHELF, archived: 5, project: 'p' },
    ]
    const sets = [
      { pinned: true },
      { archived: true },
      { trashed: true },
      { unread: true },
      { project: 'q' },
      { tag: ['a', 'c'], untag: ['b', 'd'] },
    ]
    for (const shelf of shelves)
      for (const set of sets) expect(arranged(arranged(shelf, set, 5), undoOf(shelf, set), 5)).toEqual(shelf)
  })

  it('erase what is in the trash and nothing else', () => {
    const op = { re: 'x', at: 1, act: { do: 'erase', ids: null } as const, named: null }
    expect(shownAfter(item(1, { trashed: 5 }), [op])).toBeNull()
    expect(shownAfter(item(1), [op])).toEqual(item(1))
  })

  it('on a conversation that has just begun here wait until the library hears of it', async () => {
    serve(() => Response.json({ data: [], nextCursor: null }))
    const library = open({ items: [], nextCursor: null, clock: 1 })
    library.show({ shelf: 'list', project: id(9) })
    library.begin(id(1))
    expect(sent).toEqual([])
    library.take({ t: 'item', clock: 2, item: item(1) })
    expect(sent[0]?.act).toEqual({ do: 'arrange', ids: [id(1)], set: { project: id(9) } })
  })
})

describe('parts of the library', () => {
  it('are asked for with their filter, and the whole list is still there afterwards', async () => {
    const asked = serve(() => Response.json({ data: [], nextCursor: null }))
    const library = open({ items: [item(2), item(1)], nextCursor: 'here', clock: 1 })
    library.show({ shelf: 'list', project: id(9), tags: [id(7), id(8)] })
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(1))
    expect(asked.mock.calls[0]?.[0]).toBe(
      `/api/convos?limit=100&projectId=${id(9)}&tags=${id(7)}&tags=${id(8)}`,
    )
    library.show({ shelf: 'trash' })
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2))
    expect(asked.mock.calls[1]?.[0]).toBe('/api/trash?limit=100')
    library.show({ shelf: 'list' })
    expect(asked).toHaveBeenCalledTimes(2)
    expect(titles(library)).toEqual(['Title 2', 'Title 1'])
    await library.loadOlder()
    expect(asked.mock.calls[2]?.[0]).toBe('/api/convos?limit=100&cursor=here&pinned=false')
  })

  it('show nothing that lies beyond what was loaded, so that no gap is taken for the end', () => {
    const library = open({ items: [item(9), item(8)], nextCursor: 'here', clock: 1 })
    library.take({ t: 'item', clock: 2, item: item(3, { title: 'Far down' }) })
    expect(titles(library)).toEqual(['Title 9', 'Title 8'])
    library.take({ t: 'item', clock: 3, item: item(3, { pinned: true }) })
    expect(titles(library)).toEqual(['Title 3', 'Title 9', 'Title 8'])
  })
})

describe('choosing', () => {
  const open5 = () => {
    const library = open({ items: [5, 4, 3, 2, 1].map((n) => item(n)), nextCursor: null, clock: 1 })
    const { ordered, filter } = library
    return { library, selection: new SelectionModel({ ordered, filter }) }
  }
  const chosen = (selection: SelectionModel) =>
    [...selection.ids.value].map((one) => Number(one.slice(-2))).sort()

  it('one by one, and a range that follows the key', () => {
    const { selection } = open5()
    selection.toggle(id(4))
    selection.extend(id(2))
    expect(chosen(selection)).toEqual([2, 3, 4])
    selection.extend(id(3))
    expect(chosen(selection)).toEqual([3, 4])
    selection.toggle(id(1))
    selection.toggle(id(4))
    expect(chosen(selection)).toEqual([1, 3])
    selection.clear()
    expect(selection.on.value).toBe(false)
  })

  it('holds only what is on the list, and ends with it', () => {
    serve(() => Response.json({ data: [], nextCursor: null }))
    const { library, selection } = open5()
    selection.all()
    library.take({ t: 'gone', clock: 2, id: id(3) })
    expect(chosen(selection)).toEqual([1, 2, 4, 5])
    library.show({ shelf: 'archive' })
    expect(selection.on.value).toBe(false)
  })
})

describe('bookmarks and projects', () => {
  it('change at once, and are folders in folders with what is in them counted', () => {
    const library = open({ items: [], nextCursor: null, clock: 1 })
    const project = (n: number, parent: number | null, count: number) => ({
      id: id(n),
      name: `P${n}`,
      about: '',
      color: 'blue' as const,
      parent: parent === null ? null : id(parent),
      folded: false,
      pick: null,
      preset: null,
      instructed: false,
      count,
    })
    const projects = [project(1, null, 2), project(2, 1, 3), project(3, null, 0)]
    const shelves = new ShelvesModel({ tags: [], projects, pending: () => library.pending })
    expect(foldersOf(shelves.projects.value).map(({ total, folders }) => [total, folders.length])).toEqual([
      [5, 1],
      [0, 0],
    ])
    void library.act({ do: 'drop-project', id: id(1) })
    expect(foldersOf(shelves.projects.value).map((folder) => folder.project.name)).toEqual(['P2', 'P3'])
    no(library)
    void library.act({ do: 'tag', id: id(7), set: { name: 'New' } })
    expect(shelves.tags.value).toEqual([{ id: id(7), name: 'New', about: '', count: 0 }])
    void library.act({ do: 'order', of: 'project', ids: [id(3), id(1)] })
    expect(foldersOf(shelves.projects.value).map((folder) => folder.project.name)).toEqual(['P3', 'P1'])
  })
})

describe('the drawn part of a long list', () => {
  const sizes = { row: 10, heading: 20 }
  it('is what can be seen, and knows how long the rest is', () => {
    const { height, shown } = slices([100, 1000, 5], sizes, 1500, 1600)
    expect(height).toBe(20 * 3 + 1105 * 10)
    expect(shown).toEqual([{ group: 1, top: 1020, first: 46, last: 56, count: 1000 }])
  })

  it('finds every row where it is drawn', () => {
    const counts = [3, 0, 4]
    for (let n = 0; n < 7; n++) {
      const top = topOf(counts, sizes, n)
      const { shown } = slices(counts, sizes, top, top + 10)
      const before = n < 3 ? 0 : 3
      expect(shown.some(({ first, last }) => first <= n - before && last > n - before)).toBe(true)
    }
  })
})

describe('groups', () => {
  const today = new Date(2026, 10, 21).getTime()
  const at = (daysAgo: number) => today - daysAgo * 24 * 3600 * 1000

  it('are today, yesterday, the last weeks, then months', () => {
    const items = [0.5, 3, 12, 50, 90].map((days, n) => item(n + 1, { updated: at(days) }))
    items.push(item(9, { updated: today + 1 }))
    const library = open({ items, nextCursor: null, clock: 1 })
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
    const library = open({ items, nextCursor: null, clock: 1 })
    const { groups } = new GroupsModel({
      ordered: library.ordered,
      filter: library.filter,
      today: signal(today),
    })
    const [first, week] = groups.value
    const before = week?.rows.value
    library.take({ t: 'item', clock: 2, item: item(4, { updated: today + 2 }) })
    expect(groups.value[0]).toBe(first)
    expect(first?.rows.value).toHaveLength(2)
    expect(groups.value[1]?.rows.value).toBe(before)
  })
})
