/** What a model's parameters are shown as is what is sent: each that is in the table changes the request, no other does. */
import { describe, expect, it } from 'vitest'
import { bodyOf as claudeOf } from '../../src/durable/providers/anthropic-body.ts'
import { bodyOf as geminiOf } from '../../src/durable/providers/google-body.ts'
import { dialectOf } from '../../src/durable/providers/known.ts'
import { bodyOf as chatOf } from '../../src/durable/providers/openai-chat.ts'
import { usesResponses } from '../../src/durable/providers/openai-responses.ts'
import { bodyOf as responseOf } from '../../src/durable/providers/openai-responses-body.ts'
import type { Call, Endpoint } from '../../src/durable/providers/spec.ts'
import { parametersOf, takenBy } from '../../src/shared/parameters.ts'
import type { Options } from '../../src/shared/setup.ts'

const ALL: Required<Omit<Options, 'contextTokens' | 'resendFiles' | 'fileTokens'>> = {
  temperature: 0.3,
  topP: 0.4,
  topK: 7,
  frequencyPenalty: 0.5,
  presencePenalty: 0.6,
  seed: 8,
  stop: ['END'],
  maxTokens: 900,
  effort: 'low',
  thinkingTokens: 2000,
  verbosity: 'high',
  imageDetail: 'low',
  responses: true,
  summary: 'auto',
  webSearch: true,
  urlContext: true,
  thinkingDisplay: 'omitted',
  promptCache: false,
  whole: true,
  promptCacheTtl: '1h',
}

const PICTURE = { type: 'media' as const, mime: 'image/png', data: 'iVBOR' }
const QUESTION: Call['turns'] = [{ role: 'user', parts: [{ type: 'text', text: 'hi' }, PICTURE] }]

const PICKS = [
  ['openAI', 'gpt-5.4-mini'],
  ['openAI', 'gpt-5.1'],
  ['openAI', 'gpt-5-mini'],
  ['openAI', 'o3'],
  ['openAI', 'gpt-4.1'],
  ['anthropic', 'claude-sonnet-5-5'],
  ['anthropic', 'claude-haiku-4-5'],
  ['anthropic', 'claude-3-5-sonnet-20241022'],
  ['google', 'gemini-3.8-flash'],
  ['google', 'gemini-2.5-pro'],
  ['google', 'gemini-2.0-flash'],
  ['ollama', 'qwen3'],
  ['azureOpenAI', 'gpt-5.4'],
  ['openrouter', 'some/model'],
  ['openrouter', 'anthropic/claude-sonnet-5'],
  ['mistral', 'mistral-large'],
  ['groq', 'gpt-oss'],
  ['xai', 'grok-4'],
  ['workersAI', '@cf/openai/gpt-oss-120b'],
  ['Somewhere', 'some/model'],
] as const

const BODIES: Record<string, (call: Call) => object> = {
  anthropic: claudeOf,
  google: (call) => geminiOf(call, undefined),
}

const bodyOf = (endpoint: string, model: string, options: Options) =>
  JSON.stringify(
    BODIES[endpoint]?.({ model, turns: QUESTION, options }) ?? openaiBody(endpoint, model, options),
  )

/** By whichever of OpenAI's two languages it is asked. */
function openaiBody(id: string, model: string, options: Options): object {
  const endpoint: Endpoint = { id, label: id, provider: id, models: { default: [], fetch: false } }
  const call = { model, turns: QUESTION, options }
  return usesResponses(call, endpoint)
    ? responseOf(call, endpoint)
    : chatOf(call, { ...endpoint, dialect: dialectOf(id, 'https://a.example') })
}

describe.each(PICKS)('%s %s', (endpoint, model) => {
  it('sends what it shows, and nothing else', () => {
    const bare = bodyOf(endpoint, model, {})
    const sent = Object.entries(ALL).flatMap(([key, value]) =>
      bodyOf(endpoint, model, { [key]: value }) === bare ? [] : [key],
    )
    const shown = parametersOf({ endpoint, model }).map(({ key }) => key)
    expect(sent.sort()).toEqual([...shown].sort())
  })

  it('is sent no choice it does not know, and no figure beyond its range', () => {
    const pick = { endpoint, model }
    const taken = takenBy(pick, { ...ALL, effort: 'xhigh', temperature: 2, maxTokens: 9_000_000 })
    for (const parameter of parametersOf(pick)) {
      const value = taken[parameter.key]
      if (parameter.kind === 'choice' && value !== undefined) expect(parameter.of).toContain(value)
      if (parameter.kind === 'range' || parameter.kind === 'whole')
        expect(value).toBeLessThanOrEqual(parameter.max)
    }
  })
})

it('the guide takes nothing', () => {
  expect(parametersOf({ endpoint: 'guide', model: 'guide' })).toEqual([])
})
