/** Keyboard shortcuts as text: `mod+shift+o`, where `mod` is ⌘ on Apple's machines and Ctrl elsewhere. */

export const APPLE = /mac|iphone|ipad|ipod/i.test(navigator.platform)

const APPLE_SIGNS: Record<string, string> = {
  mod: '⌘',
  ctrl: '⌃',
  alt: '⌥',
  shift: '⇧',
  enter: '⏎',
  escape: 'esc',
}
const NAMES: Record<string, string> = {
  mod: 'Ctrl',
  ctrl: 'Ctrl',
  alt: 'Alt',
  shift: 'Shift',
  enter: 'Enter',
  escape: 'Esc',
}

/** The shortcuts of the whole page, as the settings list them. Their effect is in `app.tsx`. */
export const SHORTCUTS = [
  { keys: 'mod+shift+o', label: 'shortcut.new' },
  { keys: 'mod+shift+f', label: 'shortcut.search' },
  { keys: 'mod+shift+s', label: 'shortcut.sidebar' },
  { keys: 'shift+escape', label: 'shortcut.composer' },
  { keys: 'mod+shift+,', label: 'shortcut.settings' },
] as const

/** What a key is called on this machine: "⌘" or "Ctrl". */
export function keyName(key: string): string {
  return (APPLE ? APPLE_SIGNS[key] : NAMES[key]) ?? key.toUpperCase()
}

/** "⇧⌘O" or "Ctrl+Shift+O". */
export function shortcutLabel(shortcut: string): string {
  const keys = shortcut.split('+')
  // Apple writes the command sign last before the letter, and no plus signs.
  if (APPLE)
    return [...keys.filter((k) => k === 'shift'), ...keys.filter((k) => k !== 'shift')].map(keyName).join('')
  return keys.map(keyName).join('+')
}

/** The same for `aria-keyshortcuts`. */
export function ariaShortcut(shortcut: string): string {
  return shortcut
    .split('+')
    .map((key) => (key === 'mod' ? (APPLE ? 'Meta' : 'Control') : key.charAt(0).toUpperCase() + key.slice(1)))
    .join('+')
}

/** Whether `event` is `shortcut`. Letters by what is printed on the key, punctuation by its place. */
export function isShortcut(event: KeyboardEvent, shortcut: string): boolean {
  const keys = shortcut.split('+')
  const wants = (key: string) => keys.includes(key)
  const mod = APPLE ? event.metaKey : event.ctrlKey
  const other = APPLE ? event.ctrlKey : event.metaKey
  if (mod !== wants('mod') || other || event.shiftKey !== wants('shift') || event.altKey !== wants('alt'))
    return false
  return pressed(event) === keys.at(-1)
}

function pressed(event: KeyboardEvent): string {
  // Shift changes what punctuation prints, and a Greek layout prints no Latin letter: both have a place.
  if (event.code === 'Comma') return ','
  if (event.code === 'Period') return '.'
  if (event.code === 'Slash') return '/'
  const key = event.key.toLowerCase()
  if (/^[\x20-\x7e]$/.test(key) || key.length > 1) return key
  return event.code.replace(/^(Key|Digit)/, '').toLowerCase()
}
