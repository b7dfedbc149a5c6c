/** What is not sent to a model. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt, req } from './key.ts'
import { PatternText } from './pattern.ts'

export const MessageFilter = {
  messageFilter: opt(
    v.object({
      pii: opt(
        v.object({
          starterPatterns: opt(v.array(v.string()), 'Built-in pattern ids to enable', { works: true }),
          customPatterns: opt(
            v.array(
              v.object({
                id: req(v.pipe(v.string(), v.minLength(1)), 'Id', { works: true }),
                label: req(v.pipe(v.string(), v.minLength(1)), 'Name shown to the user', { works: true }),
                regex: req(PatternText, 'Pattern', { works: true }),
              }),
            ),
            'Own regexes',
          ),
        }),
        'Blocks messages that match PII/secret patterns',
      ),
    }),
    'Pre-model input filters',
  ),
}
