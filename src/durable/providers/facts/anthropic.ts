/**
 * Anthropic, as of 21 November 2026. Prices: docs.claude.com/en/docs/about-claude/pricing, checked against LibreChat's
 * table (packages/data-schemas/src/methods/tx.ts at 02244615). Windows: docs.claude.com/en/docs/about-claude/models. The
 * cache costs a tenth to read, and a quarter more than a prompt to write for five minutes, twice as much for an hour.
 */
import type { Price } from '../../../shared/prices.ts'
import { type Row, row } from './row.ts'

const claude = (input: number, output: number): Price => ({
  input,
  output,
  // Rounded: 0.8 / 10 is not quite 0.08.
  cacheRead: Math.round(input * 100) / 1000,
  cacheWrite: Math.round(input * 1250) / 1000,
  cacheWriteLong: input * 2,
})

const SEES = 'image file'

export const ANTHROPIC: readonly Row[] = [
  row('claude-fable-5 claude-mythos-5', 200_000, 0, claude(10, 50), SEES, true),
  row('claude-sonnet-5', 200_000, 64_000, claude(3, 15), SEES, true),
  row('claude-opus-4-8 claude-opus-4-7 claude-opus-4-6', 200_000, 64_000, claude(5, 25), SEES, true),
  row('claude-opus-4-5', 200_000, 64_000, claude(5, 25), SEES, true),
  row('claude-opus-4-1 claude-opus-4 claude-opus-4-0', 200_000, 32_000, claude(15, 75), SEES, true),
  row(
    'claude-sonnet-4-6 claude-sonnet-4-5 claude-sonnet-4 claude-sonnet-4-0',
    200_000,
    64_000,
    claude(3, 15),
    SEES,
    true,
  ),
  row('claude-haiku-4-5', 200_000, 64_000, claude(1, 5), SEES, true),
  row('claude-3-7-sonnet', 200_000, 64_000, claude(3, 15), SEES, true),
  row('claude-3-5-sonnet', 200_000, 8192, claude(3, 15), SEES),
  row('claude-3-5-haiku', 200_000, 8192, claude(0.8, 4), SEES),
  row('claude-3-opus', 200_000, 4096, claude(15, 75), 'image'),
  row(
    'claude-3-haiku',
    200_000,
    4096,
    { input: 0.25, output: 1.25, cacheRead: 0.03, cacheWrite: 0.3, cacheWriteLong: 0.5 },
    'image',
  ),
]
