/** Prompts in the page: frames, what is done before the server has said yes, finding, editing, files, addresses. */
import { signal } from '@preact/signals'
import { describe, expect, it } from 'vitest'
import type { ModelInfo } from '../../src/shared/catalog.ts'
import type { LibraryAct } from '../../src/shared/library.ts'
import type { Prompt } from '../../src/shared/prompts.ts'
import type { UserClientFrame, UserFrame } from '../../src/shared/protocol.ts'
import { modelOf, wishOf, withoutWish } from '../../src/web/models/address.ts'
import { type Op, opOf } from '../../src/web/models/library-acts.ts'
import { anyEdits, commandOf, edit, editOf, faultsOf, NOTHING } from '../../src/web/models/prompt-edit.ts'
import { promptsFile, promptsIn } from '../../src/web/models/prompt-file.ts'
import { findPrompts } from '../../src/web/models/prompt-find.ts'
import { createPrompts } from '../../src/web/models/prompts.ts'
import { slashOf } from '../../src/web/models/slash.ts'

const id = (n: number) => `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`
const prompt = (n: number, change: Partial<Prompt> = {}): Prompt => ({
  ...{ id: id(n), name: `Prompt ${n}`, about: '', category: '', command: '', starter: false, pinned: false },
  ...{ uses: 0, created: n, updated: n, version: id(100 + n), text: `Text ${n}`, versions: 1 },
  ...change,
})

type Frame = Extract<UserFrame, { t: 'prompts' }>

/** The model with a link and a library of the test's own. */
function open() {
  const sent: UserClientFrame[] = []
  const frames = signal<Frame | null>(null)
  const online = signal(true)
  const pending = signal<readonly Op[]>([])
  const model = createPrompts({
    link: { send: (frame) => sent.push(frame) > 0, online, prompts: frames },
    library: {
      pending,
      act(what: LibraryAct) {
        pending.value = [...pending.peek(), opOf(id(900 + pending.peek().length), what, 7)]
        return Promise.resolve(null)
      },
    },
  })
  const hear = (frame: Partial<Frame>) => {
    frames.value = { t: 'prompts', clock: 1, reset: false, items: [], gone: [], more: false, ...frame }
  }
  const answered = () => {
    pending.value = []
  }
  return { model, sent, hear, online, answered, names: () => model.all.value.map(({ name }) => name) }
}

describe('frames', () => {
  it('are put together, and asked for again only from where they ended', () => {
    const { model, sent, hear, online, names } = open()
    hear({ items: [prompt(9)] })
    expect(model.loaded.value).toBe(false)
    hear({ reset: true, items: [prompt(2)], more: true, clock: 5 })
    expect(model.loaded.value).toBe(false)
    hear({ items: [prompt(1), prompt(3, { pinned: true })], clock: 5 })
    expect(names()).toEqual(['Prompt 3', 'Prompt 1', 'Prompt 2'])
    hear({ items: [prompt(2, { name: 'A' })], gone: [id(3)], clock: 6 })
    expect(names()).toEqual(['A', 'Prompt 1'])
    online.value = false
    online.value = true
    expect(sent).toEqual([
      { t: 'prompts', since: 0 },
      { t: 'prompts', since: 6 },
    ])
  })
})

