import { beforeEach, describe, expect, it } from 'vitest'
import type { News } from '../../src/durable/rpc.ts'
import { migrate } from '../../src/durable/sql.ts'
import { SCHEMA } from '../../src/durable/user/schema.ts'
import { Search } from '../../src/durable/user/search/search.ts'
import { newId } from '../../src/shared/ids.ts'
import type { SearchFilters } from '../../src/shared/search.ts'
import { nodeSql } from '../support/sql.ts'

const DAY = 24 * 3600 * 1000
const NOW = 1_790_000_000_000

let sql: ReturnType<typeof nodeSql>
let search: Search
let clock: number
const [RAIN, COOKING] = [newId(), newId()]

beforeEach(() => {
  sql = nodeSql()
  migrate(sql, SCHEMA)
  search = new Search(sql)
  clock = 0
})

function say(text: string, more: Partial<News['texts'][0]> & { conversation?: string } = {}): string {
  const { conversation = RAIN, ...rest } = more
  const id = newId()
  const told = { id, role: 'user' as const, model: null, created: NOW, text, ...rest }
  search.texts.take(conversation, { clock: ++clock, texts: [told], gone: [] })
  return told.id
}

const page = (query: string, filters: SearchFilters = {}) => search.find(query, filters, undefined, 20)!
const texts = (query: string, filters: SearchFilters = {}) =>
  page(query, filters).items.map(({ snippet }) => snippet.text)
/** The snippet of the first hit with its places in brackets. */
function marked(query: string): string | undefined {
  const hit = page(query).items[0]
  if (!hit) return undefined
  let [out, at] = ['', 0]
  for (const [from, to] of hit.snippet.ranges) {
    out += `${hit.snippet.text.slice(at, from)}[${hit.snippet.text.slice(from, to)}]`
    at = to
  }
  return out + hit.snippet.text.slice(at)
}

