/** What one's calls of models took, for a range of days. Asked for when somebody looks. */
import { createModel, signal } from '@preact/signals'
import type { UsageReport } from '../../shared/ledger.ts'
import { type ApiFault, api } from '../api.ts'

export const RANGES = [7, 30, 90, 365] as const
export type Range = (typeof RANGES)[number]

export const UsageModel = createModel(() => {
  const days = signal<Range>(30)
  const report = signal<UsageReport | null>(null)
  const fault = signal<ApiFault | null>(null)
  const loading = signal(false)
  let asked = 0

  async function load(): Promise<void> {
    const mine = ++asked
    loading.value = true
    const answer = await api.usage(days.peek(), -new Date().getTimezoneOffset())
    // Somebody who changes their mind meanwhile gets the last choice.
    if (mine !== asked) return
    loading.value = false
    fault.value = answer.ok ? null : answer.fault
    if (answer.ok) report.value = answer.value
  }

  function choose(range: Range): void {
    days.value = range
    void load()
  }

  return { days, report, fault, loading, load, choose }
})
export type UsageModel = InstanceType<typeof UsageModel>

export type Bar = { day: string; fresh: number; cached: number; output: number; cost: number | null }

/** A bar for each day of the range, also for those without a call; more days than `most` are put together. */
export function barsOf({ from, to, days }: Pick<UsageReport, 'from' | 'to' | 'days'>, most: number): Bar[] {
  const known = new Map(days.map((one) => [one.day, one]))
  const [first, last] = [dayNumber(from), dayNumber(to)]
  const step = Math.ceil((last - first + 1) / most)
  const bars: Bar[] = []
  for (let at = first; at <= last; at += step) {
    const bar: Bar = { day: dayText(at), fresh: 0, cached: 0, output: 0, cost: null }
    for (let day = at; day < Math.min(at + step, last + 1); day++) {
      const one = known.get(dayText(day))
      if (!one) continue
      bar.fresh += one.input - one.cached
      bar.cached += one.cached
      bar.output += one.output
      if (one.cost !== null) bar.cost = (bar.cost ?? 0) + one.cost
    }
    bars.push(bar)
  }
  return bars
}

const DAY_MS = 86_400_000
const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS
const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)

/** The least of 1, 2 and 5 times a power of ten that is no less: where a scale ends. */
export function scaleOf(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)))
  return ([1, 2, 5, 10].find((step) => step * power >= most) ?? 10) * power
}
