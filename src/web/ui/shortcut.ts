/**
 * Keyboard shortcuts as text: `mod+shift+o`, where `mod` is ⌘ on Apple's machines and Ctrl elsewhere. The modifiers come
 * first, always in the order of `MODIFIERS`; the last word is a letter, a digit, a sign or the name of a key.
 */

export const APPLE = /mac|iphone|ipad|ipod/i.test(navigator.platform)

const MODIFIERS = ['mod', 'ctrl', 'alt', 'shift'] as const

const ARROWS = { arrowup: '↑', arrowdown: '↓', arrowleft: '←', arrowright: '→' }
const APPLE_SIGNS: Record<string, string> = {
  ...ARROWS,
  mod: '⌘',
  ctrl: '⌃',
  alt: '⌥',
  shift: '⇧',
  enter: '⏎',
  escape: 'esc',
  backspace: '⌫',
  delete: '⌦',
  tab: '⇥',
  plus: '+',
}
const NAMES: Record<string, string> = {
  ...ARROWS,
  mod: 'Ctrl',
  ctrl: 'Ctrl',
  alt: 'Alt',
  shift: 'Shift',
  enter: 'Enter',
  escape: 'Esc',
  backspace: 'Backspace',
  delete: 'Del',
  space: 'Space',
  tab: 'Tab',
  pageup: 'Page Up',
  pagedown: 'Page Down',
  home: 'Home',
  end: 'End',
  insert: 'Insert',
  plus: '+',
}

/** What a key is called on this machine: "⌘" or "Ctrl". */
export function keyName(key: string): string {
  return (APPLE ? APPLE_SIGNS[key] : undefined) ?? NAMES[key] ?? key.toUpperCase()
}

/** "⌥⇧⌘O" or "Ctrl+Alt+Shift+O". */
export function shortcutLabel(shortcut: string): string {
  const keys = shortcut.split('+')
  if (!APPLE) return keys.map(keyName).join('+')
  // Apple writes the command sign last before the letter, and no plus signs.
  const order = ['ctrl', 'alt', 'shift', 'mod']
  const signs = order.filter((sign) => keys.includes(sign))
  return [...signs, ...keys.filter((key) => !order.includes(key))].map(keyName).join('')
}

/** The same for `aria-keyshortcuts`. */
export function ariaShortcut(shortcut: string): string {
  const names: Record<string, string> = { mod: APPLE ? 'Meta' : 'Control', ctrl: 'Control' }
  return shortcut
    .split('+')
    .map((key) => names[key] ?? key.charAt(0).toUpperCase() + key.slice(1))
    .join('+')
}

/** Whether `event` is `shortcut`. */
export function isShortcut(event: KeyboardEvent, shortcut: string): boolean {
  return strokes(event).includes(shortcut)
}

/** Only a modifier is down so far. */
export function isModifier({ key }: KeyboardEvent): boolean {
  return ['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'CapsLock', 'Fn', 'OS'].includes(key)
}

/** What stands on the keys without Shift, where that is known: the browser's word, or what was typed here. */
const legends = new Map<string, string>()

type KeyboardLike = { getLayoutMap?: () => Promise<Iterable<[string, string]>> }

/** Asks the browser for the layout of the keyboard. Only some know; without it, the places of an American one count. */
export function learnLayout(): void {
  const { keyboard } = navigator as Navigator & { keyboard?: KeyboardLike }
  keyboard?.getLayoutMap?.().then(
    (map) => {
      for (const [code, sign] of map) legends.set(code, sign)
    },
    () => {},
  )
}

/** Signs by their place on an American keyboard. */
const PLACES: Record<string, string> = {
  Comma: ',',
  Period: '.',
  Slash: '/',
  Semicolon: ';',
  Quote: "'",
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Backquote: '`',
  Minus: '-',
  Equal: '=',
}

/**
 * How `event` may be written, the likeliest first; nothing for a modifier alone or for what writes a letter by AltGr.
 * Letters by what is printed on the key, or by their place where that is not Latin; a sign by what is printed without
 * Shift, and also by itself where it needs Shift: Ctrl+/ is Shift+7 on a German keyboard.
 */
export function strokes(event: KeyboardEvent): string[] {
  if (isModifier(event) || event.key === 'Unidentified') return []
  // On Apple's machines some browsers say so of every Option key.
  if (!APPLE && event.getModifierState?.('AltGraph')) return []
  // The key of the system belongs to the system.
  if (!APPLE && event.metaKey) return []
  const write = (shift: boolean, key: string) => {
    const held = { mod: APPLE ? event.metaKey : event.ctrlKey, ctrl: APPLE && event.ctrlKey }
    const all = { ...held, alt: event.altKey, shift }
    return [...MODIFIERS.filter((modifier) => all[modifier]), key === '+' ? 'plus' : key].join('+')
  }
  const [plain, printed] = namesOf(event)
  if (!event.shiftKey || printed === undefined) return [write(event.shiftKey, plain)]
  return [write(true, plain), write(false, printed)]
}

/** The name of the key without Shift, and the sign that Shift makes of it where that is one of its own. */
function namesOf({ key, code }: KeyboardEvent): [string, (string | undefined)?] {
  if (key === ' ' || code === 'Space') return ['space']
  if (key.length > 1 && key !== 'Dead' && key !== 'Process') return [key.toLowerCase()]
  const lower = key.toLowerCase()
  if (/^[a-z]$/.test(lower)) return [lower]
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1]
  const sign = /^[\x21-\x7e]$/.test(key) ? key : undefined
  if (digit !== undefined) return sign && !/\d/.test(sign) ? [digit, sign] : [digit]
  const letter = /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase()
  // A letter of another script, or what Option makes of a Latin one.
  if (letter && !sign) return [letter]
  const place = PLACES[code]
  const legend = legends.get(code) ?? place
  const plain = legend && /^[\x21-\x7e]$/.test(legend) ? legend : place
  return [plain ?? letter ?? lower, sign === plain ? undefined : sign]
}

/** Notes what a key prints, for the next time it comes with Shift. */
export function learnKey({ key, code, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent): void {
  if (!shiftKey && !altKey && !ctrlKey && !metaKey && key.length === 1 && code in PLACES)
    legends.set(code, key)
}

/** Keys that write or move in a field. */
export const EDITING = /^(arrow|home|end|page|backspace|delete|insert|enter|space|tab)/

/** Whether somebody who has the focus in a field means the field by these keys. */
export function belongsToField(target: EventTarget | null, shortcut: string): boolean {
  const field = (target as Element | null)?.closest?.('input, textarea, select, [contenteditable]')
  if (!field || field.matches('input:is([type=checkbox], [type=radio], [type=button])')) return false
  const keys = shortcut.split('+')
  const key = keys.at(-1)!
  const commands = keys.includes('mod') || keys.includes('ctrl') || (keys.includes('alt') && !APPLE)
  // In a field with nothing in it there is nowhere to move and nothing to delete.
  if (EDITING.test(key))
    return (commands || keys.includes('alt') ? (field as HTMLInputElement).value : ' ') !== ''
  return !commands && !/^(escape|f\d+)$/.test(key)
}
