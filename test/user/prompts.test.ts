/** Prompts of one person over real SQLite: versions, commands, counting, and what pages are told. */
import { beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '../../src/durable/sql.ts'
import { changePrompt, promptFrames, promptsOf, promptWith } from '../../src/durable/user/prompts.ts'
import { SCHEMA } from '../../src/durable/user/schema.ts'
import type { PromptChange, PromptFields } from '../../src/shared/prompt-acts.ts'
import { MAX_PROMPTS, MAX_VERSIONS } from '../../src/shared/prompts.ts'
import { nodeSql } from '../support/sql.ts'

const id = (n: number) => `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`
const DAY = 24 * 3600 * 1000
let sql: ReturnType<typeof nodeSql>
let now = 1000

beforeEach(() => {
  sql = nodeSql()
  migrate(sql, SCHEMA)
  now = 1000
})

const change = (n: number, what: PromptChange) => changePrompt(sql, id(n), what, ++now)
const write = (n: number, set: PromptFields, version?: [n: number, text: string, use?: boolean]) =>
  change(n, {
    what: 'write',
    set,
    ...(version && { version: { id: id(version[0]), text: version[1], use: version[2] ?? true } }),
  })
const codeOf = (done: ReturnType<typeof change>) => (done.ok ? null : done.fault.code)
const prompt = (n: number) => promptsOf(sql).find((one) => one.id === id(n))
const versions = (n: number) => {
  const found = promptWith(sql, id(n))
  return found.ok ? found.value.versions.map((one) => [one.n, one.text]) : null
}

describe('a prompt', () => {
  it('begins with a name and a text, and says what it was told', () => {
    expect(codeOf(write(1, { name: 'Poem' }))).toBe('bad_request')
    expect(codeOf(write(1, {}, [101, 'x']))).toBe('bad_request')
    expect(promptsOf(sql)).toEqual([])
    const done = write(1, { name: 'Poem', command: 'poem', starter: true }, [101, 'Write {{x}}'])
    expect(prompt(1)).toEqual({
      ...{ id: id(1), name: 'Poem', about: '', category: '', command: 'poem', starter: true, pinned: false },
      ...{ uses: 0, created: now, updated: now, version: id(101), text: 'Write {{x}}', versions: 1 },
    })
    expect(done).toMatchObject({ ok: true, value: [{ t: 'prompts', reset: false, items: [prompt(1)] }] })
  })

  it('has versions of which one is in use', () => {
    write(1, { name: 'Poem' }, [101, 'one'])
    write(1, {}, [102, 'two', false])
    write(1, { about: 'About' }, [103, 'three'])
    expect(prompt(1)).toMatchObject({ text: 'three', versions: 3, about: 'About' })
    change(1, { what: 'use', version: id(102) })
    expect(prompt(1)).toMatchObject({ text: 'two', version: id(102) })
    expect(codeOf(change(1, { what: 'drop-version', version: id(102) }))).toBe('conflict')
    expect(codeOf(change(1, { what: 'drop-version', version: id(103) }))).toBeNull()
    expect(codeOf(change(1, { what: 'drop-version', version: id(103) }))).toBeNull()
    write(1, {}, [104, 'four', false])
    // A number is not given twice.
    expect(versions(1)).toEqual([
      [4, 'four'],
      [2, 'two'],
      [1, 'one'],
    ])
    expect(promptWith(sql, id(104))).toMatchObject({ ok: true, value: { prompt: { id: id(1) } } })
  })

  it('that is written twice is written once', () => {
    for (let n = 0; n < 2; n++) write(1, { name: 'Poem', command: 'poem' }, [101, 'one'])
    expect(versions(1)).toEqual([[1, 'one']])
    write(2, { name: 'Other' }, [201, 'x'])
    expect(codeOf(write(2, { name: 'Taken' }, [101, 'x']))).toBe('conflict')
    expect(prompt(2)?.name).toBe('Other')
  })

  it('alone has its command', () => {
    write(1, { name: 'One', command: 'go' }, [101, 'x'])
    expect(codeOf(write(2, { name: 'Two', command: 'go' }, [201, 'x']))).toBe('conflict')
    write(2, { name: 'Two' }, [201, 'x'])
    write(3, { name: 'Three' }, [301, 'x'])
    expect(codeOf(write(2, { name: 'New', command: 'go' }))).toBe('conflict')
    expect(prompt(2)?.name).toBe('Two')
    expect(codeOf(write(1, { command: 'go' }))).toBeNull()
  })

  it('comes back after it was deleted, for a while, with its versions and without a command that has gone', () => {
    write(1, { name: 'One', command: 'go' }, [101, 'x'])
    expect(change(1, { what: 'drop' })).toMatchObject({ ok: true, value: [{ items: [], gone: [id(1)] }] })
    change(1, { what: 'drop' })
    expect(promptsOf(sql)).toEqual([])
    expect(codeOf(write(1, { name: 'No' }))).toBe('not_found')
    expect(codeOf(change(1, { what: 'count', use: id(9) }))).toBe('not_found')
    expect(promptWith(sql, id(1)).ok).toBe(false)
    expect(promptWith(sql, id(101)).ok).toBe(false)
    write(2, { name: 'Two', command: 'go' }, [201, 'x'])
    for (let n = 0; n < 2; n++) expect(codeOf(change(1, { what: 'restore' }))).toBeNull()
    expect(prompt(1)).toMatchObject({ name: 'One', command: '', versions: 1 })
    change(1, { what: 'drop' })
    promptFrames(sql, 0, now + DAY)
    expect(sql.all('SELECT * FROM prompt_version WHERE prompt = ?', id(1))).toEqual([])
    expect(codeOf(change(1, { what: 'restore' }))).toBe('not_found')
  })

  it('is counted once for each use', () => {
    write(1, { name: 'One' }, [101, 'x'])
    for (const use of [901, 902, 901, 902, 903]) change(1, { what: 'count', use: id(use) })
    expect(prompt(1)?.uses).toBe(3)
    for (let n = 0; n < 600; n++) change(1, { what: 'count', use: id(1000 + n) })
    expect(prompt(1)?.uses).toBe(603)
    expect(sql.all('SELECT count(*) AS n FROM prompt_use')).toEqual([{ n: 500 }])
  })
})

describe('limits', () => {
  it('end the versions of a prompt and the prompts of a person', () => {
    for (let n = 0; n < MAX_VERSIONS; n++) expect(write(1, { name: 'One' }, [100 + n, 'x']).ok).toBe(true)
    expect(codeOf(write(1, { name: 'Changed' }, [999, 'x']))).toBe('conflict')
    expect(prompt(1)).toMatchObject({ name: 'One', versions: MAX_VERSIONS })
    for (let n = 2; n <= MAX_PROMPTS; n++) write(n, { name: 'x' }, [1000 + n, 'x'])
    expect(codeOf(write(999, { name: 'x' }, [5000, 'x']))).toBe('conflict')
    change(1, { what: 'drop' })
    expect(codeOf(write(999, { name: 'x' }, [5000, 'x']))).toBeNull()
    expect(codeOf(change(1, { what: 'restore' }))).toBe('conflict')
  })
})

describe('a page', () => {
  const told = (since: number) => promptFrames(sql, since, now)

  it('that knows everything hears nothing, any other everything', () => {
    const [empty] = told(0)
    expect(empty).toMatchObject({ reset: true, items: [], more: false })
    write(1, { name: 'One' }, [101, 'x'])
    const [all] = told(empty!.clock)
    expect(all).toMatchObject({ reset: true, items: [{ name: 'One' }] })
    expect(told(all!.clock)).toMatchObject([{ reset: false, items: [] }])
    change(1, { what: 'drop' })
    expect(told(all!.clock)).toMatchObject([{ reset: true, items: [] }])
  })

  it('hears long ones in frames that a socket takes', () => {
    for (let n = 1; n <= 40; n++) write(n, { name: `P${n}` }, [1000 + n, 'é'.repeat(20_000)])
    const frames = told(0)
    expect(frames.map(({ reset, more }) => [reset, more])).toEqual([
      [true, true],
      [false, true],
      [false, true],
      [false, false],
    ])
    expect(frames.flatMap(({ items }) => items)).toHaveLength(40)
  })
})

it('keeps only the last of what is deleted, however much is made and deleted', () => {
  for (let n = 1; n <= 150; n++) {
    write(n, { name: `p${n}` }, [1000 + n, 'x'])
    change(n, { what: 'drop' })
  }
  const count = (table: string) => sql.all<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)[0]!.n
  expect([count('prompt'), count('prompt_version')]).toEqual([100, 100])
  expect(codeOf(change(150, { what: 'restore' }))).toBeNull()
  expect(codeOf(change(1, { what: 'restore' }))).toBe('not_found')
})
