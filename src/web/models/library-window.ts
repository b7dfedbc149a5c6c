/** Which rows of a long list have to be drawn, from where it is scrolled to. All sizes in px. */

export type Sizes = { row: number; heading: number }

/** Rows `first` to `last` (not included) of a group that begins at `top`. */
export type Slice = { group: number; top: number; first: number; last: number; count: number }

/** The height of the list, and the part of it between `from` and `to`. */
export function slices(
  counts: readonly number[],
  { row, heading }: Sizes,
  from: number,
  to: number,
): { height: number; shown: Slice[] } {
  const shown: Slice[] = []
  let top = 0
  for (const [group, count] of counts.entries()) {
    const rows = top + heading
    const end = rows + count * row
    if (end > from && top < to) {
      const first = Math.max(0, Math.min(count, Math.floor((from - rows) / row)))
      const last = Math.max(first, Math.min(count, Math.ceil((to - rows) / row)))
      shown.push({ group, top, first, last, count })
    }
    top = end
  }
  return { height: top, shown }
}

/** Where row `index` of all rows begins. */
export function topOf(counts: readonly number[], { row, heading }: Sizes, index: number): number {
  let top = 0
  let left = index
  for (const count of counts) {
    if (left < count) return top + heading + left * row
    left -= count
    top += heading + count * row
  }
  return top
}