describe('what is done here', () => {
  it('shows at once and stays when the server says the same', async () => {
    const { model, hear, names, answered } = open()
    hear({ reset: true, items: [prompt(1)] })
    void model.write(id(2), { name: 'New', starter: true }, { id: id(102), text: 'x', use: true })
    void model.write(id(1), { name: 'Renamed' }, { id: id(111), text: 'kept back', use: false })
    expect(names()).toEqual(['New', 'Renamed'])
    expect(model.find(id(1))?.text).toBe('Text 1')
    expect(model.starters.value.map(({ id }) => id)).toEqual([id(2)])
    hear({ items: [prompt(2, { name: 'New' }), prompt(1, { name: 'Renamed' })], clock: 3 })
    answered()
    expect(names()).toEqual(['New', 'Renamed'])
  })

  it('is taken back, and a deletion undone from what was known', () => {
    const { model, hear, names, answered } = open()
    hear({ reset: true, items: [prompt(1), prompt(2)] })
    void model.drop(id(1))
    expect(names()).toEqual(['Prompt 2'])
    hear({ gone: [id(1)], clock: 2 })
    void model.restore(id(1))
    expect(names()).toEqual(['Prompt 1', 'Prompt 2'])
    answered()
    expect(names()).toEqual(['Prompt 2'])
  })

  it('of starters shows the first four, pinned and used ones first', () => {
    const { model, hear } = open()
    const items = [1, 2, 3, 4, 5].map((n) => prompt(n, { starter: true, uses: n, pinned: n === 2 }))
    hear({ reset: true, items: [...items, prompt(6)] })
    expect(model.starters.value.map(({ created }) => created)).toEqual([2, 5, 4, 3])
  })
})

describe('a slash', () => {
  it('calls only where it begins a message', () => {
    expect(['/', '/exp', '/two words', '//'].map(slashOf)).toEqual(['', 'exp', 'two words', '/'])
    expect([' /x', 'a /x', '/ x', '/x\ny', `/${'x'.repeat(61)}`, '']).toSatisfy((all: string[]) =>
      all.every((text) => slashOf(text) === null),
    )
  })

  it('finds by command, name, word and what it is for, in this order', () => {
    const all = [
      prompt(1, { name: 'Other', about: 'explains' }),
      prompt(2, { name: 'We explain' }),
      prompt(3, { name: 'Éxplain it', uses: 3 }),
      prompt(4, { name: 'Z', command: 'explain' }),
      prompt(5, { name: 'Unexplained' }),
      prompt(6, { name: 'Explain', uses: 9 }),
    ]
    const found = (words: string) => findPrompts(all, words).map(({ created }) => created)
    expect(found('explain')).toEqual([4, 6, 3, 2, 5, 1])
    expect(found('EXPLAIN I')).toEqual([3])
    expect(found('nothing')).toEqual([])
    expect(found('')[0]).toBe(6)
  })
})

describe('editing', () => {
  it('keeps what was changed, and nothing that is as it was', () => {
    const said = { ...NOTHING, name: 'A', text: 'x' }
    edit(id(1), said, { name: 'B' })
    edit(id(1), said, { text: 'y' })
    expect(editOf(id(1))).toEqual({ name: 'B', text: 'y' })
    edit(id(1), said, { name: 'A', text: 'x' })
    expect(anyEdits()).toBe(false)
  })

  it('says what is wrong', () => {
    const all = [prompt(1, { command: 'go' })]
    expect(faultsOf(NOTHING, 'new', all)).toEqual({ name: 'prompts.noName', text: 'prompts.noText' })
    const said = { ...NOTHING, name: 'A', text: 'x'.repeat(20_001), command: 'go' }
    expect(faultsOf(said, id(2), all)).toEqual({ text: 'prompts.longText', command: 'prompts.taken' })
    expect(faultsOf({ ...said, text: 'x' }, id(1), all)).toEqual({})
    expect(commandOf('  Größe_of IT! ')).toBe('-groe-of-it-')
  })
})

describe('a file', () => {
  it('comes back as it went, once', () => {
    const one = prompt(1, { command: 'go', category: 'Work', pinned: true, about: 'For work' })
    const file = promptsFile([one])
    expect(promptsIn(file, [one])).toEqual([])
    expect(promptsIn(file, [])).toMatchObject([
      { name: 'Prompt 1', text: 'Text 1', command: 'go', category: 'Work', pinned: true, about: 'For work' },
    ])
    expect(promptsIn(file, [prompt(2, { command: 'go' })])).toMatchObject([{ command: '' }])
  })

  it('that holds anything else is refused whole', () => {
    for (const text of [
      '',
      '{}',
      '[1]',
      '{"prompts":[{"name":"x"}]}',
      '{"prompts":[{"name":"","text":"x"}]}',
    ])
      expect(promptsIn(text, []), text).toBeNull()
    expect(promptsIn('[]', [])).toEqual([])
  })
})

