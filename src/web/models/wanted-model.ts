/** Which model somebody wants to have downloaded, and what is to come after. The dialog is loaded when it is needed. */
import { signal } from '@preact/signals'
import type { Pick } from '../../shared/message.ts'

export type Wanted = {
  endpoint: string
  /** '': is asked for. */
  name: string
  /** What is chosen once it is there, where that is not the model itself. */
  pick?: Pick
  /** Instead of choosing it. */
  after?: () => void
}

export const wanted = signal<Wanted | null>(null)

/** Asks for the model that somebody picked, and chooses it then. */
export function want(pick: Pick, after?: () => void): void {
  wanted.value = { endpoint: pick.endpoint, name: pick.model, pick, ...(after && { after }) }
}
