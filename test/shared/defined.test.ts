/** `customParams.paramDefinitions`: what the panel shows of it, and what requests are held to. */
import { describe, expect, it } from 'vitest'
import { definitionsOf } from '../../src/durable/providers/defined.ts'
import { type Defined, definedBy, heldTo } from '../../src/shared/defined.ts'
import { parametersOf } from '../../src/shared/parameters.ts'

const WRITTEN = [
  {
    ...{
      key: 'temperature',
      label: 'Boldness',
      description: 'How bold it is.',
      default: 0.4,
      showDefault: true,
    },
    ...{ range: { min: 0.2, max: 5, step: 0.2 }, columnSpan: 2, columns: 4, includeInput: false },
  },
  { key: 'max_tokens', component: 'slider', range: { min: 100, max: 4000 }, default: 9000, showLabel: false },
  { key: 'reasoning_effort', options: ['low', 'high'], enumMappings: { low: 'Quick', high: 'com_ui_high' } },
  { key: 'stop', default: ['END'], maxTags: 2, placeholder: 'END' },
  { key: 'top_p', label: 'com_endpoint_top_p', labelCode: true, default: 'zebra' },
  { key: 'modelLabel', label: 'Nothing of ours' },
] as Parameters<typeof definitionsOf>[0]

const DEFINED = definitionsOf(WRITTEN)
const shown = definedBy(parametersOf({ endpoint: 'Somewhere', model: 'm' }), DEFINED)
const of = (key: Defined['key']) => shown.find((one) => one.key === key)

describe('the panel', () => {
  it('has the operator’s ranges within what the model takes, words, defaults and places', () => {
    expect(of('temperature')).toMatchObject({
      ...{ kind: 'range', min: 0.2, max: 2, step: 0.2, usual: 0.4 },
      said: { label: 'Boldness', hint: 'How bold it is.', showsUsual: true, alone: true, span: 6 },
    })
    expect(of('maxTokens')).toMatchObject({ kind: 'range', min: 100, max: 4000, usual: 4000 })
    expect(of('maxTokens')?.said).toMatchObject({ bare: true })
    expect(of('effort')).toMatchObject({ of: ['low', 'high'], said: { names: { low: 'Quick' } } })
    expect(of('effort')?.said?.names).not.toHaveProperty('high')
    expect(of('stop')).toMatchObject({ most: 2, said: { placeholder: 'END' } })
  })

  it('leaves what is said by a name of another dictionary, and what is no value, as it was', () => {
    const plain = parametersOf({ endpoint: 'Somewhere', model: 'm' }).find(({ key }) => key === 'topP')
    expect(of('topP')).toEqual({ ...plain, said: { key: 'topP' } })
  })

  it('has no parameter that the model does not take', () => {
    const claude = definedBy(parametersOf({ endpoint: 'anthropic', model: 'claude-opus-5' }), DEFINED)
    expect(claude.map(({ key }) => key)).not.toContain('temperature')
  })
})

describe('a request', () => {
  it('carries the defaults where nothing is set, and nothing beyond the limits', () => {
    expect(heldTo({}, DEFINED)).toEqual({ temperature: 0.4, maxTokens: 4000, stop: ['END'] })
    expect(heldTo({ temperature: 0, effort: 'medium', seed: 3, stop: ['a', 'b', 'c'] }, DEFINED)).toEqual({
      ...{ temperature: 0.2, maxTokens: 4000, seed: 3, stop: ['a', 'b'] },
    })
  })
})
