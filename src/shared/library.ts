/**
 * What can be done to a person's library, as it is parsed at the door: one kind of frame (`act`), and HTTP routes that
 * become the same acts. What is done to is in `shelf.ts`.
 */
import * as v from 'valibot'
import { Id } from './ids.ts'
import { Pick } from './message.ts'
import { PresetChange } from './presets.ts'
import { PromptChange } from './prompt-acts.ts'
import { MAX_ACT_IDS, MAX_PROJECT_INSTRUCTIONS, MAX_TAGS, PROJECT_COLORS } from './shelf.ts'

const Ids = v.pipe(v.array(Id), v.minLength(1), v.maxLength(MAX_ACT_IDS))
const TagIds = v.pipe(v.array(Id), v.maxLength(50))

/** LibreChat's limits of a project. */
const Name = v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(100))
const About = v.pipe(v.string(), v.trim(), v.maxLength(1000))

/** What is to become of conversations; what is not named stays. */
export const Arrangement = v.strictObject({
  pinned: v.optional(v.boolean()),
  archived: v.optional(v.boolean()),
  trashed: v.optional(v.boolean()),
  unread: v.optional(v.boolean()),
  project: v.optional(v.nullable(Id)),
  /** Bookmarks given and taken. */
  tag: v.optional(TagIds),
  untag: v.optional(TagIds),
})
export type Arrangement = v.InferOutput<typeof Arrangement>

export const TagFields = v.strictObject({ name: v.optional(Name), about: v.optional(About) })
export const ProjectFields = v.strictObject({
  name: v.optional(Name),
  about: v.optional(About),
  color: v.optional(v.picklist(PROJECT_COLORS)),
  parent: v.optional(v.nullable(Id)),
  folded: v.optional(v.boolean()),
  /** What every conversation in it is told before everything else. */
  instructions: v.optional(v.pipe(v.string(), v.maxLength(MAX_PROJECT_INSTRUCTIONS))),
  /** What its new conversations begin with: a preset, else a model, else what is usual. */
  pick: v.optional(v.nullable(Pick)),
  preset: v.optional(v.nullable(Id)),
})

export const LibraryAct = v.variant('do', [
  v.object({ do: v.literal('arrange'), ids: Ids, set: Arrangement }),
  /** Everything in the list, pinned or not. */
  v.object({ do: v.literal('archive-all') }),
  v.object({ do: v.literal('trash-all') }),
  /** For good, out of the trash: these, or all of it. */
  v.object({ do: v.literal('erase'), ids: v.nullable(Ids) }),
  /** Makes a bookmark or changes it. A new one needs a name that no other has. */
  v.object({ do: v.literal('tag'), id: Id, set: TagFields }),
  v.object({ do: v.literal('drop-tag'), id: Id }),
  /** Takes that back for a while, with the conversations that carried it. */
  v.object({ do: v.literal('restore-tag'), id: Id }),
  /** Makes a project or changes it. */
  v.object({ do: v.literal('project'), id: Id, set: ProjectFields }),
  /** What was in it is in no project; its folders move up to where it was. */
  v.object({ do: v.literal('drop-project'), id: Id }),
  /** Takes that back for a while: what was in it and went nowhere else is in it again. */
  v.object({ do: v.literal('restore-project'), id: Id }),
  /** The order of all bookmarks or presets, or of projects beside each other. */
  v.object({
    do: v.literal('order'),
    of: v.picklist(['tag', 'project', 'preset']),
    ids: v.pipe(v.array(Id), v.maxLength(MAX_TAGS)),
  }),
  /** Something done to the prompt with this id. */
  v.object({ do: v.literal('prompt'), id: Id, change: PromptChange }),
  v.object({ do: v.literal('preset'), id: Id, change: PresetChange }),
])
export type LibraryAct = v.InferOutput<typeof LibraryAct>
