/** Conversations chosen to do the same with all of them. Only what is on the list can be chosen. */
import { computed, createModel, effect, type ReadonlySignal, signal, untracked } from '@preact/signals'
import type { Filter } from '../../shared/shelf.ts'
import type { Row } from './library.ts'

export type SelectionDeps = { ordered: ReadonlySignal<readonly Row[]>; filter: ReadonlySignal<Filter> }

export const SelectionModel = createModel((deps: SelectionDeps) => {
  const ids = signal<ReadonlySet<string>>(new Set())
  const on = signal(false)
  /** Where a range begins. */
  let anchor: string | null = null
  /** What was chosen before the range that is being drawn. */
  let before: ReadonlySet<string> = new Set()

  const count = computed(() => ids.value.size)

  // Another part of the library is another list.
  effect(() => {
    deps.filter.value
    untracked(clear)
  })
  // What went away is not chosen any more.
  effect(() => {
    const there = deps.ordered.value
    const chosen = ids.peek()
    if (chosen.size === 0) return
    const known = new Set(there.map((row) => row.id.peek()))
    if ([...chosen].some((id) => !known.has(id)))
      ids.value = new Set([...chosen].filter((id) => known.has(id)))
  })

  function begin(): void {
    on.value = true
  }

  function clear(): void {
    on.value = false
    anchor = null
    if (ids.peek().size > 0) ids.value = new Set()
  }

  function toggle(id: string): void {
    on.value = true
    const next = new Set(ids.peek())
    if (!next.delete(id)) next.add(id)
    ids.value = next
    anchor = id
    before = next
  }

  /** Everything from where the choosing began (`from`, when it begins here) to `id`. */
  function extend(id: string, from: string = id): void {
    if (anchor === null) {
      anchor = from
      before = ids.peek()
    }
    const list = deps.ordered.peek().map((row) => row.id.peek())
    const [a, b] = [list.indexOf(anchor), list.indexOf(id)]
    if (a < 0 || b < 0) {
      toggle(id)
      return
    }
    on.value = true
    ids.value = new Set([...before, ...list.slice(Math.min(a, b), Math.max(a, b) + 1)])
  }

  function all(): void {
    on.value = true
    ids.value = new Set(deps.ordered.peek().map((row) => row.id.peek()))
    before = ids.peek()
  }

  return { ids, on, count, begin, clear, toggle, extend, all }
})
export type SelectionModel = InstanceType<typeof SelectionModel>
