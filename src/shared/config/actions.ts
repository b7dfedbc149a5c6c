/** Where actions may go. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt } from './key.ts'

export const Actions = {
  actions: opt(
    v.object({
      allowedDomains: opt(v.array(v.string()), 'Allowlist of action hosts'),
      allowedAddresses: opt(v.array(v.string()), 'Private host:port exemptions'),
    }),
    'OpenAPI actions network policy',
  ),
}
