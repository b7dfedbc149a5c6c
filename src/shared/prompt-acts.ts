/** What can be done to a prompt, as it is parsed at the door. It travels as an act on the library. */
import * as v from 'valibot'
import { Id } from './ids.ts'
import { MAX_PROMPT_TEXT } from './prompts.ts'

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
