/** Drafts of one person over real SQLite: two devices write, and neither loses a word. */
import { beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '../../src/durable/sql.ts'
import { draftOf, onDraft } from '../../src/durable/user/drafts.ts'
import { Library } from '../../src/durable/user/library.ts'
import { SCHEMA } from '../../src/durable/user/schema.ts'
import { newId } from '../../src/shared/ids.ts'
import { nodeSql } from '../support/sql.ts'

let sql: ReturnType<typeof nodeSql>
beforeEach(() => {
  sql = nodeSql()
  migrate(sql, SCHEMA)
})

const of = newId()
const write = (text: string, base: number, now = 1000, name = of) =>
  onDraft(sql, { t: 'draft', of: name, base, text }, now)
const ask = (name = of) => onDraft(sql, { t: 'draft-ask', of: name }, 0).mine

describe('a draft', () => {
  it('is kept and told to the other pages', () => {
    const { mine, others } = write('Hello', 0)
    expect(mine).toEqual({ t: 'draft-kept', of, at: 1000 })
    expect(others).toEqual({ t: 'draft', of, at: 1000, text: 'Hello' })
    expect(ask()).toEqual({ t: 'draft', of, at: 1000, text: 'Hello' })
  })

  it('is never written over by a page that did not know it', () => {
    write('From the phone', 0)
    const { mine, others } = write('From the desk', 0, 2000)
    expect(mine).toEqual({ t: 'draft', of, at: 1000, text: 'From the phone' })
    expect(others).toBeNull()
    expect(draftOf(sql, of).text).toBe('From the phone')
    // Now it knows, and writes on.
    expect(write('From the desk', 1000, 2000).mine).toEqual({ t: 'draft-kept', of, at: 2000 })
  })

  it('that is the same on both devices is no conflict, and costs no write', () => {
    write('Same', 0)
    expect(write('Same', 0, 2000)).toEqual({ mine: { t: 'draft-kept', of, at: 1000 }, others: null })
  })

  it('has a version of its own also within one millisecond', () => {
    write('a', 0)
    expect(write('ab', 1000).mine).toEqual({ t: 'draft-kept', of, at: 1001 })
  })

  it('that was sent is gone everywhere', () => {
    write('Hello', 0)
    const { mine, others } = write('', 1000, 2000)
    expect(mine).toEqual({ t: 'draft-kept', of, at: 0 })
    expect(others).toEqual({ t: 'draft', of, at: 0, text: '' })
    expect(ask()).toEqual({ t: 'draft', of, at: 0, text: '' })
  })

  it('goes with its conversation, and does not come back', () => {
    const library = new Library(sql)
    const item = { id: of, title: 'x', pick: null, created: 1, updated: 1, running: false }
    library.settle(of, 1, item, 1)
    write('Hello', 0)
    library.settle(of, 2, null, 2)
    expect(draftOf(sql, of).text).toBe('')
    write('Late', 1000)
    expect(draftOf(sql, of).text).toBe('')
  })

  it('is one of at most two hundred; the oldest go', () => {
    const names = Array.from({ length: 210 }, () => newId())
    for (const [n, name] of names.entries()) write('x', 0, 1000 + n, name)
    expect(sql.all('SELECT conversation FROM draft')).toHaveLength(200)
    expect(draftOf(sql, names[9]!).at).toBe(0)
    expect(draftOf(sql, names[10]!).at).toBeGreaterThan(0)
  })
})
