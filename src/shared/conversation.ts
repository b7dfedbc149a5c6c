/** A conversation as the library lists it. Its messages live in its own room. */
import * as v from 'valibot'
import { Id } from './ids.ts'
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
  /** The project it began in, for when the list hears of it for the first time. */
  home?: string | null
  /** It is in no list. */
  temporary?: true
}

/** UTF-16 code units of a title. LibreChat's limit. */
export const MAX_TITLE = 1024

/** How much of a conversation a copy takes along, seen from one message (default: the end of the branch). */
export const CopyRange = v.object({
  message: v.optional(Id),
  /** The visible path; also the branches that leave it above the message; everything of this tree. */
  extent: v.picklist(['path', 'branches', 'all']),
  /** The copy begins with the message instead of leading to it. */
  start: v.optional(v.boolean(), false),
})
export type CopyRange = v.InferOutput<typeof CopyRange>
