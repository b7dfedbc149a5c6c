/**
 * The person's conversations, newest first, as far as they were loaded. Fed by the boot data, by frames of the user
 * socket and by older pages over HTTP. Renaming and deleting show at once and are taken back when the server says no.
 */
import { batch, computed, createModel, type Signal, signal } from '@preact/signals'
import type { ConversationItem } from '../../shared/conversation.ts'
import { MAX_TITLE } from '../../shared/conversation.ts'
import type { UserFrame } from '../../shared/protocol.ts'
import { type ApiFault, api } from '../api.ts'

export type LibraryDeps = { items: ConversationItem[]; nextCursor: string | null; clock: number }

/** One conversation of the list. Stable for as long as the conversation is known. */
export type Row = {
  id: Signal<string>
  title: Signal<string | null>
  updated: Signal<number>
  running: Signal<boolean>
}

type LibraryFrame = Extract<UserFrame, { t: 'library' | 'item' | 'gone' }>

/** Rows one scroll to the end brings. */
const PAGE = 50

export const LibraryModel = createModel((deps: LibraryDeps) => {
  const rows = signal<ReadonlyMap<string, Row>>(new Map())
  const older = signal<'none' | 'more' | 'loading' | 'failed'>('none')
  /** Names given here that the server has not confirmed: an older name must not come back in between. */
  const naming = new Map<string, string>()
  /** Deleted here: the server may still speak of them. */
  const deleting = new Set<string>()
  const clock = signal(0)
  /** Something is known of the list, be it that it is empty. */
  const loaded = signal(deps.clock > 0)
  let cursor: string | null = null

  const ordered = computed(() =>
    [...rows.value.values()].sort(
      (a, b) => b.updated.value - a.updated.value || (a.id.peek() < b.id.peek() ? 1 : -1),
    ),
  )

  replace(deps)

  /** A frame of the user socket that is about the library. */
  function take(frame: LibraryFrame): void {
    batch(() => {
      loaded.value = true
      clock.value = Math.max(clock.peek(), frame.clock)
      if (frame.t === 'gone') drop(frame.id)
      else if (frame.t === 'item') put([frame.item])
      else if (frame.reset) replace(frame)
      else put(frame.items)
    })
  }

  function replace(head: LibraryDeps): void {
    batch(() => {
      const known = rows.peek()
      rows.value = new Map(head.items.flatMap(({ id }) => (known.has(id) ? [[id, known.get(id)!]] : [])))
      clock.value = head.clock
      turnTo(head.nextCursor)
      put(head.items)
    })
  }

  function turnTo(next: string | null): void {
    cursor = next
    older.value = next === null ? 'none' : 'more'
  }

  function put(items: ConversationItem[]): void {
    const known = rows.peek()
    const fresh: [string, Row][] = []
    for (const item of items) {
      if (deleting.has(item.id)) continue
      if (naming.get(item.id) === item.title) naming.delete(item.id)
      const title = naming.get(item.id) ?? item.title
      const row = known.get(item.id)
      if (!row) fresh.push([item.id, rowOf(item, title)])
      else {
        row.title.value = title
        row.updated.value = item.updated
        row.running.value = item.running
      }
    }
    if (fresh.length > 0) rows.value = new Map([...known, ...fresh])
  }

  function drop(id: string): void {
    if (!rows.peek().has(id)) return
    rows.value = new Map([...rows.peek()].filter(([other]) => other !== id))
  }

  async function loadOlder(): Promise<void> {
    if (cursor === null || older.peek() === 'loading') return
    const from = cursor
    older.value = 'loading'
    const answer = await api.conversations(from, PAGE)
    // The list began anew meanwhile: this page belongs to the one before.
    if (cursor !== from) return
    batch(() => {
      if (!answer.ok) older.value = 'failed'
      else {
        turnTo(answer.value.nextCursor)
        put(answer.value.items)
      }
    })
  }

  /** Null, or why the old name is back. */
  async function rename(id: string, to: string): Promise<ApiFault | null> {
    const row = rows.peek().get(id)
    const title = to.trim().slice(0, MAX_TITLE)
    if (!row || title === '' || title === row.title.peek()) return null
    const before = row.title.peek()
    naming.set(id, title)
    row.title.value = title
    const answer = await api.rename(id, title)
    if (answer.ok || naming.get(id) !== title) return null
    naming.delete(id)
    row.title.value = before
    return answer.fault
  }

  /** Null, or why it is back. */
  async function remove(id: string): Promise<ApiFault | null> {
    const row = rows.peek().get(id)
    if (!row) return null
    deleting.add(id)
    drop(id)
    const answer = await api.remove(id)
    if (answer.ok || answer.fault.code === 'not_found') return null
    deleting.delete(id)
    rows.value = new Map(rows.peek()).set(id, row)
    return answer.fault
  }

  return { rows, ordered, older, loaded, clock, take, loadOlder, rename, remove }
})
export type LibraryModel = InstanceType<typeof LibraryModel>

function rowOf(item: ConversationItem, title: string | null): Row {
  return {
    id: signal(item.id),
    title: signal(title),
    updated: signal(item.updated),
    running: signal(item.running),
  }
}
