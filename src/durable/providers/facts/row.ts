/** One line of the catalogue. */
import type { ModelFacts, Price, Takes } from '../../../shared/prices.ts'

export type Row = { names: readonly string[]; facts: ModelFacts }

/**
 * `names`: of models that are alike, apart by spaces. `takes`: what it takes besides text. A zero is what is not known.
 */
export function row(
  names: string,
  context: number,
  output: number,
  price: Price | null,
  takes = '',
  reasons = false,
): Row {
  return {
    names: names.split(' '),
    facts: {
      ...(context > 0 && { context }),
      ...(output > 0 && { output }),
      ...(price && { price }),
      takes: takes.split(' ').filter(Boolean) as Takes[],
      reasons,
    },
  }
}