describe('finding', () => {
  it('[SE3] finds while a word is being typed, all words in any order', () => {
    say('The weather forecast for Lisbon')
    say('A forecast of prices')
    expect(texts('lisb')).toHaveLength(1)
    expect(texts('forec')).toHaveLength(2)
    expect(texts('lisbon forecast weath')).toEqual(['The weather forecast for Lisbon'])
    expect(texts('lis forecast')).toEqual([])
  })

  it('[SE3] folds case and accents both ways, also decomposed ones', () => {
    say('Crème brûlée für Zoë')
    say('cafe\u0301 au lait')
    expect(marked('creme BRULEE')).toBe('[Crème] [brûlée] für Zoë')
    expect(marked('zoe')).toBe('Crème brûlée für [Zoë]')
    expect(marked('café')).toBe('[cafe\u0301] au lait')
    expect(marked('CAF')).toBe('[caf]e\u0301 au lait')
  })

  it('[SE3] finds words of scripts without spaces, wherever they stand', () => {
    say('明日は東京タワーへ行きます')
    say('我们去北京大学看书')
    say('서울특별시에서 만나요')
    say('กรุงเทพมหานคร')
    say('हिन्दी में लिखा')
    expect(marked('東京')).toBe('明日は[東京]タワーへ行きます')
    expect(marked('タワー')).toBe('明日は東京[タワー]へ行きます')
    expect(marked('大学')).toBe('我们去北京[大学]看书')
    expect(marked('京大')).toBe('我们去北[京大]学看书')
    expect(texts('학대')).toEqual([])
    expect(marked('특별')).toBe('서울[특별]시에서 만나요')
    expect(texts('กรุงเทพ')).toHaveLength(1)
    expect(marked('हिन्दी')).toBe('[हिन्दी] में लिखा')
  })

  it('[SE3] forgives slips of the finger, and says so', () => {
    say('The definitive recipe for pancakes', { conversation: COOKING })
    say('The world receives an enormous television upstream')
    for (const typed of [
      'receives',
      'recieves',
      'recives',
      'receivves',
      'rrceives',
      'receivez',
      'recveives',
      'receievs',
    ])
      expect(texts(typed), typed).toHaveLength(1)
    for (const typed of ['telivision', 'televisoin', 'televizsion', 'wrold', 'worls', 'stream', 'pancaces'])
      expect(page(typed), typed).toMatchObject({ items: [{}], near: true })
    expect(marked('recieves wrold')).toBe('The [world] [receives] an enormous television upstream')
    expect(page('receives').near).toBe(false)
    expect(texts('zzzzzz')).toEqual([])
  })

  it('[SE3] takes a query as data, whatever it is', () => {
    say('An AND gate, "quoted" NEAR the end* (maybe) 🎉 party')
    for (const typed of [
      '"',
      '""',
      '"""',
      "'",
      '*',
      '* *',
      'AND',
      'NOT',
      'OR OR',
      'NEAR(a b)',
      '(',
      ')',
      'text:',
      'text: gate',
      '{text}:gate',
      '-gate',
      '^gate',
      'gate+party',
      'gate"*',
      '\\',
      '%',
      '_',
      ';--',
      '🎉',
      '🎉🎉 party',
      '\u0000',
      'gate\u0000party',
      '\ud800',
      'party \udfff',
      '\u202egate',
      'ﷺ',
      'İ',
      'ẞ',
      '1',
      'a',
      '́',
      'x'.repeat(10_240),
      'gate '.repeat(2048),
      '🎉'.repeat(5000),
      '東'.repeat(10_240),
      `${'"'.repeat(5000)}gate`,
      'a b c d e f g h i j k l m n o p q r s t u v w',
      Array.from({ length: 1500 }, (_, n) => `w${n}x`).join(' '),
      'recieve '.repeat(1300),
    ])
      expect(() => page(typed), JSON.stringify(typed.slice(0, 30))).not.toThrow()
    expect(texts('and gate')).toHaveLength(1)
    expect(texts('"quoted" near')).toHaveLength(1)
    expect(texts('gate"*')).toHaveLength(1)
    expect(texts('🎉')).toEqual([])
    expect(texts('')).toEqual([])
  })

  it('[SE3] ranks words side by side, whole words, titles and what is new before the rest', () => {
    say('rain in the morning and a coat', { created: NOW })
    say('a rain coat', { created: NOW })
    expect(texts('rain coat')[0]).toBe('a rain coat')
    say('umbrellas are sold', { created: NOW })
    say('an umbrella is sold', { created: NOW })
    expect(texts('umbrella')[0]).toBe('an umbrella is sold')
    say('old pyramid', { created: NOW - 900 * DAY })
    say('new pyramid', { created: NOW })
    expect(texts('pyramid')).toEqual(['new pyramid', 'old pyramid'])
    search.texts.entitle(COOKING, 'Pyramid of food', NOW - 300 * DAY)
    expect(page('pyramid').items[0]).toMatchObject({
      conversation: COOKING,
      message: null,
      title: 'Pyramid of food',
    })
  })

  it('[SE3] keeps to its filters', () => {
    say('blue whale', { created: NOW - 10 * DAY })
    say('blue wall', { role: 'assistant', model: 'gpt-9', created: NOW - 5 * DAY })
    say('blue wine', { conversation: COOKING, role: 'assistant', model: 'Ünï "x"', created: NOW })
    search.texts.entitle(COOKING, 'Blue food', NOW)
    expect(texts('blue')).toHaveLength(4)
    expect(texts('blue', { role: 'user' })).toEqual(['blue whale'])
    expect(texts('blue', { model: 'gpt-9' })).toEqual(['blue wall'])
    expect(texts('blue', { model: 'Ünï "x"' })).toEqual(['blue wine'])
    expect(texts('blue', { model: 'gpt' })).toEqual([])
    expect(texts('blue', { conversation: RAIN })).toHaveLength(2)
    expect(texts('blue', { conversation: COOKING, role: 'assistant' })).toEqual(['blue wine'])
    expect(texts('blue', { from: NOW - 5 * DAY, to: NOW - DAY })).toEqual(['blue wall'])
    expect(texts('blue', { to: NOW - 10 * DAY })).toEqual(['blue whale'])
    expect(texts('blue', { from: NOW }).sort()).toEqual(['Blue food', 'blue wine'])
  })

  it('[SE3] keeps to projects with their folders and to bookmarks, and out of the trash', () => {
    const [work, deep, tag] = [newId(), newId(), newId()]
    const listed = (id: string, project: string | null) =>
      sql.run(
        `INSERT INTO conversation (id, version, clock, gone, created, updated, running, project) VALUES (?, 1, 1, 0, 1, 1, 0, ?)`,
        id,
        project,
      )
    const folder = (id: string, parent: string | null) =>
      sql.run(
        "INSERT INTO project (id, name, about, color, parent, folded, place) VALUES (?, 'x', '', 'gray', ?, 0, 1)",
        id,
        parent,
      )
    folder(work, null)
    folder(deep, work)
    listed(RAIN, deep)
    listed(COOKING, null)
    sql.run('INSERT INTO tagged VALUES (?, ?)', tag, COOKING)
    say('green in rain')
    say('green in soup', { conversation: COOKING })
    expect(texts('green', { project: work })).toEqual(['green in rain'])
    expect(texts('green', { project: deep })).toEqual(['green in rain'])
    expect(texts('green', { project: newId() })).toEqual([])
    expect(texts('green', { tag })).toEqual(['green in soup'])
    expect(texts('green', { tag, project: work })).toEqual([])
    sql.run('UPDATE conversation SET trashed = 5 WHERE id = ?', RAIN)
    expect(texts('green')).toEqual(['green in soup'])
    sql.run('UPDATE conversation SET trashed = NULL, gone = 2 WHERE id = ?', RAIN)
    expect(texts('green')).toEqual(['green in soup'])
  })

  it('[SE3] pages through everything once, also past what is ranked together', () => {
    const all = new Set<string>()
    search.texts.take(RAIN, {
      clock: ++clock,
      gone: [],
      texts: Array.from({ length: 950 }, (_, n) => {
        const id = newId()
        all.add(id)
        return {
          id,
          role: 'user',
          model: null,
          created: NOW + (n % 7) * DAY,
          text: `drop ${'drop '.repeat(n % 5)} ${n}`,
        }
      }),
    })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const next = search.find('drop', {}, cursor, 30)!
      seen.push(...next.items.map(({ message }) => message!))
      cursor = next.nextCursor ?? undefined
      // What comes meanwhile is not in the way.
      say('drop late', { created: NOW + 20 * DAY })
    } while (cursor)
    expect(seen).toHaveLength(950)
    expect(new Set(seen)).toEqual(all)
    for (const foreign of ['', 'x', "' OR 1", 'w_1_1', 'w_1_1_1_1', 'w_1_e_1', `w_${'9'.repeat(99)}_1_1`])
      expect(search.find('drop', {}, foreign, 30), foreign).toBeNull()
  })

  it('[SE3] shows the passage that matches, and where, as data', () => {
    say(
      `${'Nothing here is of any interest. '.repeat(50)}<b>Volcano</b> in\nIceland ${'and more of it. '.repeat(50)}`,
    )
    const { text, ranges } = page('iceland volc').items[0]!.snippet
    expect(text.length).toBeLessThan(220)
    expect(ranges.map(([from, to]) => text.slice(from, to))).toEqual(['Volc', 'Iceland'])
    expect(text).toMatch(/^….*<b>Volcano<\/b> in Iceland.*…$/)
  })
})

