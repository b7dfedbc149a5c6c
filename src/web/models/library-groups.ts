/** The list under its headings: what is pinned, today, yesterday, the last weeks, then month by month. */
import { computed, createModel, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Filter } from '../../shared/shelf.ts'
import { DAY } from '../i18n/format.ts'
import type { Row } from './library.ts'
import { groupsPins, placeOf } from './library-view.ts'

export type Heading = 'pinned' | 'today' | 'yesterday' | 'week' | 'month' | number

/** Stable by its heading; a row that moves changes only the groups it left and joined. A number is a month's begin. */
export type Group = { heading: Signal<Heading>; rows: Signal<readonly Row[]> }

/** `today` is the last midnight, Unix ms. */
export type GroupsDeps = {
  ordered: ReadonlySignal<readonly Row[]>
  today: ReadonlySignal<number>
  filter: ReadonlySignal<Filter>
}

export const GroupsModel = createModel((deps: GroupsDeps) => {
  const known = new Map<Heading, Group>()
  const groups = signal<readonly Group[]>([])
  const sorted = computed(() => split(deps.ordered.value, deps.today.value, deps.filter.value))

  effect(() => {
    const next = [...sorted.value].map(([heading, rows]) => {
      const group = known.get(heading) ?? { heading: signal(heading), rows: signal<readonly Row[]>([]) }
      if (!same(group.rows.peek(), rows)) group.rows.value = rows
      known.set(heading, group)
      return group
    })
    for (const heading of known.keys()) if (!sorted.value.has(heading)) known.delete(heading)
    if (!same(groups.peek(), next)) groups.value = next
  })

  return { groups }
})
export type GroupsModel = InstanceType<typeof GroupsModel>

/** Rows by heading, in their order. Exported for its test. */
export function split(
  rows: readonly Row[],
  today: number,
  filter: Filter = { shelf: 'list' },
): Map<Heading, Row[]> {
  const found = new Map<Heading, Row[]>()
  for (const row of rows) {
    if (!row.shown) continue
    const isPin = row.shown.pinned && groupsPins(filter)
    const heading = isPin ? 'pinned' : headingOf(placeOf(row.shown, filter), today)
    const list = found.get(heading)
    if (list) list.push(row)
    else found.set(heading, [row])
  }
  return found
}

function headingOf(at: number, today: number): Heading {
  if (at >= today) return 'today'
  if (at >= today - DAY) return 'yesterday'
  if (at >= today - 7 * DAY) return 'week'
  if (at >= today - 30 * DAY) return 'month'
  const day = new Date(at)
  return new Date(day.getFullYear(), day.getMonth(), 1).getTime()
}

function same<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, n) => item === b[n])
}
