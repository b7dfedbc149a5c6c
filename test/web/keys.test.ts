/** Keys as text, what was pressed, and whose they are. */
import { signal } from '@preact/signals'
import * as v from 'valibot'
import { describe, expect, it, vi } from 'vitest'
import { DEFAULT_PREFERENCES, Preferences } from '../../src/shared/preferences.ts'
import { codeIn } from '../../src/web/actions/fences.ts'
import { DEFAULT_KEYS } from '../../src/web/actions/keys.ts'
import { createBinding } from '../../src/web/models/key-binding.ts'
import { createKeys } from '../../src/web/models/keys.ts'
import { ariaShortcut, isShortcut, learnKey, shortcutLabel, strokes } from '../../src/web/ui/shortcut.ts'
import { objection } from '../../src/web/ui/shortcut-objection.ts'
import { fakePage } from './fake-page.ts'

type Pressed = Partial<KeyboardEvent> & { altGraph?: boolean }

const event = ({ altGraph = false, ...more }: Pressed) =>
  ({
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    isComposing: false,
    keyCode: 0,
    target: null,
    code: '',
    getModifierState: (name: string) => name === 'AltGraph' && altGraph,
    ...more,
  }) as unknown as KeyboardEvent
const ctrl = (key: string, code: string, more: Pressed = {}) => event({ key, code, ctrlKey: true, ...more })

describe('what was pressed', () => {
  it('is written with its modifiers in order', () => {
    expect(strokes(ctrl('O', 'KeyO', { shiftKey: true }))).toEqual(['mod+shift+o'])
    expect(strokes(ctrl('k', 'KeyK'))).toEqual(['mod+k'])
    expect(strokes(event({ key: 'ArrowUp', code: 'ArrowUp', altKey: true }))).toEqual(['alt+arrowup'])
    expect(strokes(ctrl('Delete', 'Delete', { altKey: true, shiftKey: true }))).toEqual([
      'mod+alt+shift+delete',
    ])
    expect(strokes(ctrl('+', 'NumpadAdd'))).toEqual(['mod+plus'])
    expect(strokes(event({ key: ' ', code: 'Space' }))).toEqual(['space'])
  })

  it('is nothing for a modifier alone, for AltGr, and for the key of the system', () => {
    expect(strokes(ctrl('Control', 'ControlLeft'))).toEqual([])
    expect(strokes(ctrl('€', 'KeyE', { altKey: true, altGraph: true }))).toEqual([])
    expect(strokes(event({ key: 'k', code: 'KeyK', metaKey: true }))).toEqual([])
  })

  it('is the letter on the key, wherever that is, and its place where it is not Latin', () => {
    // Dvorak has its O where an American keyboard has an S.
    expect(isShortcut(ctrl('o', 'KeyS'), 'mod+o')).toBe(true)
    expect(isShortcut(ctrl('o', 'KeyS'), 'mod+s')).toBe(false)
    expect(isShortcut(ctrl('л', 'KeyK'), 'mod+k')).toBe(true)
    expect(isShortcut(ctrl('Щ', 'KeyO', { shiftKey: true }), 'mod+shift+o')).toBe(true)
    // What Option makes of a letter, and a dead key.
    expect(isShortcut(event({ key: 'ç', code: 'KeyC', altKey: true }), 'alt+c')).toBe(true)
    expect(isShortcut(event({ key: 'Dead', code: 'KeyE', altKey: true }), 'alt+e')).toBe(true)
  })

  it('is a sign by the key it stands on, whatever Shift makes of it', () => {
    expect(isShortcut(ctrl('<', 'Comma', { shiftKey: true }), 'mod+shift+,')).toBe(true)
    expect(isShortcut(ctrl('?', 'Slash', { shiftKey: true }), 'mod+shift+/')).toBe(true)
    expect(isShortcut(ctrl('/', 'Slash'), 'mod+/')).toBe(true)
    expect(isShortcut(ctrl('%', 'Digit5', { shiftKey: true }), 'mod+shift+5')).toBe(true)
  })

  it('is a sign that needs Shift on other keyboards, too', () => {
    // German: the slash is above the seven, and minus stands where others have the slash.
    expect(isShortcut(ctrl('/', 'Digit7', { shiftKey: true }), 'mod+/')).toBe(true)
    learnKey(event({ key: '-', code: 'Slash' }))
    expect(isShortcut(ctrl('-', 'Slash'), 'mod+/')).toBe(false)
    expect(strokes(ctrl('_', 'Slash', { shiftKey: true }))[0]).toBe('mod+shift+-')
    expect(isShortcut(ctrl(';', 'Comma', { shiftKey: true }), 'mod+shift+,')).toBe(true)
    learnKey(event({ key: '/', code: 'Slash' }))
  })

  it('is told as the machine writes it', () => {
    expect(shortcutLabel('mod+shift+arrowup')).toBe('Ctrl+Shift+↑')
    expect(shortcutLabel('mod+shift+backspace')).toBe('Ctrl+Shift+Backspace')
    expect(shortcutLabel('mod+plus')).toBe('Ctrl++')
    expect(ariaShortcut('mod+shift+o')).toBe('Control+Shift+O')
  })

  it('as Apple writes it', async () => {
    vi.stubGlobal('navigator', { platform: 'MacIntel' })
    vi.resetModules()
    const apple = await import('../../src/web/ui/shortcut.ts')
    const against = await import('../../src/web/ui/shortcut-objection.ts')
    vi.unstubAllGlobals()
    expect(apple.shortcutLabel('mod+alt+shift+o')).toBe('⌥⇧⌘O')
    expect(apple.shortcutLabel('mod+shift+backspace')).toBe('⇧⌘⌫')
    expect(apple.strokes(event({ key: 'k', code: 'KeyK', metaKey: true }))).toEqual(['mod+k'])
    expect(apple.strokes(ctrl('k', 'KeyK'))).toEqual(['ctrl+k'])
    // Option says AltGraph there in some browsers.
    expect(apple.strokes(event({ key: '∆', code: 'KeyJ', altKey: true, altGraph: true }))).toEqual(['alt+j'])
    expect(against.objection('mod+h')).toBe('kept')
  })
})

