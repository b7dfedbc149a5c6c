/** Credits, and the ledger of what was used. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt } from './key.ts'

export const Balance = {
  balance: opt(
    v.object({
      enabled: opt(v.boolean(), 'Enforce balance', { default: false, works: true }),
      startBalance: opt(v.number(), 'Credits at sign-up', { default: 20000, works: true }),
      autoRefillEnabled: opt(v.boolean(), 'Periodic refill', { default: false, works: true }),
      refillIntervalValue: opt(v.number(), 'Interval number', { default: 30, works: true }),
      refillIntervalUnit: opt(
        v.picklist(['seconds', 'minutes', 'hours', 'days', 'weeks', 'months']),
        'Interval unit',
        { default: 'days', works: true },
      ),
      refillAmount: opt(v.number(), 'Credits per refill', { default: 10000, works: true }),
      reservationTtlMs: opt(
        v.pipe(v.number(), v.integer(), v.gtValue(0)),
        'Ms after which credits held back for an answer count no more (1800000)',
        { works: true },
      ),
    }),
    'Token credit system',
    { works: true },
  ),
  transactions: opt(
    v.object({
      enabled: opt(v.boolean(), 'Record transactions (forced on when balance.enabled)', {
        default: true,
        works: true,
      }),
    }),
    'Usage ledger',
    { works: true },
  ),
}
