/** Skills that come from repositories. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt, req } from './key.ts'

export const SkillSync = {
  skillSync: opt(
    v.object({
      github: opt(
        v.object({
          enabled: opt(v.boolean(), 'Switch', { default: false }),
          intervalMinutes: opt(
            v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(35791)),
            'Poll interval',
            { default: 60 },
          ),
          runOnStartup: opt(v.boolean(), 'Sync at boot', { default: false }),
          sources: opt(
            v.array(
              v.object({
                id: req(
                  v.pipe(v.string(), v.minLength(1), v.maxLength(64), v.regex(/^[a-zA-Z0-9][a-zA-Z0-9_-]*$/)),
                  'Stable source id',
                ),
                owner: req(
                  v.pipe(
                    v.string(),
                    v.minLength(1),
                    v.maxLength(39),
                    v.regex(/^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/),
                  ),
                  'GitHub owner',
                ),
                repo: req(
                  v.pipe(v.string(), v.minLength(1), v.maxLength(100), v.regex(/^[a-zA-Z0-9._-]+$/)),
                  'Repository',
                ),
                ref: opt(v.pipe(v.string(), v.minLength(1), v.maxLength(255)), 'Branch/tag/sha', {
                  default: 'main',
                }),
                paths: req(
                  v.pipe(v.array(v.pipe(v.string(), v.maxLength(500))), v.minLength(1)),
                  'Folders scanned for SKILL.md',
                ),
                skillDiscoveryDepth: opt(
                  v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10)),
                  'Recursion depth',
                ),
                credentialKey: opt(
                  v.pipe(v.string(), v.minLength(1), v.maxLength(64), v.regex(/^[a-zA-Z0-9][a-zA-Z0-9_-]*$/)),
                  'Admin-stored credential reference',
                ),
                token: opt(
                  v.pipe(v.string(), v.trim(), v.regex(/^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/)),
                  'Env reference to a PAT',
                ),
                tenantId: opt(v.pipe(v.string(), v.maxLength(128)), 'Owning tenant'),
              }),
            ),
            'Repositories',
            { default: [] },
          ),
        }),
        'GitHub source set',
      ),
    }),
    'Mirror Agent Skills from external sources',
  ),
}
