/** Times as the reader writes them. Formatters are costly to make, so they are kept by locale. */
import { computed } from '@preact/signals'
import { region } from './index.ts'

export const DAY = 86_400_000

const moment = computed(
  () => new Intl.DateTimeFormat(region.value, { dateStyle: 'medium', timeStyle: 'short' }),
)
const month = computed(() => new Intl.DateTimeFormat(region.value, { month: 'long', year: 'numeric' }))

/** "21 Nov 2026, 09:30", for the tooltip of a relative time. */
export const exactTime = (at: number): string => moment.value.format(at)

/** "October 2026". */
export const monthName = (at: number): string => month.value.format(at)
