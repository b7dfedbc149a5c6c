/**
 * Every action of the page, once. Keys, the palette and the list of shortcuts draw from here; menus take names and effects
 * from the same lists. To add one: an entry in the list it belongs to (or a list of its own, named below), and its keys
 * in `keys.ts` if it shall have some. Loaded when somebody presses Ctrl or ⌘.
 */
import type { App } from '../context.ts'
import type { Action } from './action.ts'
import { isAllowed } from './allowed.ts'
import { ANSWER } from './answer.ts'
import { BRANCHES } from './branches.ts'
import { CONVERSATION } from './conversation.ts'
import { LIBRARY } from './library.ts'
import { PAGE } from './page.ts'
import { PRESETS } from './presets.ts'
import { PROMPTS } from './prompts.ts'
import { SETTINGS } from './settings.ts'
import { WORDS } from './words.ts'

export const ACTIONS: readonly Action[] = [
  ...PAGE,
  ...PROMPTS,
  ...CONVERSATION,
  ...BRANCHES,
  ...ANSWER,
  ...WORDS,
  ...PRESETS,
  ...LIBRARY,
  ...SETTINGS,
]

const byId = new Map(ACTIONS.map((action) => [action.id, action]))

/** The action, when it can be done now. */
export function find(app: App, id: string): Action | undefined {
  const action = byId.get(id)
  return action && isAllowed(app, id) && (action.when?.(app) ?? true) ? action : undefined
}

/** The action, also when it cannot be done now. */
export const known = (id: string): Action | undefined => byId.get(id)

export const possible = (app: App): Action[] =>
  ACTIONS.filter(({ id, when }) => isAllowed(app, id) && (when?.(app) ?? true))
