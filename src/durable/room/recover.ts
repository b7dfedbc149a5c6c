/**
 * [RC1] A reply that is open while no turn writes it was cut by the death of the process. It keeps what the last
 * snapshot held and says so; the person decides whether to go on.
 */
import { closeCharges } from './charges.ts'
import type { Store } from './store.ts'

/** Settles orphaned replies. True when there were any: the library must hear of it. `living`: ids that are being written. */
export function recover(store: Store, living: ReadonlySet<string>, now: number): boolean {
  const orphans = store.open().filter((message) => !living.has(message.id))
  const owner = store.head?.owner
  if (orphans.length === 0 || owner === undefined) return false
  store.write(owner, now, (clock) => {
    for (const message of orphans) store.update({ ...message, state: 'interrupted', clock })
    closeCharges(store)
    store.amend({ version: (store.head?.version ?? 0) + 1 })
  })
  return true
}
