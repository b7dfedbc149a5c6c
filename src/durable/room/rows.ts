/** A message as a row of SQLite, and back. */
import type { Comparison } from '../../shared/comparison.ts'
import type { Fault } from '../../shared/errors.ts'
import type {
  By,
  EndReason,
  Feedback,
  Message,
  MessageState,
  Pick,
  Summary,
  Usage,
} from '../../shared/message.ts'
import type { Part } from '../../shared/parts.ts'
import { json } from '../sql.ts'

/** What the row keeps beside its parts: how a reply ended, and what became of it; what a question was asked. */
export type Ending = {
  why?: EndReason
  by?: By
  usage?: Usage
  fault?: Fault
  feedback?: Feedback
  edited?: number
  comparison?: Comparison
  summary?: Summary
  unsummarized?: true
}

export type MessageRow = {
  id: string
  parent: string
  role: Message['role']
  state: MessageState
  created: number
  clock: number
  pick: string | null
  ending: string | null
  parts: string
}

export const COLUMNS = 'id, parent, role, state, created, clock, pick, ending, parts'

/** A row as a message. */
export function messageOf(row: MessageRow): Message {
  const pick = json<Pick>(row.pick)
  return {
    id: row.id,
    parent: row.parent === '' ? null : row.parent,
    role: row.role,
    state: row.state,
    parts: json<Part[]>(row.parts) ?? [],
    created: row.created,
    clock: row.clock,
    ...(pick && { pick }),
    ...json<Ending>(row.ending),
  }
}

/** What of a message is kept as JSON beside its parts; null when there is nothing. */
export function endingOf(message: Message): string | null {
  const { why, by, usage, fault, feedback, edited, comparison, summary, unsummarized } = message
  const ending: Ending = {
    ...(why && { why }),
    ...(by && { by }),
    ...(usage && { usage }),
    ...(fault && { fault }),
    ...(feedback && { feedback }),
    ...(edited && { edited }),
    ...(comparison && { comparison }),
    ...(summary && { summary }),
    ...(unsummarized && { unsummarized }),
  }
  return Object.keys(ending).length === 0 ? null : JSON.stringify(ending)
}