describe('what speaks against keys', () => {
  it.each([
    ['enter', 'needed'],
    ['shift+tab', 'needed'],
    ['escape', 'needed'],
    ['mod+enter', 'needed'],
    ['alt+enter', 'needed'],
    ['mod+t', 'kept'],
    ['mod+shift+n', 'kept'],
    ['mod+3', 'kept'],
    ['alt+f4', 'kept'],
    ['mod+c', 'used'],
    ['f5', 'used'],
    ['j', 'plain'],
    ['shift+/', 'plain'],
    ['mod+shift+o', null],
    ['mod+alt+p', null],
    ['shift+escape', null],
    ['alt+arrowdown', null],
  ])('%s: %s', (keys, why) => {
    expect(objection(keys)).toBe(why)
  })

  it('nothing, where the usual keys are concerned; and no two of them are the same', () => {
    const all = Object.values(DEFAULT_KEYS)
    expect(all.filter((keys) => objection(keys) !== null)).toEqual([])
    expect(new Set(all).size).toBe(all.length)
  })
})

function model(own: Record<string, string | null> = {}) {
  const preferences = {
    keys: signal(own),
    shortcuts: signal(true),
    set: vi.fn((change: Partial<Preferences>) => {
      if (change.keys) preferences.keys.value = change.keys
    }),
  }
  const keys = createKeys({ preferences })
  return { preferences, keys, binding: createBinding({ preferences, keys }) }
}

