/** Summaries of what no longer fits into the context. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt, req } from './key.ts'

export const Summarization = {
  summarization: opt(
    v.object({
      enabled: opt(v.boolean(), 'Switch'),
      provider: opt(v.string(), "Summariser provider (default: the agent's own)"),
      model: opt(v.string(), 'Summariser model'),
      parameters: opt(
        v.record(v.string(), v.nullable(v.union([v.string(), v.number(), v.boolean()]))),
        'Summariser model params',
      ),
      trigger: opt(
        v.object({
          type: req(
            v.picklist(['token_ratio', 'remaining_tokens', 'messages_to_refine']),
            'token_ratio (0..1 of window used) / remaining_tokens / messages_to_refine',
          ),
          value: req(v.pipe(v.number(), v.minValue(0)), 'Threshold for the type'),
        }),
        'When to compact; discriminated by type',
      ),
      prompt: opt(v.string(), 'First-summary prompt'),
      updatePrompt: opt(v.string(), 'Incremental-update prompt'),
      reserveRatio: opt(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 'Share of window kept free'),
      maxSummaryTokens: opt(v.pipe(v.number(), v.gtValue(0)), 'Cap on summary size'),
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
          turns: opt(v.pipe(v.number(), v.minValue(0), v.maxValue(20)), 'Turns kept'),
          tokens: opt(v.pipe(v.number(), v.gtValue(0)), 'Token budget of that tail'),
        }),
        'Verbatim tail kept after compaction',
      ),
    }),
    'Agent context compaction; on by default (self-summarise) unless enabled:false',
  ),
}
