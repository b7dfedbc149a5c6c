/** "3 minutes ago", kept true while it is on the screen; the exact time on hover. */

import { relativeTime } from '../i18n/amounts.ts'
import { now } from '../i18n/clock.ts'
import { exactTime } from '../i18n/format.ts'

export function RelativeTime({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} data-tip={exactTime(at)}>
      {relativeTime(Math.min(at, now.value), now.value)}
    </time>
  )
}
