/**
 * `librechat.yaml`, whole: every key LibreChat knows, one line each, in the file of its section. The command line parses
 * YAML, expands `${ENV}` and checks; the Worker and its objects get the keys that have an effect as JSON, and trust it.
 */
import * as v from 'valibot'
import { Actions } from './actions.ts'
import { Balance } from './balance.ts'
import { Endpoints } from './endpoints.ts'
import { Files } from './files.ts'
import { Filters } from './filters.ts'
import { Interface } from './interface.ts'
import { opt, req } from './key.ts'
import { Langfuse } from './langfuse.ts'
import { Mcp } from './mcp.ts'
import { Memory } from './memory.ts'
import { MessageFilter } from './message-filter.ts'
import { ModelSpecs } from './model-specs.ts'
import { Ocr } from './ocr.ts'
import { Permissions } from './permissions.ts'
import { RateLimits } from './rate-limits.ts'
import { Registration } from './registration.ts'
import { SkillSync } from './skill-sync.ts'
import { Speech } from './speech.ts'
import { Summarization } from './summarization.ts'
import { Tools } from './tools.ts'
import { Turnstile } from './turnstile.ts'
import { WebSearch } from './web-search.ts'

/** Format versions of LibreChat's file that are understood: any `1.x`. */
const Version = v.pipe(v.string(), v.regex(/^1\.\d+(\.\d+)?$/, 'must be a version such as "1.3.1"'))

export const Config = v.object({
  version: req(Version, 'The version of the format', { works: true }),
  cache: opt(v.boolean(), 'Keep the parsed file between requests; here it is read once, at start', {
    default: true,
  }),
  ...Endpoints,
  ...ModelSpecs,
  ...Interface,
  ...Registration,
  ...Permissions,
  ...Balance,
  ...RateLimits,
  ...MessageFilter,
  ...Filters,
  ...Memory,
  ...Summarization,
  ...Files,
  ...Ocr,
  ...Speech,
  ...WebSearch,
  ...Mcp,
  ...Actions,
  ...Tools,
  ...SkillSync,
  ...Turnstile,
  ...Langfuse,
})

type Whole = v.InferOutput<typeof Config>
/** What is in effect. A section that has no effect here is left out. */
export type Config = Partial<Whole> & Pick<Whole, 'endpoints'>
