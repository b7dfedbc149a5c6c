/**
 * Where everything on the map stands: one row for each run, one column for each branch that is under way. A branch goes
 * straight on where most of it lies, and what is on the screen always does, so that even a wild tree stays narrow. Answers
 * that were asked for beside each other share a row. Pure.
 */
import type { BranchMap, Run } from '../../shared/branch-map.ts'

/** A line that passes a row. `on`: it leads to what is on the screen. */
export type Rail = { lane: number; on: boolean }

export type MapRow = {
  /** Places in the list of runs. Empty: the beginning, where there are several. */
  runs: readonly number[]
  lane: number
  rails: readonly Rail[]
  /** It comes out of the column beside it; else from above, where something is above it. */
  from: 'side' | 'above' | null
  /** The line to what follows. */
  below: 'on' | 'off' | null
}

export type MapLayout = {
  rows: readonly MapRow[]
  lanes: number
  /** On the branch that is on the screen. */
  on: ReadonlySet<number>
  /** Of each run: its row, what follows it (what goes straight on, first), and its place among its siblings. */
  rowOf: readonly number[]
  kids: readonly (readonly number[])[]
  among: readonly { at: number; of: number }[]
}

/** What shares a row. */
type Unit = { runs: number[]; size: number }

export function layOut({ runs, leaf }: BranchMap): MapLayout {
  const kids = kidsOf(runs)
  const on = pathTo(runs, leaf)
  const sizes = runs.map(({ count }) => count)
  for (let n = runs.length - 1; n >= 0; n--) {
    const { up } = runs[n]!
    if (up >= 0) sizes[up]! += sizes[n]!
  }
  const unitsOf = (below: readonly number[]) => inOrder(unitsIn(runs, below, sizes), on)

  const rows: MapRow[] = []
  const straight = new Map<number, number>()

  /** Draws a unit and all below it: its side branches first, so that it goes straight on beside them. */
  function draw(first: Unit, start: number, above: readonly Rail[], from: MapRow['from']): void {
    let unit: Unit | undefined = first
    let came = from
    while (unit) {
      const next: Unit[] = unitsOf(unit.runs.flatMap((run) => kids[run]!))
      const main = next.at(-1)
      const isOn = main?.runs.some((run) => on.has(run)) === true
      rows.push({
        runs: unit.runs,
        lane: start,
        rails: above,
        from: came,
        below: main ? (isOn ? 'on' : 'off') : null,
      })
      for (const run of unit.runs) if (main?.runs[0] !== undefined) straight.set(run, main.runs[0])
      for (const side of next.slice(0, -1))
        draw(side, start + 1, [...above, { lane: start, on: isOn }], 'side')
      unit = main
      came = 'above'
    }
  }

  const roots = unitsOf(runs.flatMap(({ up }, n) => (up < 0 ? [n] : [])))
  const main = roots.at(-1)
  if (roots.length > 1 && main) {
    const isOn = main.runs.some((run) => on.has(run))
    rows.push({ runs: [], lane: 0, rails: [], from: null, below: isOn ? 'on' : 'off' })
    for (const side of roots.slice(0, -1)) draw(side, 1, [{ lane: 0, on: isOn }], 'side')
  }
  if (main) draw(main, 0, [], roots.length > 1 ? 'above' : null)

  const rowOf = runs.map(() => 0)
  rows.forEach((row, n) => {
    for (const run of row.runs) rowOf[run] = n
  })
  const first = (run: number) =>
    kids[run]!.toSorted((a, b) => +(straight.get(run) === b) - +(straight.get(run) === a))
  return {
    rows,
    lanes: 1 + Math.max(0, ...rows.map(({ lane }) => lane)),
    on,
    rowOf,
    kids: runs.map((_, run) => first(run)),
    among: amongOf(runs, kids),
  }
}

function kidsOf(runs: readonly Run[]): number[][] {
  const kids: number[][] = runs.map(() => [])
  runs.forEach(({ up }, n) => {
    if (up >= 0) kids[up]!.push(n)
  })
  return kids
}

function pathTo(runs: readonly Run[], leaf: string | null): Set<number> {
  const on = new Set<number>()
  for (let at = runs.findIndex(({ end }) => end === leaf); at >= 0; at = runs[at]!.up) on.add(at)
  return on
}

function unitsIn(runs: readonly Run[], below: readonly number[], sizes: readonly number[]): Unit[] {
  const beside = Map.groupBy(
    below.filter((run) => runs[run]!.compared),
    (run) => runs[run]!.up,
  )
  const units: Unit[] = []
  for (const run of below) {
    const group = beside.get(runs[run]!.up) ?? []
    const shared = group.length > 1 && group.includes(run)
    if (shared && group[0] !== run) continue
    const members = shared ? group : [run]
    units.push({ runs: members, size: members.reduce((sum, one) => sum + sizes[one]!, 0) })
  }
  return units
}

/** What goes straight on comes last. */
function inOrder(units: Unit[], on: ReadonlySet<number>): Unit[] {
  const weight = ({ runs, size }: Unit) => (runs.some((run) => on.has(run)) ? Number.POSITIVE_INFINITY : size)
  let main = 0
  units.forEach((unit, n) => {
    if (weight(unit) >= weight(units[main]!)) main = n
  })
  const [straight] = units.splice(main, 1)
  return straight ? [...units, straight] : units
}

function amongOf(runs: readonly Run[], kids: readonly (readonly number[])[]): { at: number; of: number }[] {
  const roots = runs.flatMap(({ up }, n) => (up < 0 ? [n] : []))
  return runs.map(({ up }, n) => {
    const all = up < 0 ? roots : kids[up]!
    return { at: all.indexOf(n) + 1, of: all.length }
  })
}

/** Where a key leads from a run; null where it leads nowhere. `ahead` and `back` are the arrows of the reading direction. */
export type Step = 'up' | 'down' | 'ahead' | 'back' | 'first' | 'last' | 'page-up' | 'page-down'

const PAGE = 8

export function step(layout: MapLayout, runs: readonly Run[], at: number, way: Step): number | null {
  const { rows, rowOf, kids } = layout
  const place = rowOf[at]!
  const row = rows[place]!
  const column = row.runs.indexOf(at)
  const to = (n: number) => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, n))]!.runs
    return next[Math.min(column, next.length - 1)] ?? null
  }
  switch (way) {
    case 'up':
      return to(place - 1)
    case 'down':
      return to(place + 1)
    case 'page-up':
      return to(place - PAGE) ?? to(1)
    case 'page-down':
      return to(place + PAGE)
    case 'first':
      return to(0) ?? to(1)
    case 'last':
      return to(rows.length - 1)
    case 'ahead':
      return row.runs[column + 1] ?? kids[at]![0] ?? null
    case 'back': {
      if (column > 0) return row.runs[column - 1]!
      const { up } = runs[at]!
      return up < 0 ? null : up
    }
  }
}
