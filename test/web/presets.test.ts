/** Presets on the page, what a new conversation begins with, and a panel that is turned while somebody looks. */
import { effect, signal } from '@preact/signals'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import type { Preset } from '../../src/shared/presets.ts'
import type { UserClientFrame } from '../../src/shared/protocol.ts'
import type { Setup } from '../../src/shared/setup.ts'
import type { Project } from '../../src/shared/shelf.ts'
import { createBeginning } from '../../src/web/models/beginning.ts'
import { LibraryModel } from '../../src/web/models/library.ts'
import { createPresets } from '../../src/web/models/presets.ts'
import { ShelvesModel } from '../../src/web/models/shelves.ts'
import { createTuning } from '../../src/web/models/tuning.ts'

const PICK = { endpoint: 'openAI', model: 'gpt-5' }
const preset = (name: string): Preset => ({ id: newId(), name, pick: PICK, setup: { instructions: name } })

function page(standard: Preset | null = null, projects: Project[] = []) {
  const sent: UserClientFrame[] = []
  const send = (frame: UserClientFrame) => {
    sent.push(frame)
    return true
  }
  const library: LibraryModel = new LibraryModel({
    items: [],
    nextCursor: null,
    clock: 1,
    send,
    projects: () => projects,
  })
  const shelves = new ShelvesModel({ tags: [], projects, pending: () => library.pending })
  const presets = createPresets({ standard, library, send })
  const beginning = createBeginning({ library, shelves, presets })
  const names = () => presets.list.value.map(({ name }) => name)
  return { sent, library, presets, beginning, names }
}

const project = (change: Partial<Project>): Project => ({
  ...{ id: newId(), name: 'House', about: '', color: 'blue', parent: null, folded: false, count: 0 },
  ...{ pick: null, preset: null, instructed: false },
  ...change,
})

describe('presets', () => {
  it('are drawn at once, and taken back when the server says no', () => {
    const { presets, names, library, sent } = page()
    const one = preset('One')
    void presets.change(one.id, { what: 'write', set: one })
    expect(names()).toEqual(['One'])
    void presets.change(one.id, { what: 'drop' })
    expect(names()).toEqual([])
    const [, drop] = sent as { re: string }[]
    library.answer({ t: 'error', re: drop!.re, code: 'conflict' })
    expect(names()).toEqual(['One'])
  })

  it('are asked for once, and again when the connection is back', () => {
    const { presets, sent } = page()
    presets.resume()
    expect(sent).toEqual([])
    presets.need()
    presets.need()
    presets.resume()
    expect(sent).toEqual([{ t: 'presets' }, { t: 'presets' }])
  })

  it('come in parts, and are ordered on another device', () => {
    const { presets, names } = page()
    const [a, b] = [preset('A'), preset('B')]
    presets.take({ t: 'presets', order: [a.id, b.id], standard: null, items: [a] })
    expect(names()).toEqual(['A'])
    presets.take({ t: 'presets', order: [a.id, b.id], standard: b.id, items: [b] })
    presets.take({ t: 'presets', order: [b.id, a.id], standard: b.id, items: [] })
    expect(names()).toEqual(['B', 'A'])
    expect(presets.usual.value).toBe(b.id)
  })
})

describe('a new conversation', () => {
  it('begins with the preset of its person, unless the project it begins in says otherwise', () => {
    const usual = preset('Usual')
    const other = { endpoint: 'anthropic', model: 'claude' }
    const own = project({ pick: other })
    const { library, beginning } = page(usual, [own])
    expect(beginning.value).toMatchObject({ pick: PICK, setup: { preset: { name: 'Usual' } } })
    library.show({ shelf: 'list', project: own.id })
    expect(beginning.value).toEqual({ project: own.id, pick: other, setup: {} })
  })

  it('begins with the preset of its project as soon as that is known', () => {
    const inside = preset('Inside')
    const own = project({ preset: inside.id })
    const { library, beginning, presets, sent } = page(preset('Usual'), [own])
    library.show({ shelf: 'list', project: own.id })
    expect(beginning.value.setup.preset?.name).toBe('Usual')
    expect(sent).toContainEqual({ t: 'presets' })
    presets.take({ t: 'presets', order: [inside.id], standard: null, items: [inside] })
    expect(beginning.value.setup.preset?.name).toBe('Inside')
  })
})

describe('the panel', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function turned() {
    const setup = signal<Setup>({ options: { seed: 3 } })
    const told: Setup[] = []
    const tuning = createTuning({
      setup,
      setUp(next) {
        told.push(next)
        setup.value = next
      },
    })
    return { setup, told, tuning }
  }

  it('shows at once what is turned, and sends it when the hand rests', () => {
    const { told, tuning } = turned()
    const shown: (number | undefined)[] = []
    effect(() => void shown.push(tuning.setup.value.options?.temperature))
    for (const at of [0.9, 0.8, 0.7]) tuning.set('temperature', at)
    expect(shown).toEqual([undefined, 0.9, 0.8, 0.7])
    expect(told).toEqual([])
    vi.advanceTimersByTime(400)
    expect(told).toEqual([{ options: { seed: 3, temperature: 0.7 } }])
  })

  it('sends at once when somebody leaves it, and forgets what is the default again', () => {
    const { told, tuning } = turned()
    tuning.instruct('Be brief.')
    tuning.set('seed', undefined)
    tuning.flush()
    tuning.flush()
    expect(told).toEqual([{ instructions: 'Be brief.' }])
    tuning.instruct('  ')
    tuning.flush()
    expect(told.at(-1)).toEqual({})
  })

  it('follows what another device sets', () => {
    const { setup, tuning } = turned()
    setup.value = { options: { seed: 4 } }
    expect(tuning.setup.value).toEqual({ options: { seed: 4 } })
  })
})