describe('whose keys they are', () => {
  it('the usual ones, until they are changed; back to them, nothing is kept', () => {
    const { keys, preferences, binding } = model()
    expect(keys.of('chat.new')).toBe('mod+shift+o')
    binding.bind('chat.new', 'mod+alt+n')
    expect(keys.of('chat.new')).toBe('mod+alt+n')
    expect(binding.isChanged('chat.new')).toBe(true)
    expect(keys.meant(ctrl('O', 'KeyO', { shiftKey: true }))).toBeUndefined()
    expect(keys.meant(ctrl('n', 'KeyN', { altKey: true }))).toBe('chat.new')
    binding.reset('chat.new')
    expect(preferences.keys.value).toEqual({})
  })

  it('can be taken over, and taken back', () => {
    const { keys, preferences, binding } = model()
    expect(binding.holder('mod+k', 'chat.new')).toBe('palette.open')
    expect(binding.holder('mod+shift+o', 'chat.new')).toBeUndefined()
    binding.bind('chat.new', 'mod+k')
    expect(keys.of('palette.open')).toBeUndefined()
    expect(preferences.keys.value).toEqual({ 'palette.open': null, 'chat.new': 'mod+k' })
    binding.reset('palette.open')
    expect(keys.of('palette.open')).toBe('mod+k')
    expect(keys.of('chat.new')).toBeUndefined()
    binding.resetAll()
    expect(keys.of('chat.new')).toBe('mod+shift+o')
    expect(binding.anyChanged.value).toBe(false)
  })

  it('what was chosen wins over what a new version makes usual', () => {
    const { keys } = model({ 'something.else': 'mod+k' })
    expect(keys.of('palette.open')).toBeUndefined()
    expect(keys.meant(ctrl('k', 'KeyK'))).toBe('something.else')
  })

  it('nobody’s while shortcuts are off, while an input method composes, and for AltGr', () => {
    const { keys, preferences } = model()
    expect(keys.meant(ctrl('k', 'KeyK', { isComposing: true }))).toBeUndefined()
    expect(keys.meant(ctrl('k', 'KeyK', { keyCode: 229 }))).toBeUndefined()
    expect(keys.meant(ctrl('k', 'KeyK', { altKey: true, altGraph: true }))).toBeUndefined()
    preferences.shortcuts.value = false
    expect(keys.meant(ctrl('k', 'KeyK'))).toBeUndefined()
    expect(keys.of('palette.open')).toBeUndefined()
    expect(keys.bound.value.get('palette.open')).toBe('mod+k')
  })
})

describe('in preferences', () => {
  const parse = (keys: unknown) => v.safeParse(Preferences, { ...DEFAULT_PREFERENCES, keys }).success

  it('keys are a bounded map from actions to keys or nothing', () => {
    expect(parse({ 'chat.new': 'mod+alt+n', 'palette.open': null })).toBe(true)
    expect(parse({ 'chat.new': '' })).toBe(false)
    expect(parse({ 'chat.new': 'x'.repeat(41) })).toBe(false)
    expect(parse({ '../x': 'j' })).toBe(false)
    expect(parse({ [`a${'b'.repeat(60)}`]: 'j' })).toBe(false)
    expect(parse({ 'chat.new': 7 })).toBe(false)
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`a${n}`, 'j']))
    expect(parse(many(200))).toBe(true)
    expect(parse(many(201))).toBe(false)
  })

  it('every action could be given keys, and every usual key has its action', async () => {
    fakePage()
    vi.stubGlobal('matchMedia', () => ({ matches: false }))
    const { ACTIONS } = await import('../../src/web/actions/index.ts')
    vi.unstubAllGlobals()
    const ids = ACTIONS.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(parse(Object.fromEntries(ids.map((id) => [id, null])))).toBe(true)
    expect(Object.keys(DEFAULT_KEYS).filter((id) => !ids.includes(id))).toEqual([])
  })
})

describe('the code in an answer', () => {
  it('is what stands between fences, also nested ones, indented ones and one without an end', () => {
    expect(codeIn('a\n```js\nlet x\n```\nb\n~~~\ny\n~~~')).toEqual(['let x', 'y'])
    expect(codeIn('````md\n```js\nx\n```\n````')).toEqual(['```js\nx\n```'])
    expect(codeIn('1. do\n   ```sh\n   ls\n     -l\n   ```')).toEqual(['ls\n  -l'])
    expect(codeIn('```\nhalf')).toEqual(['half'])
    expect(codeIn('no `code` ```here```')).toEqual([])
  })
})
