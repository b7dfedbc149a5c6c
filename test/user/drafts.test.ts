/** Drafts of one person over real SQLite: two devices write, and neither loses a word. */
import { beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '../../src/durable/sql.ts'
import { draftOf, onDraft, serveDraft } from '../../src/durable/user/drafts.ts'
import { Library } from '../../src/durable/user/library.ts'
import { SCHEMA } from '../../src/durable/user/schema.ts'
import { newId } from '../../src/shared/ids.ts'
import { DOT_PNG, sizeOf } from '../support/pictures.ts'
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
    expect(others).toEqual({ t: 'draft', of, at: 1000, text: 'Hello', files: [] })
    expect(ask()).toEqual({ t: 'draft', of, at: 1000, text: 'Hello', files: [] })
  })

  it('is never written over by a page that did not know it', () => {
    write('From the phone', 0)
    const { mine, others } = write('From the desk', 0, 2000)
    expect(mine).toEqual({ t: 'draft', of, at: 1000, text: 'From the phone', files: [] })
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
    expect(others).toEqual({ t: 'draft', of, at: 0, text: '', files: [] })
    expect(ask()).toEqual({ t: 'draft', of, at: 0, text: '', files: [] })
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

describe('the files of a draft', () => {
  const file = (text: string, size = new TextEncoder().encode(text).length) => ({
    type: 'file' as const,
    id: newId(),
    name: 'notes.txt',
    mime: 'text/plain',
    size,
    preview: text.slice(0, 300),
  })
  type File = ReturnType<typeof file>
  const attach = (files: File[], base = 0, now = 1000, name = of) =>
    onDraft(sql, { t: 'draft', of: name, base, text: '', files }, now)
  const piece = (id: string, at: number, text: string, name = of) =>
    onDraft(sql, { t: 'draft-file', of: name, id, at, text }, 0)
  const fetched = (id: string, name = of) =>
    serveDraft(sql, new Request(`https://object/?draft=${name}&file=${id}`))
  const rows = () =>
    [sql.all('SELECT * FROM draft_file'), sql.all('SELECT * FROM draft_text')].map(({ length }) => length)

  it('come in pieces, are told when they are whole, and are a download', async () => {
    const one = file('one, zwölf')
    const { mine, others } = attach([one])
    expect(mine).toEqual({ t: 'draft-kept', of, at: 1000, lacks: [{ id: one.id, at: 0 }] })
    expect(others).toMatchObject({ t: 'draft', files: [one], lacks: [{ id: one.id, at: 0 }] })
    expect(fetched(one.id).status).toBe(404)
    expect(piece(one.id, 0, 'one, ')).toEqual({
      mine: { t: 'draft-file', of, id: one.id, at: 5, whole: false },
      others: null,
    })
    expect(ask()).toMatchObject({ lacks: [{ id: one.id, at: 5 }] })
    const last = { t: 'draft-file', of, id: one.id, at: 10, whole: true }
    expect(piece(one.id, 5, 'zwölf')).toEqual({ mine: last, others: last })
    expect(ask()).not.toHaveProperty('lacks')
    const answer = fetched(one.id)
    expect(await answer.text()).toBe('one, zwölf')
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="notes.txt"/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('are pictures as well, which are shown, and of which no copy stays behind', async () => {
    const one = { ...file('', sizeOf(DOT_PNG)), name: 'dot.png', mime: 'image/png' }
    attach([one])
    expect(piece(one.id, 0, DOT_PNG.slice(0, 40)).mine).toMatchObject({ at: 40, whole: false })
    expect(piece(one.id, 40, DOT_PNG.slice(40)).mine).toMatchObject({ at: DOT_PNG.length, whole: true })
    const answer = fetched(one.id)
    expect(await answer.bytes()).toHaveLength(one.size)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    // What says it is a picture and is none cannot be had.
    const odd = { ...file('!<b>'), mime: 'image/png', size: 3 }
    attach([odd], 1000, 2000)
    piece(odd.id, 0, '!<b>')
    expect(fetched(odd.id).status).toBe(404)
  })

  it('are the same when a piece comes again, or too early, and go on where they ended', async () => {
    const one = file('abcdef')
    attach([one])
    piece(one.id, 0, 'abc')
    expect(piece(one.id, 0, 'abc').mine).toMatchObject({ at: 3, whole: false })
    expect(piece(one.id, 5, 'f').mine).toMatchObject({ at: 3, whole: false })
    piece(one.id, 3, 'def')
    expect(piece(one.id, 3, 'def')).toMatchObject({ mine: { at: 6, whole: true }, others: null })
    expect(await fetched(one.id).text()).toBe('abcdef')
  })

  it('are only those that a draft names, and no larger than it says', () => {
    expect(piece(newId(), 0, 'x').mine).toMatchObject({ at: null })
    const one = file('abc')
    attach([one])
    expect(piece(one.id, 0, 'abcd').mine).toMatchObject({ at: null })
    expect(piece(one.id, 0, 'abc', newId()).mine).toMatchObject({ at: null })
    expect(rows()).toEqual([1, 0])
    expect(fetched('new').status).toBe(404)
    expect(fetched(one.id, "' OR 1=1").status).toBe(404)
  })

  it('go when they are taken off, and when the draft is sent, replaced, pushed out or erased', () => {
    const [one, two] = [file('one'), file('two')]
    attach([one, two])
    piece(one.id, 0, one.preview)
    piece(two.id, 0, two.preview)
    expect(rows()).toEqual([2, 2])
    attach([two], 1000, 2000)
    expect(rows()).toEqual([1, 1])
    expect(fetched(one.id).status).toBe(404)
    attach([], 2000, 3000)
    expect(rows()).toEqual([0, 0])

    attach([one], 0, 4000)
    piece(one.id, 0, one.preview)
    for (let n = 0; n < 200; n++) write('x', 0, 5000 + n, newId())
    expect(rows()).toEqual([0, 0])

    attach([one], 0, 9000)
    piece(one.id, 0, one.preview)
    const library = new Library(sql)
    library.settle(of, 1, { id: of, title: 'x', pick: null, created: 1, updated: 1, running: false }, 1)
    library.settle(of, 2, null, 2)
    expect(rows()).toEqual([0, 0])
  })

  it('are twenty million bytes over all drafts; what goes beyond stays where it was chosen', () => {
    const big = () => file('x', 5_000_000)
    const four = [big(), big(), big(), big()]
    const [five, small] = [big(), file('y')]
    expect(attach(four.slice(0, 2)).mine).not.toHaveProperty('full')
    const other = newId()
    expect(attach([...four.slice(2), five], 0, 1000, other).mine).toMatchObject({ full: [five.id] })
    expect(draftOf(sql, other).files).toEqual(four.slice(2))
    // The same again is no conflict and no write.
    expect(attach([...four.slice(2), five], 0, 2000, other)).toMatchObject({
      mine: { t: 'draft-kept', at: 1000, full: [five.id] },
      others: null,
    })
    expect(attach([small], 0, 1000, newId()).mine).toMatchObject({ full: [small.id] })
    attach([], 1000, 3000)
    expect(attach([...four.slice(2), five], 1000, 4000, other).mine).not.toHaveProperty('full')
  })

  it('are never written over by a page that did not know them', () => {
    const [mine, theirs] = [file('mine'), file('theirs')]
    attach([theirs])
    piece(theirs.id, 0, 'theirs')
    expect(attach([mine], 0, 2000)).toMatchObject({
      mine: { t: 'draft', at: 1000, files: [theirs] },
      others: null,
    })
    expect(fetched(theirs.id).status).toBe(200)
  })

  it('stay when a page from before there were any writes on', () => {
    const one = file('one')
    attach([one])
    write('text', 1000, 2000)
    expect(draftOf(sql, of)).toMatchObject({ text: 'text', files: [one] })
    write('', 2000, 3000)
    expect(rows()).toEqual([0, 0])
  })
})
