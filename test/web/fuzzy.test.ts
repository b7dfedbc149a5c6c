/** Names found by a few letters, and what the palette shows for them. */
import { describe, expect, it } from 'vitest'
import { fit, fold, wordsOf } from '../../src/web/models/fuzzy.ts'
import { type Entry, matching, type Source } from '../../src/web/models/palette.ts'

const found = (query: string, text: string, loose = true) => fit(wordsOf(query), fold(text), loose)
const marked = (query: string, text: string) =>
  found(query, text)
    ?.ranges.map(([from, to]) => text.slice(from, to))
    .join('|')

describe('a name is found', () => {
  it('by its beginning, the beginning of a word, a piece, and its initials', () => {
    expect(marked('new', 'New chat')).toBe('New')
    expect(marked('cha', 'New chat')).toBe('cha')
    expect(marked('hat', 'New chat')).toBe('hat')
    expect(marked('nc', 'New chat')).toBe('N|c')
    expect(marked('cclb', 'Copy code: last block')).toBe('C|c|l|b')
  })

  it('by letters in order, where that is wanted and they stand close', () => {
    expect(marked('rgnrt', 'Regenerate')).toBe('R|g|n|r|t')
    expect(found('rgnrt', 'Regenerate', false)).toBeNull()
    expect(found('rxz', 'Regenerate')).toBeNull()
    expect(found('ret', 'the rabbit that went away across the long empty fields at night')).toBeNull()
  })

  it('by all of its words, in any order', () => {
    expect(marked('chat new', 'New chat')).toBe('New|chat')
    expect(found('chat old', 'New chat')).toBeNull()
  })

  it('whatever its accents and its case', () => {
    expect(marked('creme brulee', 'Crème BRÛLÉE')).toBe('Crème|BRÛLÉE')
    expect(marked('ÜBER', 'Uber uns')).toBe('Uber')
    expect(marked('istanbul', 'İstanbul')).toBe('İstanbul')
    expect(marked('привет', 'Привет, мир')).toBe('Привет')
  })

  it('keeps every place where it was, also behind letters that are several units', () => {
    for (const text of ['😀 Crème', 'ﬁne ﬁre', '한국어 새 채팅', 'e\u0301te\u0301', 'ẞ und ß'])
      expect(fold(text), text).toHaveLength(text.length)
    expect(marked('creme', '😀 Crème')).toBe('Crème')
  })

  it('and data is never a pattern', () => {
    for (const query of ['.*', '[a', '\\', '(((', '%', '\u0000']) expect(found(query, 'New chat')).toBeNull()
    expect(found('', 'New chat')?.ranges).toEqual([])
  })
})

const entries = (...labels: string[]): Entry[] => labels.map((label) => ({ id: label, label }))
const source = (id: string, all: Entry[], loose = true): Source<Entry> => ({
  id,
  label: id,
  entries: all,
  most: 3,
  loose,
})
const shown = (sources: Source<Entry>[], query: string) =>
  matching(sources, query).map(({ id, shown }) => [id, ...shown.map(({ entry }) => entry.label)])

describe('the palette', () => {
  it('shows everything in its groups while nothing is written, and no empty group', () => {
    expect(shown([source('a', entries('Pin', 'Archive')), source('b', [])], '  ')).toEqual([
      ['a', 'Pin', 'Archive'],
    ])
  })

  it('shows the best first, in groups by their best, and as many as are wanted', () => {
    const actions = source('actions', entries('Regenerate', 'Rename', 'Archive all', 'Archive', 'Search'))
    const chats = source('chats', entries('The archive of Alexandria', 'Archimedes'), false)
    expect(shown([chats, actions], 'archive')).toEqual([
      ['actions', 'Archive', 'Archive all'],
      ['chats', 'The archive of Alexandria'],
    ])
    expect(shown([source('n', entries('a1', 'a2', 'a3', 'a4'))], 'a')).toEqual([['n', 'a1', 'a2', 'a3']])
  })

  it('finds by other words too, behind what is called so', () => {
    const theme = { id: 'theme', label: 'Theme', words: 'dark mode' }
    const all = source('all', [theme, ...entries('Dark chocolate')])
    expect(shown([all], 'dark')).toEqual([['all', 'Dark chocolate', 'Theme']])
    expect(shown([all], 'dark theme')).toEqual([['all', 'Theme']])
  })

  it('goes through 20,000 conversations while one types', () => {
    const many = Array.from({ length: 20_000 }, (_, n) => `Conversation ${n} über the ${n * 7} seas`)
    const all = source('chats', entries(...many), false)
    matching([all], 'warm')
    const start = performance.now()
    for (const query of ['s', 'se', 'sea', 'seas 139', 'uber 19999', 'nothing at all']) matching([all], query)
    // Six letters; a slow machine under load has plenty of room here.
    expect(performance.now() - start).toBeLessThan(1500)
    expect(shown([all], 'conversation 19999')[0]?.[1]).toBe(many[19_999])
  })
})
