/**
 * Google, as of 21 November 2026. Prices: ai.google.dev/gemini-api/docs/pricing, paid tier, checked against LibreChat's
 * table (packages/data-schemas/src/methods/tx.ts at 02244615). Windows: ai.google.dev/gemini-api/docs/models.
 */
import { type Row, row } from './row.ts'

const ALL = 'image file audio video'
const MILLION = 1_048_576

export const GOOGLE: readonly Row[] = [
  row('gemini-3.5-flash', MILLION, 65_536, { input: 1.5, output: 9, cacheRead: 0.15 }, ALL, true),
  row(
    'gemini-3.1-pro',
    MILLION,
    65_536,
    { input: 2, output: 12, cacheRead: 0.2, long: { over: 200_000, input: 4, output: 18, cacheRead: 0.4 } },
    ALL,
    true,
  ),
  row('gemini-3.1-flash-lite', MILLION, 65_536, { input: 0.25, output: 1.5, cacheRead: 0.025 }, ALL, true),
  row(
    'gemini-3-pro',
    MILLION,
    65_536,
    { input: 2, output: 12, cacheRead: 0.2, long: { over: 200_000, input: 4, output: 18, cacheRead: 0.4 } },
    ALL,
    true,
  ),
  row('gemini-3-flash', MILLION, 65_536, { input: 0.5, output: 3, cacheRead: 0.05 }, ALL, true),
  row(
    'gemini-2.5-pro',
    MILLION,
    65_536,
    {
      input: 1.25,
      output: 10,
      cacheRead: 0.125,
      long: { over: 200_000, input: 2.5, output: 15, cacheRead: 0.25 },
    },
    ALL,
    true,
  ),
  row('gemini-2.5-flash', MILLION, 65_536, { input: 0.3, output: 2.5, cacheRead: 0.03 }, ALL, true),
  row('gemini-2.5-flash-lite', MILLION, 65_536, { input: 0.1, output: 0.4, cacheRead: 0.01 }, ALL, true),
  row('gemini-2.0-flash', MILLION, 8192, { input: 0.1, output: 0.4, cacheRead: 0.025 }, ALL),
  row('gemini-2.0-flash-lite', MILLION, 8192, { input: 0.075, output: 0.3 }, ALL),
  row('gemma-3-27b-it', 131_072, 8192, null, 'image'),
]
