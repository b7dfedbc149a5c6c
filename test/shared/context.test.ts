import { expect, it } from 'vitest'
import { budgetOf } from '../../src/shared/context.ts'

it('the budget is the wish, or what is usual, and never more than the model holds', () => {
  expect(budgetOf({}, undefined)).toEqual({ budget: 100_000, by: 'usual' })
  expect(budgetOf({}, 8000)).toEqual({ budget: 6000, by: 'window' })
  expect(budgetOf({ maxTokens: 1000 }, 8000)).toEqual({ budget: 7000, by: 'window' })
  expect(budgetOf({ contextTokens: 5000 }, 8000)).toEqual({ budget: 5000, by: 'setup' })
  expect(budgetOf({ contextTokens: 500_000 }, undefined)).toEqual({ budget: 500_000, by: 'setup' })
})
