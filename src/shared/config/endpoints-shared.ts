/** Keys that every endpoint of `librechat.yaml` takes. */
import * as v from 'valibot'
import { opt } from './key.ts'

export const shared = {
  streamRate: opt(
    v.pipe(v.number(), v.minValue(0)),
    'ms between two pieces of an answer; 0, and nothing said: as they come',
    { works: true },
  ),
  headers: opt(
    v.record(v.string(), v.string()),
    'Extra request headers ({{LIBRECHAT_USER_*}} etc. and ${ENV})',
    { works: true },
  ),
  titlePrompt: opt(v.string(), 'Prompt for titles ({convo} placeholder)', { works: true }),
  titleModel: opt(v.string(), 'Model for titles; current_model = same', { works: true }),
  titleConvo: opt(v.boolean(), 'Enable titles', { works: true }),
  titleMethod: opt(v.picklist(['completion', 'functions', 'structured']), 'How the title is produced'),
  titleEndpoint: opt(v.string(), 'Run titles on another endpoint', { works: true }),
  titlePromptTemplate: opt(v.string(), 'Template of the exchange given to the title prompt', { works: true }),
  titleTiming: opt(
    v.picklist(['immediate', 'final']),
    'immediate (from first user message) or final (after the reply)',
    { works: true },
  ),
  activityLabel: opt(v.boolean(), 'Generate one-line headers for reasoning/tool groups'),
  activityModel: opt(v.string(), 'Model for labels'),
  activityEndpoint: opt(v.string(), 'Endpoint for labels'),
  activityPrompt: opt(v.string(), 'Prompt override'),
  activityMaxPerRun: opt(v.pipe(v.number(), v.integer(), v.gtValue(0)), 'Label calls per run (20)'),
  activityCharLimit: opt(
    v.pipe(v.number(), v.integer(), v.gtValue(0)),
    'Characters of activity given to the labeller (600)',
  ),
  activityPhaseLabel: opt(v.boolean(), 'Parent summaries over ≥2 activities'),
  activityPhaseModel: opt(v.string(), 'Model'),
  activityPhaseEndpoint: opt(v.string(), 'Endpoint'),
  activityPhasePrompt: opt(v.string(), 'Prompt'),
  activityPhaseMaxPerRun: opt(v.pipe(v.number(), v.integer(), v.gtValue(0)), 'Cap (5)'),
  reasoningLabel: opt(v.boolean(), 'Live labels while the model is thinking'),
  reasoningLabelModel: opt(v.string(), 'Model'),
  reasoningLabelEndpoint: opt(v.string(), 'Endpoint'),
  reasoningLabelPrompt: opt(v.string(), 'Prompt'),
  reasoningLabelMinChars: opt(
    v.pipe(v.number(), v.integer(), v.gtValue(0)),
    'First label after N chars (500)',
  ),
  reasoningLabelUpdateChars: opt(
    v.pipe(v.number(), v.integer(), v.gtValue(0)),
    'Update after N more chars (400)',
  ),
  reasoningLabelUpdateIntervalMs: opt(v.pipe(v.number(), v.integer(), v.minValue(0)), 'Min interval (3000)'),
  reasoningLabelMaxPerRun: opt(v.pipe(v.number(), v.integer(), v.gtValue(0)), 'Cap (8)'),
  maxToolResultChars: opt(v.pipe(v.number(), v.gtValue(0)), 'Truncate tool results'),
  baseURL: opt(v.string(), 'Another address of the vendor'),
}

/** As far as an endpoint says them. */
export type Shared = { [key in keyof typeof shared]?: v.InferOutput<(typeof shared)[key]> }
