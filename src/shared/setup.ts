/**
 * How a conversation asks its model: instructions, parameters, and what becomes of a history that is too long. It belongs
 * to the conversation and holds for every answer from then on. Which parameters a model takes, its provider decides.
 */
import * as v from 'valibot'

/** UTF-16 code units of instructions: they go along with every message. */
export const MAX_INSTRUCTIONS = 100_000

export const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const

// Marked so that the page can leave the schema out where it only needs the constants.
const tokens = /* @__NO_SIDE_EFFECTS__ */ (least: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(10_000_000))
const between = /* @__NO_SIDE_EFFECTS__ */ (least: number, most: number) =>
  v.pipe(v.number(), v.minValue(least), v.maxValue(most))

/** Parameters of a model. What is left out is the vendor's default. */
export const Options = v.object({
  temperature: v.optional(between(0, 2)),
  topP: v.optional(between(0, 1)),
  topK: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000))),
  frequencyPenalty: v.optional(between(-2, 2)),
  presencePenalty: v.optional(between(-2, 2)),
  seed: v.optional(v.pipe(v.number(), v.integer())),
  stop: v.optional(v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(256))), v.maxLength(16))),
  /** Most tokens of an answer. */
  maxTokens: v.optional(tokens(1)),
  /** Most tokens of history that are sent. */
  contextTokens: v.optional(tokens(256)),
  /** Files go along with every later message as well, not only with their own. Left out: yes. */
  resendFiles: v.optional(v.boolean()),
  /** Most tokens of a file of text that are sent. */
  fileTokens: v.optional(tokens(1)),
  /** How hard a reasoning model thinks. */
  effort: v.optional(v.picklist(EFFORTS)),
  /** Most tokens of reasoning, where the vendor takes a budget; 0: none, -1: as many as the model wants. */
  thinkingTokens: v.optional(tokens(-1)),
  verbosity: v.optional(v.picklist(['low', 'medium', 'high'])),
  /** How closely pictures are looked at. */
  imageDetail: v.optional(v.picklist(['low', 'auto', 'high'])),
  /** OpenAI: its newer API, Responses. */
  responses: v.optional(v.boolean()),
  /** The answer comes at once when it is complete. */
  whole: v.optional(v.boolean()),
  /** How much a vendor that hides its model's reasoning tells of it. */
  summary: v.optional(v.picklist(['auto', 'concise', 'detailed'])),
  /** The vendor itself searches the web. */
  webSearch: v.optional(v.boolean()),
  /** Gemini reads the pages whose addresses stand in the question. */
  urlContext: v.optional(v.boolean()),
  /** Claude: whether its reasoning is shown, or only sealed. */
  thinkingDisplay: v.optional(v.picklist(['auto', 'summarized', 'omitted'])),
  /** What is the same in the next question is kept by the vendor, and for how long. */
  promptCache: v.optional(v.boolean()),
  promptCacheTtl: v.optional(v.picklist(['5m', '1h'])),
})
export type Options = v.InferOutput<typeof Options>

export const Setup = v.object({
  /** What the model is told before everything else. */
  instructions: v.optional(v.pipe(v.string(), v.maxLength(MAX_INSTRUCTIONS))),
  options: v.optional(Options),
  /** What becomes of the oldest turns when the history is too long. Left out: `truncate`. */
  context: v.optional(v.picklist(['truncate', 'summarize'])),
  /** The preset this came from, for its name. */
  preset: v.optional(
    v.object({ id: v.pipe(v.string(), v.maxLength(64)), name: v.pipe(v.string(), v.maxLength(200)) }),
  ),
})
export type Setup = v.InferOutput<typeof Setup>
