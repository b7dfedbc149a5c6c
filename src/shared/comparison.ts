/** Several models asked the same at once: their answers stand beside each other until one of them is gone on from. */
import * as v from 'valibot'
import { Id } from './ids.ts'
import { Pick } from './message.ts'

/** Answers beside each other. As many as a conversation writes at a time. */
export const MAX_COMPARED = 4

/** Besides the first. A plain number, so that the page can leave the schema out. */
const MAX_ALSO = 3

/** Further answers to the same message: an id of each, and who gives it. */
export const Also = v.pipe(
  v.array(v.object({ reply: Id, pick: Pick })),
  v.minLength(1),
  v.maxLength(MAX_ALSO),
)
export type Also = v.InferOutput<typeof Also>

/** What a person can say of a comparison besides which answer was better. */
export const EVEN = ['tie', 'bad'] as const
export type Verdict = 'better' | (typeof EVEN)[number]

/** Kept at the question. `id` is that of its first answer; `replies` stand in the order of the columns. */
export type Comparison = {
  id: string
  replies: string[]
  /** The one gone on from: the comparison is over. */
  chosen?: string
  verdict?: Verdict
}

/** What a question carries that is asked of several; undefined where it is asked of one. */
export function comparisonOf(reply: string, also: Also | undefined): Comparison | undefined {
  return also && { id: reply, replies: [reply, ...also.map((one) => one.reply)] }
}

/** Whether it is not decided yet, and `reply` is one of its answers. */
export function compares(comparison: Comparison | null | undefined, reply: string): comparison is Comparison {
  return comparison?.chosen === undefined && comparison?.replies.includes(reply) === true
}
