/** What speaks against keys that somebody chooses for an action. Loaded with the list in which they do. */
import { APPLE, EDITING } from './shortcut.ts'

const KEPT_BY_BROWSERS = ['n', 't', 'w', 'shift+n', 'shift+t', 'shift+w', 'tab', 'shift+tab', 'q', 'shift+q']
const KEPT_BY_APPLE = ['h', 'm', 'space', '`', 'alt+h', 'alt+m', 'shift+3', 'shift+4', 'shift+5']
const KEPT_ELSEWHERE = ['pageup', 'pagedown', 'alt+delete', 'escape', 'shift+escape']
const IN_USE = [
  ...['a', 'c', 'v', 'x', 'z', 'y', 's', 'p', 'f', 'g', 'r', 'l', 'd', 'j', 'h', 'u', '0', '-', '=', 'plus'],
  ...['shift+v', 'shift+z', 'shift+r', 'shift+j', 'shift+delete'],
]

export type Objection =
  /** Needed to move in the page and to write. */
  | 'needed'
  /** The browser or the system does not let the page have it. */
  | 'kept'
  /** The browser, or every field, uses it for something else. */
  | 'used'
  /** Works only while nothing is being written. */
  | 'plain'

/** What speaks against keys for an action. `needed` cannot be chosen at all. */
export function objection(shortcut: string): Objection | null {
  const keys = shortcut.split('+')
  const key = keys.at(-1)!
  const [, rest] = /^mod\+(.+)$/.exec(shortcut) ?? []
  if (rest === 'enter' || shortcut === 'alt+enter') return 'needed'
  const bare = keys.every((one) => one === key || one === 'shift')
  if (bare && (EDITING.test(key) || shortcut === 'escape')) return 'needed'
  if (rest !== undefined) {
    const kept = [...KEPT_BY_BROWSERS, ...(APPLE ? KEPT_BY_APPLE : KEPT_ELSEWHERE)]
    if (kept.includes(rest) || /^[1-9]$/.test(rest)) return 'kept'
    if (IN_USE.includes(rest)) return 'used'
  }
  if (/^(alt\+(f4|tab|shift\+tab|space|escape)|ctrl\+(tab|shift\+tab)|f11)$/.test(shortcut)) return 'kept'
  if (/^(alt\+(arrowleft|arrowright|home|d)|f[1-9]|f1[02])$/.test(shortcut)) return 'used'
  return bare && !/^(escape|f\d+)$/.test(key) ? 'plain' : null
}
