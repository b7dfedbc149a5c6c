/** How rights are written. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt } from './key.ts'

export const Permissions = {
  permissions: opt(
    v.object({
      maxWriteAttempts: opt(
        v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
        'Tries of a write that collides, the first one included',
        { default: 3 },
      ),
    }),
    'Writing of access rights',
  ),
}
