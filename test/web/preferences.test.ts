/** Preferences: shown at once, kept in the browser, sent until the server has said the same. */
import { effect } from '@preact/signals'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DEFAULT_PREFERENCES, type Preferences } from '../../src/shared/preferences.ts'
import { PreferencesModel } from '../../src/web/models/preferences.ts'
import { fakePage } from './fake-page.ts'

let page: ReturnType<typeof fakePage>
const stored: Preferences = { ...DEFAULT_PREFERENCES, theme: 'light' }

beforeEach(() => {
  page = fakePage()
})
afterEach(() => vi.unstubAllGlobals())

function model(send = vi.fn((_set: Partial<Preferences>) => true), from: Preferences | null = stored) {
  return { send, preferences: new PreferencesModel({ stored: from, send }) }
}

describe('preferences', () => {
  it('show a change at once, send it, and keep it for the next page', () => {
    const { preferences, send } = model()
    preferences.set({ theme: 'dark' })
    expect(preferences.theme.value).toBe('dark')
    expect(send).toHaveBeenCalledWith({ theme: 'dark' })
    expect(model(undefined, null).preferences.theme.value).toBe('dark')
  })

  it('that could not be sent survive the page and are sent when the socket opens', () => {
    const offline = vi.fn(() => false)
    model(offline).preferences.set({ sendKey: 'mod-enter' })
    const { preferences, send } = model()
    expect(preferences.sendKey.value).toBe('mod-enter')
    preferences.resend()
    expect(send).toHaveBeenCalledWith({ sendKey: 'mod-enter' })
    preferences.confirm({ ...stored, sendKey: 'mod-enter' })
    send.mockClear()
    preferences.resend()
    expect(send).not.toHaveBeenCalled()
  })

  it('are not undone by an answer to an earlier change', () => {
    const { preferences } = model()
    preferences.set({ theme: 'dark' })
    preferences.set({ theme: 'system' })
    preferences.confirm({ ...stored, theme: 'dark' })
    expect(preferences.theme.value).toBe('system')
    preferences.confirm({ ...stored, theme: 'system' })
    preferences.confirm({ ...stored, theme: 'light' })
    expect(preferences.theme.value).toBe('light')
  })

  it('of another tab are taken over, whatever else is in its storage', () => {
    const { preferences } = model()
    page.storage.set('parley.preferences', JSON.stringify({ ...stored, language: 'de' }))
    page.fire('storage', { key: 'parley.preferences' })
    expect(preferences.language.value).toBe('de')
    page.storage.set('parley.preferences', '{"theme":"purple"}')
    page.fire('storage', { key: 'parley.preferences' })
    page.storage.set('parley.preferences', 'not json')
    page.fire('storage', { key: 'parley.preferences' })
    expect(preferences.theme.value).toBe('light')
  })

  it('that one tab could not send are owed by all of them, and sent by whichever is left', () => {
    const { preferences, send } = model()
    page.storage.set('parley.preferences.unsent', JSON.stringify({ theme: 'dark' }))
    page.fire('storage', { key: 'parley.preferences.unsent' })
    preferences.confirm(stored)
    expect(preferences.theme.value).toBe('dark')
    preferences.resend()
    expect(send).toHaveBeenCalledWith({ theme: 'dark' })
    preferences.confirm({ ...stored, theme: 'dark' })
    expect(page.storage.get('parley.preferences.unsent')).toBeUndefined()
  })

  it('of a newer server may hold more than this page knows', () => {
    const { preferences } = model()
    preferences.confirm({ ...stored, theme: 'dark', tomorrow: 7 } as Preferences)
    expect(preferences.theme.value).toBe('dark')
    expect(page.storage.get('parley.preferences')).not.toContain('tomorrow')
  })

  it('hold keys of one’s own, and say nothing where nothing changed', () => {
    const { preferences } = model()
    const seen = vi.fn()
    const end = effect(() => seen(preferences.keys.value))
    preferences.set({ keys: { 'chat.new': 'mod+alt+n' } })
    preferences.confirm({ ...stored, keys: { 'chat.new': 'mod+alt+n' } })
    expect(seen).toHaveBeenCalledTimes(2)
    expect(preferences.keys.value).toEqual({ 'chat.new': 'mod+alt+n' })
    end()
  })

  it('hold for the page when storage is closed to it', () => {
    vi.stubGlobal('localStorage', {
      getItem() {
        throw new Error('closed')
      },
      setItem() {
        throw new Error('closed')
      },
    })
    const { preferences } = model(undefined, null)
    preferences.set({ theme: 'dark' })
    expect(preferences.theme.value).toBe('dark')
  })
})
