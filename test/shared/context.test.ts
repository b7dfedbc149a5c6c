import { expect, it } from 'vitest'
import { budgetOf } from '../../src/shared/context.ts'
import { costOf, factsOf } from '../../src/shared/prices.ts'

it('the budget is the wish, or what is usual, and never more than the model holds', () => {
  expect(budgetOf({}, undefined)).toEqual({ budget: 100_000, by: 'usual' })
  expect(budgetOf({}, 8000)).toEqual({ budget: 6000, by: 'window' })
  expect(budgetOf({ maxTokens: 1000 }, 8000)).toEqual({ budget: 7000, by: 'window' })
  expect(budgetOf({ contextTokens: 5000 }, 8000)).toEqual({ budget: 5000, by: 'setup' })
  expect(budgetOf({ contextTokens: 500_000 }, undefined)).toEqual({ budget: 500_000, by: 'setup' })
})

it('a cost is told where the price is known, with what the cache saved', () => {
  const usage = { input: 1_000_000, output: 100_000 }
  expect(costOf({ endpoint: 'openAI', model: 'gpt-4o' }, usage)).toBeCloseTo(3.5)
  expect(costOf({ endpoint: 'openAI', model: 'gpt-4o' }, { ...usage, cacheRead: 1_000_000 })).toBeCloseTo(
    2.25,
  )
  const sonnet = { endpoint: 'anthropic', model: 'claude-sonnet-4-5-20250929' }
  expect(costOf(sonnet, { ...usage, cacheWrite: 1_000_000 })).toBeCloseTo(5.25)
})

it('nothing is guessed: a gateway may ask for anything, and new models are new', () => {
  const usage = { input: 1, output: 1 }
  expect(costOf({ endpoint: 'OpenRouter', model: 'gpt-4o' }, usage)).toBeNull()
  expect(costOf({ endpoint: 'openAI', model: 'gpt-9' }, usage)).toBeNull()
  expect(factsOf({ endpoint: 'openAI', model: 'gpt-5.9' })).toEqual({})
})
