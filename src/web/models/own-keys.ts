/** Which endpoint somebody is asked for a key of, and what is to come after. The dialog is loaded when it is needed. */
import { signal } from '@preact/signals'

export type KeyAsked = {
  endpoint: string
  /** Once the key is there. */
  after?: () => void
}

export const keyAsked = signal<KeyAsked | null>(null)
