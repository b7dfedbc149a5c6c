/** Credits, and the ledger of what was used. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt } from './key.ts'

export const Balance = {
  balance: opt(
    v.object({
      enabled: opt(v.boolean(), 'Enforce balance', { default: false }),
      startBalance: opt(v.number(), 'Credits at sign-up', { default: 20000 }),
      autoRefillEnabled: opt(v.boolean(), 'Periodic refill', { default: false }),
      refillIntervalValue: opt(v.number(), 'Interval number', { default: 30 }),
      refillIntervalUnit: opt(
        v.picklist(['seconds', 'minutes', 'hours', 'days', 'weeks', 'months']),
        'Interval unit',
        { default: 'days' },
      ),
      refillAmount: opt(v.number(), 'Credits per refill', { default: 10000 }),
    }),
    'Token credit system',
  ),
  transactions: opt(
    v.object({
      enabled: opt(v.boolean(), 'Record transactions (forced on when balance.enabled)', { default: true }),
    }),
    'Usage ledger',
  ),
}
