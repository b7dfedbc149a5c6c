/**
 * Presets: a model and how it is asked, under a name. They are kept in the person's object; what is done to one is a
 * `PresetChange`, and travels as an act on the library.
 */
import * as v from 'valibot'
import { Pick } from './message.ts'
import { Setup } from './setup.ts'

export const MAX_PRESETS = 200

/** UTF-16 code units of a preset's name. */
export const MAX_PRESET_NAME = 100

const PresetSetup = v.omit(Setup, ['preset'])
export type PresetSetup = v.InferOutput<typeof PresetSetup>

export type Preset = {
  id: string
  name: string
  /** It may name a model that is not offered any more. */
  pick: Pick
  setup: PresetSetup
}

export const PresetFields = v.object({
  name: v.optional(
    v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(MAX_PRESET_NAME)),
  ),
  pick: v.optional(Pick),
  setup: v.optional(PresetSetup),
})
export type PresetFields = v.InferOutput<typeof PresetFields>

export const PresetChange = v.variant('what', [
  /** Makes a preset, at the end, or changes it. A new one needs a name and a model. */
  v.object({ what: v.literal('write'), set: PresetFields }),
  /** New conversations begin with it (`on`), or with nothing of the kind. */
  v.object({ what: v.literal('standard'), on: v.boolean() }),
  /** Deletes it; `restore` takes that back for a while. */
  v.object({ what: v.literal('drop') }),
  v.object({ what: v.literal('restore') }),
])
export type PresetChange = v.InferOutput<typeof PresetChange>
