/** What a person set for themselves; the same on every device, kept in their User object. */
import * as v from 'valibot'
import { Pick } from './message.ts'

/** Actions that have keys of their own choosing; more than there are. */
const MAX_KEYS = 200

/** More than anybody reads. */
export const MAX_FAVORITES = 100

/** What keys an action has instead of its usual ones; null: none. */
const Keys = v.pipe(
  v.record(
    v.pipe(v.string(), v.maxLength(60), v.regex(/^[a-z][\w.-]*$/i)),
    v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(40))),
  ),
  v.check((keys) => Object.keys(keys).length <= MAX_KEYS),
)

const THEMES = ['system', 'light', 'dark'] as const
const SEND_KEYS = ['enter', 'mod-enter'] as const
const DURING_RUN = ['queue', 'steer'] as const
const PRESET_SWITCH = ['ask', 'here', 'fork'] as const

/** What can be chosen, for whoever reads what a browser kept without the schema. */
export const CHOICES: Readonly<Record<string, readonly string[]>> = {
  theme: THEMES,
  sendKey: SEND_KEYS,
  duringRun: DURING_RUN,
  presetSwitch: PRESET_SWITCH,
}

export const Preferences = v.object({
  theme: v.picklist(THEMES),
  language: v.pipe(v.string(), v.maxLength(20)),
  /** What sends: Enter, or Ctrl/⌘+Enter. */
  sendKey: v.picklist(SEND_KEYS),
  /** What becomes of a message that is sent while an answer is written. Ctrl/⌘+Enter does the other. */
  duringRun: v.picklist(DURING_RUN),
  /** The model a new conversation starts with. */
  pick: v.nullable(Pick),
  /** Models that come first in the list. */
  favorites: v.pipe(v.array(Pick), v.maxLength(MAX_FAVORITES)),
  /** A prompt that leaves nothing open is sent when it is chosen; otherwise it is put where one writes. */
  promptSend: v.boolean(),
  /** A preset that is chosen in a conversation: it goes on there, or in a copy, or that is asked. */
  presetSwitch: v.picklist(PRESET_SWITCH),
  keys: Keys,
  /** Whether the page listens to its shortcuts at all. */
  shortcuts: v.boolean(),
})
export type Preferences = v.InferOutput<typeof Preferences>

export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'system',
  language: 'auto',
  sendKey: 'enter',
  duringRun: 'queue',
  pick: null,
  favorites: [],
  promptSend: false,
  presetSwitch: 'ask',
  keys: {},
  shortcuts: true,
}
