/** What is remembered of a person. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt } from './key.ts'

export const Memory = {
  memory: opt(
    v.object({
      disabled: opt(v.boolean(), 'Turn memory off'),
      validKeys: opt(v.array(v.string()), 'Allowed memory keys (must match ^[a-z_]+$)'),
      tokenLimit: opt(v.number(), 'Total tokens a user may store'),
      charLimit: opt(v.number(), 'Max characters per memory value', { default: 10000 }),
      maxInputTokens: opt(
        v.pipe(v.number(), v.integer(), v.gtValue(0)),
        'Cap on recent chat text sent to the memory agent',
        { default: 12000 },
      ),
      personalize: opt(v.boolean(), 'Let users toggle memory themselves', { default: true }),
      messageWindowSize: opt(v.number(), 'Recent messages analysed', { default: 5 }),
      agent: opt(
        v.object({
          enabled: opt(v.boolean(), 'Opt-in automatic extraction on every request'),
          id: opt(v.string(), 'Existing agent id (variant 1)'),
          provider: opt(v.string(), 'Endpoint name (variant 2)'),
          model: opt(v.string(), 'Model (variant 2)'),
          instructions: opt(v.string(), 'Custom extraction instructions'),
          model_parameters: opt(
            v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
            'Provider parameters',
          ),
        }),
        'Extraction agent: either {id} of an existing agent or {provider, model, ...}',
      ),
    }),
    'User memory (key/value) feature; absent = feature off',
  ),
}
