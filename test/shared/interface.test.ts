/** `interface.*` with LibreChat's defaults, and what is refused of what is off. */
import { describe, expect, it } from 'vitest'
import { barsAct, barsAsked } from '../../src/durable/gateway/bars.ts'
import { offered } from '../../src/durable/gateway/offered.ts'
import { specsOf } from '../../src/durable/gateway/specs.ts'
import type { ModelInfo } from '../../src/shared/catalog.ts'
import type { Config } from '../../src/shared/config/index.ts'
import { newId } from '../../src/shared/ids.ts'
import { interfaceOf, temporaryMsOf } from '../../src/shared/interface.ts'
import { groupsOf } from '../../src/web/models/model-list.ts'

const config = (more: Record<string, unknown>) => more as unknown as Partial<Config>
const of = (ui: Record<string, unknown>) => interfaceOf(config({ interface: ui }))
const SPECS = { list: [{ name: 'a', label: 'A', preset: { endpoint: 'E', model: 'm' } }] }

describe('interface', () => {
  it('lets everything be where nothing is said', () => {
    const { prompts, summaries, ...flags } = interfaceOf(undefined)
    expect(new Set(Object.values(flags))).toEqual(new Set([true]))
    expect(prompts).toEqual({ use: true, create: true })
    expect(summaries).toBe('offered')
    expect(temporaryMsOf(undefined)).toBe(30 * 86_400_000)
  })

  it('shows specs alone where there are some, unless it is said otherwise', () => {
    expect(interfaceOf(config({ modelSpecs: SPECS }))).toMatchObject({
      modelSelect: false,
      parameters: false,
      presets: false,
    })
    const added = { ...SPECS, addedEndpoints: ['E'] }
    expect(interfaceOf(config({ modelSpecs: added })).modelSelect).toBe(true)
    const said = { modelSelect: true, parameters: true, presets: true }
    expect(interfaceOf(config({ modelSpecs: SPECS, interface: said }))).toMatchObject(said)
  })

  it('takes prompts as one switch or as several', () => {
    expect(of({ prompts: false }).prompts).toEqual({ use: false, create: false })
    expect(of({ prompts: { create: false } }).prompts).toEqual({ use: true, create: false })
    expect(of({ prompts: { use: false, create: true } }).prompts).toEqual({ use: false, create: false })
  })

  it('links where a browser may be sent to, and nowhere else', () => {
    const link = (externalUrl: string) => of({ privacyPolicy: { externalUrl } }).privacyPolicy
    expect(link('https://example.org/p')).toEqual({ url: 'https://example.org/p', newTab: true })
    for (const url of ['javascript:alert(1)', 'data:text/html,x', '//evil.example', ''])
      expect(link(url), url).toBeUndefined()
  })
})

describe('what is off', () => {
  it('is refused of a conversation', () => {
    expect(barsAsked(of({}), { temporary: true, also: [1], setup: { options: { seed: 1 } } })).toBe(false)
    expect(barsAsked(of({ temporaryChat: false }), { temporary: true })).toBe(true)
    expect(barsAsked(of({ multiConvo: false }), { also: [1] })).toBe(true)
    expect(barsAsked(of({ multiConvo: false }), { also: [] })).toBe(false)
    const feedback = { rating: 'up' as const }
    expect([{}, { feedback: false }].map((ui) => barsAsked(of(ui), { feedback }))).toEqual([false, true])
    const neither = of({ parameters: false, presets: false })
    expect(barsAsked(neither, { setup: { options: { seed: 1 } } })).toBe(true)
    expect(barsAsked(neither, { setup: { instructions: 'Be brief.', options: {} } })).toBe(false)
    expect(barsAsked(of({ parameters: false }), { setup: { options: { seed: 1 } } })).toBe(false)
  })

  it('is refused of the library', () => {
    const id = newId()
    const tag = { do: 'tag', id, set: { name: 'x' } } as const
    const prompt = { do: 'prompt', id, change: { what: 'drop' } } as const
    const preset = { do: 'preset', id, change: { what: 'drop' } } as const
    const tagging = { do: 'arrange', ids: [id], set: { tag: [id] } } as const
    const pin = { do: 'arrange', ids: [id], set: { pinned: true } } as const
    const bars = (ui: Record<string, unknown>) =>
      [tag, tagging, prompt, preset, pin].map((act) => barsAct(of(ui), act as never))
    expect(bars({})).toEqual([false, false, false, false, false])
    expect(bars({ bookmarks: false })).toEqual([true, true, false, false, false])
    expect(bars({ prompts: { create: false } })).toEqual([false, false, true, false, false])
    expect(bars({ presets: false })).toEqual([false, false, false, true, false])
  })
})

describe('the models that are offered', () => {
  const plain = (endpoint: string): ModelInfo => ({
    endpoint,
    model: 'm',
    endpointLabel: endpoint,
    label: 'm',
  })
  const site = (more: Record<string, unknown>) => {
    const made = config({ endpoints: { custom: [] }, ...more }) as Config
    const at = (id: string) => ({
      id,
      label: id,
      provider: 'custom',
      models: { default: ['m'], fetch: true },
    })
    return { config: made, specs: specsOf(made), endpoints: [at('E'), at('F')] }
  }
  const shown = (more: Record<string, unknown>) =>
    offered([plain('E'), plain('F')], site(more)).map(({ spec, endpoint, hidden }) =>
      hidden ? '-' : (spec ?? endpoint),
    )

  it('are hidden beside specs, and only refused where that is enforced', () => {
    expect(shown({})).toEqual(['E', 'F'])
    expect(shown({ modelSpecs: SPECS })).toEqual(['a', '-', '-'])
    expect(shown({ modelSpecs: SPECS, interface: { modelSelect: true } })).toEqual(['a', 'E', 'F'])
    expect(shown({ modelSpecs: { ...SPECS, addedEndpoints: ['F'] } })).toEqual(['a', '-', 'F'])
    expect(shown({ modelSpecs: { ...SPECS, addedEndpoints: ['F'], enforce: true } })).toEqual(['a', 'F'])
  })

  it('have what the operator says of their looks', () => {
    const preset = { endpoint: 'E', model: 'm', modelLabel: 'Ada', iconURL: 'groq' }
    const first = { name: 'a', label: 'A', group: 'Lab', groupIcon: 'anthropic', preset }
    const second = { ...first, name: 'b', groupIcon: 'xai', showIconInMenu: false, showOnLanding: true }
    const models = offered([plain('E')], site({ modelSpecs: { list: [first, second] } }))
    expect(models.slice(0, 2)).toMatchObject([
      { spec: 'a', speaker: 'Ada', icon: 'groq', groupIcon: 'anthropic' },
      { spec: 'b', plain: true, landing: true },
    ])
    const groups = groupsOf(models, [], [], { favorites: '', specs: '' })
    expect(groups.find(({ label }) => label === 'Lab')?.icon).toBe('anthropic')
  })

  it('say which of them have gone', () => {
    const gone = (list: ModelInfo[], unlisted: [string, boolean][]) =>
      offered(list, site({ modelSpecs: SPECS }), new Map(unlisted)).find(({ spec }) => spec)?.gone
    expect(gone([plain('E')], [])).toBeUndefined()
    expect(gone([], [])).toBe('model')
    // Nothing is known of a server that did not answer.
    expect(gone([], [['E', false]])).toBeUndefined()
  })
})
