/**
 * Prompts somebody keeps: a name and what it is for, a command that brings it into the composer, and versions of its
 * text, of which one is in use. What is done to one is a `PromptChange`, and travels as an act on the library.
 */
import * as v from 'valibot'
import { Id } from './ids.ts'

export const MAX_PROMPTS = 300
export const MAX_PROMPT_TEXT = 20_000
export const MAX_VERSIONS = 50

/** What a page shows of a prompt. `text` is that of the version in use. Times are Unix ms. */
export type Prompt = {
  id: string
  name: string
  about: string
  category: string
  /** Without its slash; '' where there is none. No two prompts of a person have the same. */
  command: string
  /** It is offered where a conversation begins. */
  starter: boolean
  pinned: boolean
  uses: number
  created: number
  updated: number
  /** The version in use. */
  version: string
  text: string
  /** How many there are. */
  versions: number
}

/** `n` counts from 1 and is not given twice. */
export type PromptVersion = { id: string; n: number; text: string; created: number }

/** LibreChat's limits of a prompt. */
const Name = v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(100))
const About = v.pipe(v.string(), v.trim(), v.maxLength(300))
const Category = v.pipe(v.string(), v.trim(), v.maxLength(50))
const Command = v.pipe(
  v.string(),
  v.trim(),
  v.toLowerCase(),
  v.maxLength(56),
  v.regex(/^[a-z0-9-]*$/, 'only letters from a to z, digits and hyphens'),
)
export const PromptText = v.pipe(
  v.string(),
  v.maxLength(MAX_PROMPT_TEXT, `at most ${MAX_PROMPT_TEXT} characters`),
  v.check((text) => text.trim() !== '', 'must not be empty'),
)

export const PromptFields = v.object({
  name: v.optional(Name),
  about: v.optional(About),
  category: v.optional(Category),
  command: v.optional(Command),
  starter: v.optional(v.boolean()),
  pinned: v.optional(v.boolean()),
})
export type PromptFields = v.InferOutput<typeof PromptFields>

export const PromptChange = v.variant('what', [
  /** Makes a prompt or changes it; `version` adds one to it. A new prompt needs a name and a version. */
  v.object({
    what: v.literal('write'),
    set: PromptFields,
    version: v.optional(v.object({ id: Id, text: PromptText, use: v.boolean() })),
  }),
  /** Puts a version in use. */
  v.object({ what: v.literal('use'), version: Id }),
  /** Deletes a version that is not in use. */
  v.object({ what: v.literal('drop-version'), version: Id }),
  /** Deletes the prompt; `restore` takes that back for a while. */
  v.object({ what: v.literal('drop') }),
  v.object({ what: v.literal('restore') }),
  /** It was put into a message. `use` is the name of that, so that it is counted once. */
  v.object({ what: v.literal('count'), use: Id }),
])
export type PromptChange = v.InferOutput<typeof PromptChange>
