import { expect, it } from 'vitest'
import { estimateTokens, weigh } from '../../src/shared/tokens.ts'

/** Texts and what OpenAI's o200k_base makes of them, within the bounds that a gauge and a reservation can bear. */
const KNOWN: [string, string, number][] = [
  ['English', 'The quick brown fox jumps over the lazy dog. '.repeat(20), 201],
  ['numbers', '1234567890 '.repeat(50), 250],
  ['Chinese', '人工智能正在改变我们的生活方式。'.repeat(20), 180],
]

it.each(KNOWN)('%s: no less than half and no more than twice', (_, text, tokens) => {
  const estimate = estimateTokens(text)
  expect(estimate).toBeGreaterThanOrEqual(tokens / 2)
  expect(estimate).toBeLessThanOrEqual(tokens * 2)
})

it('pieces add up to the whole, however they come', () => {
  const text = 'Ein längerer Satz, 日本語 dabei, der in Stücken ankommt. '.repeat(10)
  let sum = 0
  for (let at = 0; at < text.length; at += 7) sum += weigh(text.slice(at, at + 7))
  expect(Math.ceil(sum)).toBe(estimateTokens(text))
})
