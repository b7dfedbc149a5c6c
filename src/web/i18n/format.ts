/** Times as the reader's language writes them. Formatters are costly to make, so they are kept by locale. */
import { computed } from '@preact/signals'
import { locale } from './index.ts'

export const DAY = 86_400_000

const moment = computed(
  () => new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeStyle: 'short' }),
)
const month = computed(() => new Intl.DateTimeFormat(locale.value, { month: 'long', year: 'numeric' }))

/** "21 Nov 2026, 09:30", for the tooltip of a relative time. */
export const exactTime = (at: number): string => moment.value.format(at)

/** "October 2026". */
export const monthName = (at: number): string => month.value.format(at)
