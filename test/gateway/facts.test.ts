import { expect, it } from 'vitest'
import { modelFacts } from '../../src/durable/gateway/facts.ts'
import { factsOf } from '../../src/durable/providers/facts/index.ts'
import { creditsOf } from '../../src/shared/prices.ts'

const of = (id: string, model: string) => factsOf({ id }, model)

it('a dated name is the model it is a version of', () => {
  expect(of('openAI', 'gpt-4o-2024-08-06').context).toBe(128_000)
  expect(of('openAI', 'gpt-4o-2024-05-13').price?.input).toBe(5)
  expect(of('anthropic', 'claude-sonnet-4-5-20250929').price?.input).toBe(3)
  expect(of('anthropic', 'claude-opus-4-1@20250805').price?.input).toBe(15)
  expect(of('google', 'gemini-2.5-flash-preview-09-2025').price?.output).toBe(2.5)
  expect(of('bedrock', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0').context).toBe(200_000)
  expect(of('bedrock', 'amazon.nova-pro-v1:0').price?.output).toBe(3.2)
})

it('nothing is guessed: new models are new, and a gateway may ask for anything', () => {
  for (const model of ['gpt-5.9', 'gpt-4o-audio', 'gpt-5-ultra', 'gpt-9'])
    expect(of('openAI', model)).toEqual({})
  expect(of('anthropic', 'claude-opus-4-9')).toEqual({})
  expect(of('OpenRouter', 'gpt-4o')).toEqual({})
  const gateway = { id: 'openAI2', custom: true, baseURL: 'https://gateway.example.com/v1' }
  expect(factsOf(gateway, 'gpt-4o')).toEqual({})
  expect(factsOf({ id: 'anthropic', personal: { baseURL: true } }, 'claude-haiku-4-5')).toEqual({})
})

it('a vendor is known by its address; the server and the operator know better', () => {
  const groq = { id: 'fast', custom: true, baseURL: 'https://api.groq.com/openai/v1' }
  expect(factsOf(groq, 'llama-3.1-8b-instant').price).toEqual({ input: 0.05, output: 0.08 })
  const said = { context: 1000, price: { input: 1, output: 1 } }
  expect(factsOf(groq, 'llama-3.1-8b-instant', said)).toMatchObject(said)
  const facts = { 'llama-3.1-8b-instant': { context: 2000, price: { input: 2, output: 2 } } }
  expect(factsOf({ ...groq, facts }, 'llama-3.1-8b-instant', said)).toMatchObject({ context: 2000 })
})

it('credits follow what was counted: cache, an hour in it, long prompts', () => {
  const gpt = of('openAI', 'gpt-4o').price
  expect(creditsOf(gpt, { input: 1_000_000, output: 100_000 })).toBeCloseTo(3_500_000)
  expect(creditsOf(gpt, { input: 1_000_000, output: 100_000, cacheRead: 1_000_000 })).toBeCloseTo(2_250_000)
  const claude = of('anthropic', 'claude-sonnet-4-5').price
  const written = { input: 1000, output: 0, cacheWrite: 1000 }
  expect(creditsOf(claude, written)).toBeCloseTo(3750)
  expect(creditsOf(claude, { ...written, cacheWriteLong: 1000 })).toBeCloseTo(6000)
  const gemini = of('google', 'gemini-2.5-pro').price
  expect(creditsOf(gemini, { input: 200_000, output: 0 })).toBeCloseTo(250_000)
  expect(creditsOf(gemini, { input: 200_001, output: 0 })).toBeCloseTo(500_002.5)
  expect(creditsOf({ input: 1, output: 2, thinking: 8 }, { input: 0, output: 10, thinking: 4 })).toBe(44)
  expect(creditsOf(undefined, { input: 1, output: 1 })).toBeNull()
})

it('a spec may say how files go to its model', () => {
  const preset = { endpoint: 'openAI', model: 'gpt-4o', fileTokenLimit: '5000', resendFiles: false }
  const list = [{ name: 'calm', label: 'calm', preset }]
  const env = {
    CONFIG: JSON.stringify({ endpoints: { custom: [] }, modelSpecs: { list } }),
    OPENAI_API_KEY: 'k',
    OLLAMA_BASE_URL: 'off',
  }
  const pick = { endpoint: 'openAI', model: 'gpt-4o' }
  expect(modelFacts(env, { ...pick, spec: 'calm' })).toMatchObject({ fileTokens: 5000, resendFiles: false })
  expect(modelFacts(env, pick)).not.toHaveProperty('resendFiles')
})

it('a spec may let its model hold less, and never more', () => {
  const spec = (name: string, maxContextTokens: number) => ({
    ...{ name, label: name },
    preset: { endpoint: 'openAI', model: 'gpt-4o', maxContextTokens },
  })
  const list = [spec('small', 8000), spec('large', 9_000_000)]
  const CONFIG = JSON.stringify({ endpoints: { custom: [] }, modelSpecs: { list } })
  const env = { CONFIG, OPENAI_API_KEY: 'k', OLLAMA_BASE_URL: 'off' }
  const window = (spec?: string) =>
    modelFacts(env, { endpoint: 'openAI', model: 'gpt-4o', ...(spec && { spec }) }).context
  expect([window(), window('small'), window('large'), window('gone')]).toEqual([
    128_000, 8000, 128_000, 128_000,
  ])
})
