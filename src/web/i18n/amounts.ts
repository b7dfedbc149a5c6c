/** Sizes, sums and spans of time as the reader writes them: what no first picture shows. */
import { computed } from '@preact/signals'
import { DAY } from './format.ts'
import { region } from './index.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

const relative = computed(() => new Intl.RelativeTimeFormat(region.value, { numeric: 'auto' }))
const time = computed(() => new Intl.DateTimeFormat(region.value, { timeStyle: 'short' }))
const date = computed(() => new Intl.DateTimeFormat(region.value, { dateStyle: 'medium' }))

/** "3 minutes ago", "in 12 seconds"; after four weeks the date. Both in Unix ms. */
export function relativeTime(at: number, now: number): string {
  const past = at - now
  const size = Math.abs(past)
  if (size < MINUTE) return relative.value.format(Math.round(past / SECOND), 'second')
  if (size < HOUR) return relative.value.format(Math.round(past / MINUTE), 'minute')
  if (size < DAY) return relative.value.format(Math.round(past / HOUR), 'hour')
  if (size < 28 * DAY) return relative.value.format(Math.round(past / DAY), 'day')
  return date.value.format(at)
}

/** "09:30". */
export const timeOfDay = (at: number): string => time.value.format(at)

/** "21 Nov 2026". */
export const exactDate = (at: number): string => date.value.format(at)

/** "42%", of a share of one. */
export const percent = (share: number): string =>
  new Intl.NumberFormat(region.value, { style: 'percent' }).format(share)

/** "$0.0123", of dollars, in the money that is shown here: two figures that say something, however little it is. */
export function money(dollars: number, { code, rate }: { code: string; rate: number }): string {
  const amount = dollars * rate
  const digits = { maximumSignificantDigits: amount < 1 ? 2 : 4 }
  try {
    return new Intl.NumberFormat(region.value, { style: 'currency', currency: code, ...digits }).format(
      amount,
    )
  } catch {
    // What the operator wrote is no currency that this browser knows.
    return `${new Intl.NumberFormat(region.value, digits).format(amount)} ${code}`
  }
}

/** "12,3K". */
export const compact = (count: number): string =>
  new Intl.NumberFormat(region.value, { notation: 'compact', maximumFractionDigits: 1 }).format(count)

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** "1.2 MB". */
export function fileSize(bytes: number): string {
  const step = bytes < 1000 ? 0 : bytes < 1_000_000 ? 1 : bytes < 1_000_000_000 ? 2 : 3
  return new Intl.NumberFormat(region.value, {
    style: 'unit',
    unit: UNITS[step] as string,
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step >= 2 ? 1 : 0,
  }).format(bytes / 1000 ** step)
}
