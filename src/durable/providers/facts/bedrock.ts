/**
 * Models of Amazon Bedrock besides Anthropic's, as of 21 November 2026. Prices: aws.amazon.com/bedrock/pricing, on demand,
 * US East, checked against LibreChat's table (packages/data-schemas/src/methods/tx.ts at 02244615). Windows:
 * docs.aws.amazon.com/nova/latest/userguide/what-is-nova.html and the vendors' own cards.
 */
import { type Row, row } from './row.ts'

export const BEDROCK: readonly Row[] = [
  row('nova-micro', 128_000, 10_000, { input: 0.035, output: 0.14, cacheRead: 0.00875 }),
  row('nova-lite', 300_000, 10_000, { input: 0.06, output: 0.24, cacheRead: 0.015 }, 'image file video'),
  row('nova-pro', 300_000, 10_000, { input: 0.8, output: 3.2, cacheRead: 0.2 }, 'image file video'),
  row('nova-premier', 1_000_000, 10_000, { input: 2.5, output: 12.5 }, 'image file video'),
  row('llama3-3-70b-instruct', 128_000, 8192, { input: 0.72, output: 0.72 }),
  row('llama3-1-8b-instruct', 128_000, 8192, { input: 0.22, output: 0.22 }),
  row('llama3-1-70b-instruct', 128_000, 8192, { input: 0.72, output: 0.72 }),
  row('mistral-large-2402', 32_000, 8192, { input: 4, output: 12 }),
  row('mistral-large-2407', 128_000, 8192, { input: 3, output: 9 }),
  row('r1', 128_000, 32_768, { input: 1.35, output: 5.4 }, '', true),
]
