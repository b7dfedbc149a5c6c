/** Models that are named and not on their machine, and the entries behind which others can be brought. */
import { describe, expect, it } from 'vitest'
import type { EndpointInfo, ModelInfo } from '../../src/shared/catalog.ts'
import { missing, withEntries } from '../../src/web/models/missing.ts'
import { groupsOf } from '../../src/web/models/model-list.ts'

const model = (endpoint: string, name: string): ModelInfo => ({
  endpoint,
  model: name,
  endpointLabel: endpoint,
  label: name,
})
const ENDPOINTS: EndpointInfo[] = [
  { id: 'openAI', label: 'OpenAI' },
  { id: 'ollama', label: 'Ollama', downloads: true },
]
const MODELS = [model('openAI', 'gpt'), model('ollama', 'llama3.2:latest')]
const named = (model: string, endpoint = 'ollama') => ({ endpoint, model })

describe('what is missing', () => {
  it('is named, of a place that takes downloads, and told once', () => {
    const all = [
      named('qwen3'),
      named('qwen3'),
      named('llama3.2'),
      named('llama3.2:latest'),
      named('old', 'openAI'),
      { ...named('small'), spec: 'small' },
    ]
    expect(missing(all, MODELS, ENDPOINTS)).toEqual([
      { endpoint: 'ollama', model: 'qwen3', endpointLabel: 'Ollama', label: 'qwen3', gone: 'download' },
    ])
  })

  it('is nothing while the list of the place is not known', () => {
    expect(missing([named('qwen3')], [], [{ id: 'ollama', label: 'Ollama', away: true }])).toEqual([])
  })
})

describe('the entry to download', () => {
  const shown = (models: ModelInfo[], query = '') => {
    const groups = groupsOf(models, [], ENDPOINTS, { favorites: 'f', specs: 's' })
    return withEntries(groups, ENDPOINTS, query, (name) => `Download ${name}`).map((group) => [
      group.label,
      ...group.models.map(({ label }) => label),
    ])
  }

  it('ends the group, also where there is no model yet', () => {
    expect(shown(MODELS).at(-1)).toEqual(['ollama', 'llama3.2:latest', 'Download '])
    expect(shown(MODELS.slice(0, 1))).toEqual([
      ['openAI', 'gpt'],
      ['Ollama', 'Download '],
    ])
  })

  it('takes the name that was looked for, and gives way to what is found', () => {
    expect(shown([], 'ollama run qwen3:8b')).toEqual([['Ollama', 'Download qwen3:8b']])
    expect(shown(MODELS, 'l')).toHaveLength(2)
    expect(shown(MODELS, 'l').flat()).not.toContain('Download l')
    expect(shown([], 'no such model')).toEqual([])
  })
})
