import { expect, it } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { readPreset, writePreset } from '../../src/shared/preset-json.ts'
import type { Preset } from '../../src/shared/presets.ts'

it('reads a preset that LibreChat exported, and names what means nothing here', () => {
  const read = readPreset({
    _id: '65f',
    presetId: '8f9e',
    user: 'u',
    title: 'Writer',
    endpoint: 'openAI',
    model: 'gpt-4o',
    temperature: 0.7,
    top_p: 0.9,
    presence_penalty: 0.1,
    max_tokens: 900,
    maxContextTokens: 8000,
    promptPrefix: 'Write well.',
    stop: ['END'],
    defaultPreset: true,
    order: 0,
    resendFiles: false,
    fileTokenLimit: 5000,
    imageDetail: 'high',
    iconURL: null,
    tools: [],
    frequency_penalty: 99,
  })
  expect(read).toEqual({
    set: {
      name: 'Writer',
      pick: { endpoint: 'openAI', model: 'gpt-4o' },
      setup: {
        instructions: 'Write well.',
        options: {
          temperature: 0.7,
          topP: 0.9,
          presencePenalty: 0.1,
          imageDetail: 'high',
          resendFiles: false,
          fileTokens: 5000,
          maxTokens: 900,
          contextTokens: 8000,
          stop: ['END'],
        },
      },
    },
    standard: true,
    ignored: ['frequency_penalty'],
  })
})

it('whatever is in a file, nothing is thrown', () => {
  for (const junk of [
    {},
    { title: 3, model: [], stop: 'END' },
    { promptPrefix: 'x'.repeat(200_000) },
    { thinking: false },
  ])
    expect(() => readPreset(junk)).not.toThrow()
  expect(readPreset({ promptPrefix: 'x'.repeat(200_000) }).ignored).toEqual(['promptPrefix'])
  expect(readPreset({ stop: 'END' }).set.setup).toEqual({ options: { stop: ['END'] } })
})

it.each(['openAI', 'anthropic', 'Somewhere'])('what it writes for %s it reads again', (endpoint) => {
  const preset: Preset = {
    id: newId(),
    name: 'All of it',
    pick: { endpoint, model: 'm' },
    setup: {
      instructions: 'Be brief.',
      options: {
        temperature: 0.3,
        topP: 0.4,
        topK: 7,
        frequencyPenalty: 0.5,
        presencePenalty: 0.6,
        seed: 8,
        stop: ['END'],
        maxTokens: 900,
        contextTokens: 5000,
        effort: 'low',
        thinkingTokens: 2000,
        verbosity: 'high',
      },
      context: 'summarize',
    },
  }
  const { set, standard, ignored } = readPreset(writePreset(preset, 0, true))
  expect({ ...set, id: preset.id }).toEqual(preset)
  expect({ standard, ignored }).toEqual({ standard: true, ignored: [] })
})

it('Claude’s and Gemini’s own fields come and go by the names that LibreChat has for them', () => {
  const claude = {
    endpoint: 'anthropic',
    model: 'claude-opus-5-5',
    maxOutputTokens: 900,
    effort: 'xhigh',
    thinkingDisplay: 'omitted',
    promptCache: false,
    promptCacheTtl: '1h',
    web_search: true,
  }
  const gemini = {
    endpoint: 'google',
    model: 'gemini-3.8-flash',
    maxOutputTokens: 900,
    topP: 0.9,
    thinkingLevel: 'low',
    thinkingBudget: -1,
    url_context: true,
  }
  for (const from of [claude, gemini]) {
    const { set, ignored } = readPreset({ ...from, maxOutputTokens: '900' })
    expect(ignored).toEqual([])
    const preset: Preset = { id: newId(), name: 'x', pick: set.pick!, setup: set.setup! }
    expect(writePreset(preset, 0, false)).toMatchObject(from)
  }
})
