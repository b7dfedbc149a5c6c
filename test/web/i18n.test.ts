/// <reference types="node" />
/** The words: every language says all of them, with the same parameters, and numbers choose their form. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ERRORS } from '../../src/shared/errors.ts'
import { direction, locale, setLanguage, t } from '../../src/web/i18n/index.ts'
import { nameOf } from '../../src/web/i18n/language-name.ts'
import { LANGUAGES, match, regionOf } from '../../src/web/i18n/languages.ts'

const folder = new URL('../../src/web/i18n/', import.meta.url)
const read = (file: string): Record<string, string> => JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
const english = read('en.json')
const parameters = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort()

describe('languages', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))

  it.each(files)('%s says everything English says, with the same parameters', (file) => {
    const words = read(file)
    expect(Object.keys(words).sort()).toEqual(Object.keys(english).sort())
    for (const [key, text] of Object.entries(words)) {
      expect(text.trim(), key).not.toBe('')
      expect(parameters(text), key).toEqual(parameters(english[key]!))
    }
  })

  it('every file is a language that can be chosen, by its own name', () => {
    for (const file of files) expect(LANGUAGES[file.replace('.json', '')], file).toBeDefined()
    expect(nameOf('de')).toBe('Deutsch')
  })

  it('there are words for every error of the closed list', () => {
    for (const code of Object.keys(ERRORS)) expect(english[`error.${code}`], code).toBeDefined()
  })

  it('chooses what the browser asks for, by its base where the variant is unknown', () => {
    expect(match(['fr-FR', 'de-AT', 'en'])).toBe('de')
    expect(match(['xx'])).toBe('en')
  })

  it('writes dates as they are written where the reader lives, in the language of the page', () => {
    expect(regionOf('en', ['de-DE', 'en-GB', 'en-US'])).toBe('en-GB')
    expect(regionOf('de', ['en-GB', 'de-at'])).toBe('de-AT')
    expect(regionOf('de', ['en-GB'])).toBe('de')
    expect(regionOf('en', ['en-US@posix'])).toBe('en')
  })
})

describe('t', () => {
  it('fills parameters, and lets a number choose the plural', async () => {
    await setLanguage('en')
    expect(t('library.erase.title', { title: 'Poem' })).toBe('Delete “Poem” for good?')
    expect(t('settings.sessions.othersDone', { count: 1 })).toBe('One other session is signed out')
    expect(t('settings.sessions.othersDone', { count: 1234 })).toBe('1,234 other sessions are signed out')
  })

  it('follows a change of language, and the last choice wins over a slower file', async () => {
    const slow = setLanguage('de')
    const last = setLanguage('en-XA')
    await Promise.all([slow, last])
    expect(locale.value).toBe('en-XA')
    await setLanguage('de')
    expect(t('auth.signIn')).toBe('Anmelden')
    await setLanguage('en')
  })

  it('keeps a foreign title from turning the sentence around', async () => {
    expect(t('library.erase.title', { title: 'مقدمة' })).toBe('Delete “\u2068مقدمة\u2069” for good?')
    await setLanguage('ar-XB')
    expect(direction.value).toBe('rtl')
    expect(t('library.erase.title', { title: 'Poem' })).toContain('\u2068Poem\u2069')
    await setLanguage('en')
  })

  it('pseudo languages keep parameters and change every word', async () => {
    for (const id of ['en-XA', 'ar-XB']) {
      const words = await LANGUAGES[id]!.load()
      for (const [key, text] of Object.entries(english)) {
        expect(parameters(words[key]!), key).toEqual(parameters(text))
        expect(words[key], key).not.toBe(text)
      }
    }
  })
})