describe('an address', () => {
  it('asks with LibreChat’s names, and keeps what is not for it', () => {
    const search =
      '?prompt=Hi+%F0%9F%91%8B&submit=true&endpoint=OpenAI&model=gpt&temperature=0.5&top_p=2&promptPrefix=Be+brief&seed=1.5&maxContextTokens=5000&lang=xx'
    expect(wishOf(search)).toEqual({
      ...{ text: 'Hi 👋', submit: true, endpoint: 'OpenAI', model: 'gpt', spec: null, temporary: false },
      project: null,
      setup: { instructions: 'Be brief', options: { temperature: 0.5, contextTokens: 5000 } },
    })
    expect(withoutWish(search)).toBe('?lang=xx')
    expect(withoutWish('?q=x')).toBe('')
    expect(
      wishOf('?useResponsesApi=true&web_search=false&reasoning_summary=auto&verbosity=loud')?.setup,
    ).toEqual({ options: { responses: true, webSearch: false, summary: 'auto' } })
    expect(wishOf('?lang=xx')).toBeNull()
    expect(wishOf('?submit=false&q=')).toMatchObject({ submit: false, text: '' })
  })

  it('hides nothing in signs that nobody sees, and has an end', () => {
    const hidden = 'a\u0000b\u202Ec\u{E0041}\u0007\nd'
    expect(wishOf(`?q=${encodeURIComponent(hidden)}`)?.text).toBe('abc\nd')
    expect(wishOf(`?q=${'x'.repeat(200_000)}`)?.text).toHaveLength(100_000)
    expect(wishOf('?q=%ff%zz')?.text).toBe('\ufffd%zz')
    expect(wishOf(`?q=x&project=${id(1)}`)?.project).toBe(id(1))
    expect(wishOf('?q=x&project=../x')?.project).toBeNull()
  })

  it('of anything is read without a throw', () => {
    const bits = [
      '?',
      '&',
      '=',
      '%',
      'q',
      'model',
      'temperature',
      'stop',
      '😀',
      '%F0',
      '+',
      '1e999',
      'NaN',
      '-0',
      ',',
    ]
    let seed = 3
    const dice = (n: number) => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
      return seed % n
    }
    for (let round = 0; round < 3000; round++) {
      const search = `?${Array.from({ length: dice(20) }, () => bits[dice(bits.length)]).join('')}`
      const wish = wishOf(search)
      expect(wishOf(withoutWish(search))).toBeNull()
      for (const value of Object.values(wish?.setup.options ?? {}))
        if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
    }
  })

  it('means a model by one name or both, in any case', () => {
    const models = [
      { endpoint: 'OpenAI', model: 'gpt' },
      { endpoint: 'Other', model: 'gpt' },
      { endpoint: 'Other', model: 'small', spec: 'tutor' },
      { endpoint: 'Other', model: 'small' },
      { endpoint: 'Gone', model: 'x', spec: 'gone', gone: 'endpoint' },
    ] as ModelInfo[]
    const of = (endpoint: string | null, model: string | null, spec: string | null = null) =>
      modelOf({ endpoint, model, spec }, models)
    expect(of(null, null, 'Tutor')).toEqual({ endpoint: 'Other', model: 'small', spec: 'tutor' })
    expect(of(null, null, 'gone')).toBeNull()
    expect(of(null, 'gpt', 'tutor')).toBeNull()
    expect(of(null, null)).toBeUndefined()
    expect(of('other', null)).toEqual({ endpoint: 'Other', model: 'gpt' })
    expect(of(null, 'SMALL')).toEqual({ endpoint: 'Other', model: 'small' })
    expect(of('openai', 'small')).toBeNull()
  })
})
