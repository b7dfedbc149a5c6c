/** What is not sent to a model. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt, req } from './key.ts'

export const MessageFilter = {
  messageFilter: opt(
    v.object({
      pii: opt(
        v.object({
          starterPatterns: opt(v.array(v.string()), 'Built-in pattern ids to enable'),
          customPatterns: opt(
            v.array(
              v.object({
                id: req(v.pipe(v.string(), v.minLength(1)), 'Id'),
                label: req(v.pipe(v.string(), v.minLength(1)), 'Name shown to the user'),
                regex: req(v.pipe(v.string(), v.minLength(1)), 'Pattern'),
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
