/** Presets of one person over real SQLite; and bookmarks and projects that come back after they were deleted. */
import { beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '../../src/durable/sql.ts'
import { act } from '../../src/durable/user/acts.ts'
import { Library } from '../../src/durable/user/library.ts'
import { presetFrames, presetsOf, standardPreset } from '../../src/durable/user/presets.ts'
import { instructionsOf, projectsOf } from '../../src/durable/user/projects.ts'
import { SCHEMA } from '../../src/durable/user/schema.ts'
import { Shelves } from '../../src/durable/user/shelf.ts'
import { tagsOf } from '../../src/durable/user/tags.ts'
import { newId } from '../../src/shared/ids.ts'
import type { LibraryAct } from '../../src/shared/library.ts'
import { MAX_PRESETS, type PresetChange } from '../../src/shared/presets.ts'
import { nodeSql } from '../support/sql.ts'

const PICK = { endpoint: 'openAI', model: 'gpt-5' }

let sql: ReturnType<typeof nodeSql>
let library: Library
let shelves: Shelves

beforeEach(() => {
  sql = nodeSql()
  migrate(sql, SCHEMA)
  library = new Library(sql)
  shelves = new Shelves(sql, library)
})

const run = (what: LibraryAct, now = 5000) => act(sql, library, shelves, what, now)
const preset = (id: string, change: PresetChange, now?: number) => run({ do: 'preset', id, change }, now)
const make = (id: string, name = 'Mine') => preset(id, { what: 'write', set: { name, pick: PICK } })
const names = () => presetsOf(sql).map(({ name }) => name)

describe('presets', () => {
  it('are made at the end, changed in part, and the same when it is said twice', () => {
    const [a, b] = [newId(), newId()]
    make(a, 'One')
    make(b, 'Two')
    make(b, 'Two')
    const setup = { instructions: 'Be brief.', options: { temperature: 0.2 } }
    const told = preset(a, { what: 'write', set: { setup } })
    expect(told).toMatchObject({ ok: true, value: [{ order: [a, b], items: [{ name: 'One', setup }] }] })
    expect(names()).toEqual(['One', 'Two'])
  })

  it('one of them, and only one, is what new conversations begin with', () => {
    const [a, b] = [newId(), newId()]
    make(a, 'One')
    make(b, 'Two')
    preset(a, { what: 'standard', on: true })
    preset(b, { what: 'standard', on: true })
    expect(standardPreset(sql)?.id).toBe(b)
    preset(b, { what: 'standard', on: false })
    expect(standardPreset(sql)).toBeNull()
  })

  it('come back as they were, but not as a second standard', () => {
    const [a, b] = [newId(), newId()]
    make(a, 'One')
    make(b, 'Two')
    preset(a, { what: 'standard', on: true })
    preset(a, { what: 'drop' })
    preset(a, { what: 'drop' })
    expect(names()).toEqual(['Two'])
    preset(b, { what: 'standard', on: true })
    preset(a, { what: 'restore' })
    preset(a, { what: 'restore' })
    expect(names()).toEqual(['One', 'Two'])
    expect(standardPreset(sql)?.id).toBe(b)
  })

  it('are forgotten a day after they were deleted', () => {
    const a = newId()
    make(a)
    preset(a, { what: 'drop' }, 1000)
    make(newId(), 'Other')
    expect(preset(a, { what: 'restore' }, 1000 + 24 * 3600 * 1000)).toMatchObject({ ok: false })
  })

  it('are in the order they were put in', () => {
    const ids = [newId(), newId(), newId()]
    for (const [n, id] of ids.entries()) make(id, String(n))
    run({ do: 'order', of: 'preset', ids: [ids[2]!, ids[0]!] })
    expect(names()).toEqual(['2', '0', '1'])
  })

  it('need a name and a model, and there are only so many', () => {
    expect(preset(newId(), { what: 'write', set: { name: 'No model' } })).toMatchObject({ ok: false })
    for (let n = 0; n < MAX_PRESETS; n++) make(newId(), String(n))
    expect(make(newId())).toMatchObject({ ok: false, fault: { code: 'conflict' } })
  })

  it('travel in frames that are never too large', () => {
    const setup = { instructions: 'x'.repeat(90_000) }
    for (let n = 0; n < 7; n++)
      preset(newId(), { what: 'write', set: { name: String(n), pick: PICK, setup } })
    const frames = presetFrames(sql)
    expect(frames.map(({ items }) => items.length)).toEqual([2, 2, 2, 1])
    expect(frames.every(({ order }) => order.length === 7)).toBe(true)
  })
})

describe('deletions taken back', () => {
  const [tag, other, project, inner] = [newId(), newId(), newId(), newId()]
  const tell = (count: number) => {
    const ids = Array.from({ length: count }, () => newId())
    const item = { title: 'x', pick: null, created: 1, updated: 1, running: false }
    sql.transaction(() => {
      for (const id of ids) library.settle(id, 1, { id, ...item }, 1000)
    })
    return ids
  }
  const at = (id: string) => library.find(id).item!

  it('a bookmark comes back with its name, its place and all its conversations', () => {
    const ids = tell(3)
    run({ do: 'tag', id: tag, set: { name: 'Work', about: 'daily' } })
    run({ do: 'tag', id: other, set: { name: 'Play' } })
    run({ do: 'arrange', ids, set: { tag: [tag] } })
    run({ do: 'drop-tag', id: tag })
    expect(run({ do: 'drop-tag', id: tag })).toMatchObject({ ok: true })
    expect(at(ids[0]!).tags).toEqual([])
    run({ do: 'restore-tag', id: tag })
    run({ do: 'restore-tag', id: tag })
    expect(tagsOf(sql)[0]).toMatchObject({ id: tag, name: 'Work', about: 'daily', count: 3 })
    expect(ids.map((id) => at(id).tags)).toEqual([[tag], [tag], [tag]])
  })

  it('a bookmark does not come back beside another one of its name', () => {
    run({ do: 'tag', id: tag, set: { name: 'Work' } })
    run({ do: 'drop-tag', id: tag })
    run({ do: 'tag', id: other, set: { name: 'work' } })
    expect(run({ do: 'restore-tag', id: tag })).toMatchObject({ ok: false, fault: { code: 'conflict' } })
  })

  it('a project comes back with its look, its instructions, its folders and what went nowhere else', () => {
    const ids = tell(3)
    const set = { name: 'House', color: 'red', instructions: 'Measure twice.', pick: PICK } as const
    run({ do: 'project', id: project, set })
    run({ do: 'project', id: inner, set: { name: 'Roof', parent: project } })
    run({ do: 'arrange', ids, set: { project } })
    run({ do: 'drop-project', id: project })
    expect(projectsOf(sql)).toMatchObject([{ id: inner, parent: null }])
    run({ do: 'arrange', ids: [ids[0]!], set: { project: inner } })
    // Its room is not to forget where it was: nobody would tell it when that is taken back.
    expect(library.placed(ids[1]!).project).toBe(project)
    run({ do: 'restore-project', id: project })
    expect(projectsOf(sql)[0]).toMatchObject({ color: 'red', instructed: true, pick: PICK, count: 2 })
    expect(projectsOf(sql)[1]).toMatchObject({ id: inner, parent: project })
    expect(instructionsOf(sql, project)).toBe('Measure twice.')
    expect(ids.map((id) => at(id).project)).toEqual([inner, project, project])
  })

  it('thousands of conversations come back at once', () => {
    const ids = tell(3000)
    run({ do: 'project', id: project, set: { name: 'All' } })
    sql.run('UPDATE conversation SET project = ?', project)
    const dropped = run({ do: 'drop-project', id: project })
    expect(at(ids[7]!).project).toBeNull()
    const back = run({ do: 'restore-project', id: project })
    expect(projectsOf(sql)[0]?.count).toBe(3000)
    // Too many to be told one by one: the list begins anew.
    expect(dropped).toMatchObject({ value: [{ t: 'library', reset: true }, { t: 'shelves' }] })
    expect(back).toMatchObject({ value: [{ t: 'shelves' }, { t: 'library', reset: true }] })
  })
})

it('[PR1] a conversation that begins in a project is in it when the list hears of it, if there is such a project', () => {
  const [project, a, b] = [newId(), newId(), newId()]
  run({ do: 'project', id: project, set: { name: 'House' } })
  const item = { title: 'x', pick: null, created: 1, updated: 1, running: false }
  library.settle(a, 1, { ...item, id: a, home: project }, 1)
  library.settle(b, 1, { ...item, id: b, home: newId() }, 1)
  expect(library.placed(a)).toMatchObject({ project })
  run({ do: 'arrange', ids: [a], set: { project: null } })
  library.settle(a, 2, { ...item, id: a, home: project }, 1)
  expect(library.placed(a)).toMatchObject({ project: null })
  expect(library.placed(b)).toMatchObject({ project: null })
})