describe('keeping up', () => {
  it('[SE2] follows edits, deletions, names and erased conversations', () => {
    const id = say('first draft of umbrella')
    say('second thoughts of galoshes', { id })
    expect(texts('umbrella')).toEqual([])
    expect(texts('galoshes')).toHaveLength(1)
    search.texts.entitle(RAIN, 'Monsoon', NOW)
    search.texts.entitle(RAIN, 'Drizzle', NOW)
    expect(texts('monsoon')).toEqual([])
    expect(page('galoshes').items[0]).toMatchObject({
      title: 'Drizzle',
      message: id,
      role: 'user',
      created: NOW,
    })
    search.texts.take(RAIN, { clock: ++clock, texts: [], gone: [id] })
    expect(texts('galoshes')).toEqual([])
    say('sou\u2019wester')
    search.texts.erase(RAIN)
    expect([texts('drizzle'), texts('wester')]).toEqual([[], []])
    say('ghost')
    expect(texts('ghost')).toEqual([])
  })

  it('[SE2] news that comes late from a life that ended changes nothing', () => {
    const id = newId()
    const told = (text: string) => [{ id, role: 'user' as const, model: null, created: NOW, text }]
    search.texts.take(RAIN, { clock: 7, texts: told('newer words'), gone: [] })
    search.texts.take(RAIN, { clock: 6, texts: told('older words'), gone: [] })
    search.texts.take(RAIN, { clock: 7, texts: told('newer words'), gone: [] })
    expect(texts('words')).toEqual(['newer words'])
  })

  it('[SE2] what is deleted leaves nothing behind, not even its words for misspelt ones', () => {
    const id = say('the password is xylophonically secret')
    say('another secret')
    search.texts.take(RAIN, { clock: ++clock, texts: [], gone: [id] })
    for (const { name } of sql.all<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'search_%' AND sql NOT LIKE 'CREATE VIRTUAL%'",
    )) {
      const held = sql.all(`SELECT * FROM ${name}`).map((row) =>
        Object.values(row)
          .map((value) =>
            value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : String(value),
          )
          .join(' '),
      )
      expect(held.join('\n').toLowerCase(), name).not.toMatch(/xylo|lopho|phoni/)
    }
    expect(sql.all('SELECT word FROM search_word ORDER BY word')).toEqual([
      { word: 'another' },
      { word: 'secret' },
    ])
  })

  it('[SE2] messages of one moment, and of strange times, all have their place', () => {
    const ids = Array.from({ length: 2100 }, () => newId())
    search.texts.take(RAIN, {
      clock: ++clock,
      gone: [],
      texts: ids.map((id, n) => ({
        id,
        role: 'user',
        model: null,
        created: n < 2090 ? NOW : [-5, 0, 1e15, 9e12, 0.5][n % 5]!,
        text: 'crowd',
      })),
    })
    expect(sql.all<{ n: number }>('SELECT count(*) AS n FROM search_text')).toEqual([{ n: 2100 }])
    expect(page('crowd').items).toHaveLength(20)
  })
})
