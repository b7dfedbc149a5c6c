import { expect, it } from 'vitest'
import { budgetOf, countedUse } from '../../src/shared/context.ts'

it('the budget is the wish, or what is usual, and never more than the model holds', () => {
  expect(budgetOf({}, undefined)).toEqual({ budget: 100_000, by: 'usual' })
  expect(budgetOf({}, 8000)).toEqual({ budget: 6000, by: 'window' })
  expect(budgetOf({ maxTokens: 1000 }, 8000)).toEqual({ budget: 7000, by: 'window' })
  expect(budgetOf({ contextTokens: 5000 }, 8000)).toEqual({ budget: 5000, by: 'setup' })
  expect(budgetOf({ contextTokens: 500_000 }, undefined)).toEqual({ budget: 500_000, by: 'setup' })
})

it('what the provider counted is shown in the proportions of the estimate, unless it is of something else', () => {
  const use = { instructions: 10, summary: 0, earlier: 20, recent: 50, files: 20, first: null, cut: [] }
  const whole = { ...use, budget: 1000, by: 'usual' as const }
  expect(countedUse(whole, 150)).toMatchObject({
    ...{ instructions: 15, earlier: 30, recent: 75, files: 30, counted: true },
  })
  expect(countedUse(whole, 1000)).toBe(whole)
})
