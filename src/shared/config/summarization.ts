/** Summaries of what no longer fits into the context. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt, req } from './key.ts'

export const Summarization = {
  summarization: opt(
    v.object({
      enabled: opt(v.boolean(), 'Switch', { works: true }),
      provider: opt(v.string(), "Summariser provider (default: the agent's own)", { works: true }),
      model: opt(v.string(), 'Summariser model', { works: true }),
      parameters: opt(
        v.record(v.string(), v.nullable(v.union([v.string(), v.number(), v.boolean()]))),
        'Summariser model params',
        { works: true },
      ),
      trigger: opt(
        v.object({
          type: req(
            v.picklist(['token_ratio', 'remaining_tokens', 'messages_to_refine']),
            'token_ratio (0..1 of window used) / remaining_tokens / messages_to_refine',
            { works: true },
          ),
          value: req(v.pipe(v.number(), v.minValue(0)), 'Threshold for the type', { works: true }),
        }),
        'When to compact; discriminated by type',
      ),
      prompt: opt(v.string(), 'First-summary prompt', { works: true }),
      updatePrompt: opt(v.string(), 'Incremental-update prompt', { works: true }),
      reserveRatio: opt(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 'Share of window kept free', {
        works: true,
      }),
      maxSummaryTokens: opt(v.pipe(v.number(), v.gtValue(0)), 'Cap on summary size', { works: true }),
      contextPruning: opt(
        v.object({
          enabled: opt(v.boolean(), 'Switch'),
          keepLastAssistants: opt(
            v.pipe(v.number(), v.minValue(0), v.maxValue(10)),
            'Untouched recent assistant turns',
          ),
          softTrimRatio: opt(
            v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
            'Fill ratio at which tool results are trimmed',
          ),
          hardClearRatio: opt(
            v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
            'Fill ratio at which they are cleared',
          ),
          minPrunableToolChars: opt(v.pipe(v.number(), v.minValue(0)), 'Ignore small tool results'),
        }),
        'Trims old tool results before summarising',
      ),
      retainRecent: opt(
        v.object({
          turns: opt(v.pipe(v.number(), v.minValue(0), v.maxValue(20)), 'Turns kept', { works: true }),
          tokens: opt(v.pipe(v.number(), v.gtValue(0)), 'Token budget of that tail', { works: true }),
        }),
        'Verbatim tail kept after compaction',
      ),
    }),
    'Summaries of what is too long; the usual way where this stands, unless enabled is false',
  ),
}
