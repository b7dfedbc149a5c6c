/** Small statistics. */

/** The `p`-th percentile (0 to 100) by nearest rank; NaN of nothing. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]) => percentile(values, 50)

/** Counts durations in tenths of a millisecond up to 20 s, in constant memory however many there are. */
export class Histogram {
  private readonly counts = new Uint32Array(200_001)
  count = 0

  add(ms: number) {
    const slot = Math.max(0, Math.min(this.counts.length - 1, Math.round(ms * 10)))
    this.counts[slot] = this.counts[slot]! + 1
    this.count++
  }

  /** The `p`-th percentile in ms. */
  at(p: number): number {
    let rest = (p / 100) * this.count
    for (let i = 0; i < this.counts.length; i++) {
      rest -= this.counts[i]!
      if (rest <= 0 && this.count > 0) return i / 10
    }
    return Number.NaN
  }
}
