/**
 * The person's conversations as far as they were loaded, and the part of them that is on the screen. Fed by the boot
 * data, by frames of the user socket and by older pages over HTTP. What is done here shows at once, is sent again until
 * the server has answered, and is taken back when it says no.
 */
import { batch, computed, createModel, type Signal, signal } from '@preact/signals'
import { MAX_TITLE } from '../../shared/conversation.ts'
import { newId } from '../../shared/ids.ts'
import type { Arrangement, LibraryAct } from '../../shared/library.ts'
import type { UserClientFrame, UserFrame } from '../../shared/protocol.ts'
import type { Filter, LibraryItem, Project, Shelf } from '../../shared/shelf.ts'
import type { ApiFault } from '../api.ts'
import { ask } from '../api-later.ts'
import { inParts, type Op, opOf, shownAfter, undoOf } from './library-acts.ts'
import { dropOp, keepName, keepOp, keptNames, keptOps } from './library-kept.ts'
import {
  belongs,
  compare,
  insideOf,
  isLoaded,
  placeOf,
  sameFilter,
  type View,
  viewOf,
} from './library-view.ts'

export type LibraryDeps = {
  items: LibraryItem[]
  nextCursor: string | null
  clock: number
  /** False when it could not be sent: it is then sent again by `resend`. */
  send: (frame: Extract<UserClientFrame, { t: 'act' }>) => boolean
  /** Folders count as part of the project they are in. */
  projects: () => readonly Project[]
}

/** One conversation of the list. Stable for as long as the conversation is known. */
export type Row = {
  id: Signal<string>
  title: Signal<string | null>
  updated: Signal<number>
  running: Signal<boolean>
  shelf: Signal<Shelf>
  /** As the server told it last, and as it is shown; null: it is being erased. */
  told: LibraryItem
  shown: LibraryItem | null
}

type LibraryFrame = Extract<UserFrame, { t: 'library' | 'item' | 'gone' }>
type Answer = Extract<UserFrame, { t: 'done' | 'error' }>

/** What was done, for a notice with a way back. `fault` is null when the server took it. */
export type Arranged = { fault: Promise<ApiFault | null>; undo: () => void }

/** Rows one scroll to the end brings. */
const PAGE = 100

const HOME: Filter = { shelf: 'list' }

