/** A failure in words: what happened, what it means for what is stored, what to do. */
import type { Fault } from '../../shared/errors.ts'
import { relativeTime } from './amounts.ts'
import { t } from './index.ts'

/** `network` is the one failure that no server can tell. */
type Told = Omit<Fault, 'code'> & { code: Fault['code'] | 'network' }

export function faultText(fault: Told): string {
  if (fault.code === 'rate_limited' && fault.retryAfterMs) {
    return t('error.rate_limited.in', { when: relativeTime(fault.retryAfterMs, 0) })
  }
  return t(`error.${fault.code}`)
}
