/** One message of a conversation's tree, as it is stored in the room, sent and drawn. */
import * as v from 'valibot'
import type { Comparison } from './comparison.ts'
import type { ErrorCode, Fault } from './errors.ts'
import type { Part } from './parts.ts'

/** `open` while its turn writes; then how it ended. A user's message is always `settled`. */
export type MessageState = 'open' | 'settled' | 'stopped' | 'interrupted' | 'failed'

/** Why the model stopped by itself. */
export type EndReason = 'stop' | 'length' | 'refused'

/**
 * Tokens, as the provider counted them. `cacheRead` and `cacheWrite` are contained in `input`, `thinking` in `output`,
 * and of `cacheWrite` what is kept for an hour.
 */
export type Usage = {
  input: number
  output: number
  cacheRead?: number
  cacheWrite?: number
  cacheWriteLong?: number
  thinking?: number
}

/** Which model answers: an endpoint as `librechat.yaml` names it, and a model of it. */
export const Pick = v.object({
  endpoint: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
  model: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  /** The entry of `modelSpecs` it was picked by. */
  spec: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(256))),
})
export type Pick = v.InferOutput<typeof Pick>

/** What a person thinks of an answer. The tags are LibreChat's. */
export const Feedback = v.object({
  rating: v.picklist(['up', 'down']),
  tag: v.optional(
    v.picklist([
      'accurate_reliable',
      'creative_solution',
      'clear_well_written',
      'attention_to_detail',
      'not_matched',
      'inaccurate',
      'bad_style',
      'missing_image',
      'unjustified_refusal',
      'not_helpful',
      'other',
    ]),
  ),
  text: v.optional(v.pipe(v.string(), v.maxLength(1024))),
})
export type Feedback = v.InferOutput<typeof Feedback>

/** UTF-16 code units of a summary, also of one that a person wrote. */
export const MAX_SUMMARY = 20_000

/** What stands for this message and everything above it when the model is asked. Its reader may rewrite it. */
export type Summary = {
  text: string
  /** When it was made, and when a person last changed it, Unix ms. */
  made: number
  edited?: number
}

/** Another model answered, because the picked one could not. */
export type By = { pick: Pick; because: ErrorCode }

export type Message = {
  id: string
  /** The message this one follows; null at the root. */
  parent: string | null
  role: 'user' | 'assistant'
  state: MessageState
  parts: Part[]
  /** Unix time in ms. */
  created: number
  /** The room's clock when this message last changed as a fact. */
  clock: number
  /** Assistant only: who was asked. */
  pick?: Pick
  why?: EndReason
  /** Who answered instead of `pick`, and for which failure of that. */
  by?: By
  usage?: Usage
  fault?: Fault
  feedback?: Feedback
  /** When a person last changed its text in place, Unix ms. */
  edited?: number
  /** Of a question that several models were asked at once. */
  comparison?: Comparison
  /** Stands for this message and everything above it. */
  summary?: Summary
  /** Earlier messages were to be summarised for this answer, and could not be: they were left out. */
  unsummarized?: true
}