export const LibraryModel = createModel((deps: LibraryDeps) => {
  const rows = signal<ReadonlyMap<string, Row>>(new Map())
  /** Some row moved, came or went. */
  const moved = signal(0)
  const home = viewOf(HOME)
  const view = signal<View>(home)
  /** Names given here that the server has not confirmed: an older name must not come back in between. */
  const naming = new Map<string, string>(keptNames())
  /** Not confirmed, in the order in which they were done. */
  const pending = signal<readonly Op[]>(keptOps(Date.now()))
  const waiting = new Map<string, (fault: ApiFault | null) => void>()
  /** What a conversation that has just begun is to become when the library hears of it. */
  const expected = new Map<string, Arrangement>()
  /** Begun here without a connection: the server has not told of them. */
  const foreseen = new Map<string, LibraryItem>()
  /** The last one that is gone for good. */
  const erased = signal<string | null>(null)
  const clock = signal(0)
  /** Something is known of the list, be it that it is empty. */
  const loaded = signal(deps.clock > 0)

  const filter = computed(() => view.value.filter)
  const older = computed(() => view.value.state.value)
  const ordered = computed<readonly Row[]>(() => {
    moved.value
    const now = view.value
    const inside = insideOf(now.filter, deps.projects())
    return [...rows.value.values()]
      .filter(({ shown }) => shown && belongs(shown, now.filter, inside) && isLoaded(shown, now))
      .sort((a, b) => compare(a.shown!, b.shown!, now.filter))
  })

  replace(deps)

  /** A frame of the user socket that is about the library. */
  function take(frame: LibraryFrame): void {
    batch(() => {
      loaded.value = true
      clock.value = Math.max(clock.peek(), frame.clock)
      if (frame.t === 'gone') {
        drop(frame.id)
        erased.value = frame.id
      } else if (frame.t === 'item') put([frame.item])
      else if (frame.reset) replace(frame)
      else put(frame.items)
    })
  }

  /** The answer to an act. False: it is to none of this page. */
  function answer(frame: Answer): boolean {
    const op = pending.peek().find(({ re }) => re === frame.re)
    if (!op) return false
    dropOp(op.re)
    batch(() => {
      pending.value = pending.peek().filter((other) => other !== op)
      showAgain(op)
    })
    const { t, ...fault } = frame
    waiting.get(op.re)?.(t === 'done' ? null : (fault as ApiFault)) // an error carries a fault
    waiting.delete(op.re)
    return true
  }

  function replace(head: Pick<LibraryDeps, 'items' | 'nextCursor' | 'clock'>): void {
    batch(() => {
      const known = rows.peek()
      rows.value = new Map(head.items.flatMap(({ id }) => (known.has(id) ? [[id, known.get(id)!]] : [])))
      clock.value = head.clock
      turn(home, head)
      put(head.items)
      for (const item of foreseen.values()) place(item)
      const now = view.peek()
      if (now !== home) show(now.filter)
    })
  }

  function turn(of: View, page: { items: LibraryItem[]; nextCursor: string | null }): void {
    const last = page.items.at(-1)
    if (last) of.frontier = { at: placeOf(last, of.filter), id: last.id }
    of.cursor = page.nextCursor
    of.state.value = page.nextCursor === null ? 'none' : 'more'
    moved.value++
  }

  /** The head of the list as the server told it, and what came to it since. */
  function head(): Pick<LibraryDeps, 'items' | 'nextCursor' | 'clock'> {
    const items = [...rows.peek().values()].flatMap(({ told }) =>
      !foreseen.has(told.id) && belongs(told, home.filter, null) && isLoaded(told, home) ? [told] : [],
    )
    return { items, nextCursor: home.cursor ?? null, clock: clock.peek() }
  }

  /** A conversation that nobody else knows of yet: it is in the list until the server tells of it. */
  function foresee(item: LibraryItem): void {
    if (rows.peek().has(item.id)) return
    foreseen.set(item.id, item)
    batch(() => place(item))
  }

  function place(item: LibraryItem): void {
    if (rows.peek().has(item.id)) return
    const row = rowOf(item)
    draw(row)
    rows.value = new Map([...rows.peek(), [item.id, row]])
  }

  function put(items: readonly LibraryItem[]): void {
    for (const { id } of items) foreseen.delete(id)
    const known = rows.peek()
    const fresh: [string, Row][] = []
    for (const item of items) {
      if (naming.get(item.id) === item.title) naming.delete(item.id)
      const row = known.get(item.id) ?? rowOf(item)
      if (!known.has(item.id)) fresh.push([item.id, row])
      row.told = item
      draw(row)
    }
    if (fresh.length > 0) rows.value = new Map([...known, ...fresh])
    for (const [id] of fresh) {
      const set = expected.get(id)
      if (set && expected.delete(id)) act({ do: 'arrange', ids: [id], set })
    }
  }

  /** One that is not in the list, because it is looked at. What is told of it unasked is newer. */
  function learn(item: LibraryItem): void {
    if (!rows.peek().has(item.id)) put([item])
  }

  /** Brings a row to what the server said and what was done since. */
  function draw(row: Row): void {
    const before = row.shown
    const shown = shownAfter(row.told, pending.peek())
    row.shown = shown && { ...shown, title: naming.get(shown.id) ?? shown.title }
    if (!row.shown || !before || !samePlace(row.shown, before)) moved.value++
    if (!row.shown) return
    row.title.value = row.shown.title
    row.updated.value = row.shown.updated
    row.running.value = row.shown.running
    if (!sameShelf(row.shelf.peek(), row.shown)) row.shelf.value = row.shown
  }

  function showAgain({ named }: Op): void {
    const known = rows.peek()
    for (const row of named ? [...named].flatMap((id) => known.get(id) ?? []) : known.values()) draw(row)
  }

  function drop(id: string): void {
    if (!rows.peek().has(id)) return
    rows.value = new Map([...rows.peek()].filter(([other]) => other !== id))
  }

  /** Turns to another part of the library. */
  function show(next: Filter): void {
    if (sameFilter(next, HOME)) {
      view.value = home
      return
    }
    view.value = viewOf(next)
    void loadOlder()
  }

  async function loadOlder(): Promise<void> {
    const of = view.peek()
    if (of.cursor === null || (of.cursor !== undefined && of.state.peek() === 'loading')) return
    const from = of.cursor
    of.state.value = 'loading'
    // Everything pinned came with the head of the whole list.
    const asked = of === home ? { ...of.filter, pinned: false } : of.filter
    const page = await ask((api) => api.conversations(from, PAGE, asked))
    // The list began anew, or another part of it was turned to: this page belongs to what was before.
    if (of.cursor !== from || (of !== home && of !== view.peek())) return
    batch(() => {
      if (!page.ok) of.state.value = 'failed'
      else {
        turn(of, page.value)
        put(page.value.items)
      }
    })
  }

  /** Does it here, and asks the server to. Resolves with null, or with why it was taken back. */
  function act(what: LibraryAct): Promise<ApiFault | null> {
    const op = opOf(newId(), what, Date.now())
    keepOp(op)
    batch(() => {
      pending.value = [...pending.peek(), op]
      showAgain(op)
    })
    deps.send({ t: 'act', re: op.re, act: what })
    return new Promise((resolve) => waiting.set(op.re, resolve))
  }

  /** The connection stands again: what was not answered is sent once more. Doing it twice does it once. */
  function resend(): void {
    for (const { re, act } of pending.peek()) deps.send({ t: 'act', re, act })
    for (const [id, title] of keptNames()) void tellName(id, title)
  }

  function arrange(ids: readonly string[], set: Arrangement): Arranged {
    const undos = new Map<string, { set: Arrangement; ids: string[] }>()
    for (const id of ids) {
      const before = rows.peek().get(id)?.shown
      if (!before) continue
      const undo = undoOf(before, set)
      const key = JSON.stringify(undo)
      const group = undos.get(key)
      if (group) group.ids.push(id)
      else undos.set(key, { set: undo, ids: [id] })
    }
    const all = (acts: { ids: readonly string[]; set: Arrangement }[]) =>
      batch(() =>
        acts.flatMap((one) =>
          inParts(one.ids).map((part) => act({ do: 'arrange', ids: part, set: one.set })),
        ),
      )
    const fault = Promise.all(all([{ ids, set }])).then((faults) => faults.find(Boolean) ?? null)
    return { fault, undo: () => void all([...undos.values()]) }
  }

  /** A conversation begins here: it goes to the project that is on the screen. */
  function begin(id: string): void {
    const { project } = view.peek().filter
    if (project) expected.set(id, { project })
  }

  /** Null, or why the old name is back. */
  async function rename(id: string, to: string): Promise<ApiFault | null> {
    const row = rows.peek().get(id)
    const title = to.trim().slice(0, MAX_TITLE)
    if (!row || title === '' || title === row.title.peek()) return null
    naming.set(id, title)
    keepName(id, title)
    draw(row)
    return tellName(id, title)
  }

  async function tellName(id: string, title: string): Promise<ApiFault | null> {
    const answer = await ask((api) => api.rename(id, title))
    if (naming.get(id) !== title) return null
    // The server is out of reach: it is told when it is back.
    if (!answer.ok && answer.fault.code === 'network') return null
    keepName(id, null)
    if (answer.ok) return null
    naming.delete(id)
    const row = rows.peek().get(id)
    if (row) draw(row)
    return answer.fault
  }

  return {
    rows,
    head,
    foresee,
    learn,
    erased,
    ordered,
    filter,
    older,
    loaded,
    clock,
    pending,
    take,
    answer,
    show,
    loadOlder,
    act,
    arrange,
    begin,
    resend,
    rename,
  }
})
export type LibraryModel = InstanceType<typeof LibraryModel>

function rowOf(item: LibraryItem): Row {
  return {
    id: signal(item.id),
    title: signal(item.title),
    updated: signal(item.updated),
    running: signal(item.running),
    shelf: signal<Shelf>(item),
    told: item,
    shown: null,
  }
}

function samePlace(a: LibraryItem, b: LibraryItem): boolean {
  return a.updated === b.updated && sameShelf(a, b)
}

function sameShelf(a: Shelf, b: Shelf): boolean {
  return (
    a.pinned === b.pinned &&
    a.archived === b.archived &&
    a.trashed === b.trashed &&
    a.unread === b.unread &&
    a.project === b.project &&
    a.tags.join() === b.tags.join()
  )
}
