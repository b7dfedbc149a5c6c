/** A conversation as the library lists it. Its messages live in its own room. */
import type { Pick } from './message.ts'

export type ConversationItem = {
  id: string
  /** Null until it has been named. */
  title: string | null
  pick: Pick | null
  /** Unix time in ms. */
  created: number
  updated: number
  /** An answer is being written. */
  running: boolean
}

/** UTF-16 code units of a title. LibreChat's limit. */
export const MAX_TITLE = 1024
