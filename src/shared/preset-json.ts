/**
 * Presets as LibreChat writes them, in files and over HTTP. Both ways go by one table. What is in a file and means nothing
 * here is named, so that nobody believes it was taken over.
 */
import * as v from 'valibot'
import { MAX_PRESET_NAME, type Preset, PresetFields, type PresetSetup } from './presets.ts'
import { Options, Setup } from './setup.ts'

/** LibreChat's names of our options, the usual one first; which of them, depends there on the vendor. */
const NAMES: Readonly<Record<keyof Options, readonly string[]>> = {
  temperature: ['temperature'],
  topP: ['top_p', 'topP'],
  topK: ['top_k', 'topK'],
  frequencyPenalty: ['frequency_penalty'],
  presencePenalty: ['presence_penalty'],
  seed: ['seed'],
  stop: ['stop'],
  maxTokens: ['max_tokens', 'maxOutputTokens', 'maxTokens'],
  contextTokens: ['maxContextTokens'],
  resendFiles: ['resendFiles'],
  fileTokens: ['fileTokenLimit'],
  effort: ['reasoning_effort', 'effort', 'thinkingLevel'],
  thinkingTokens: ['thinkingBudget'],
  verbosity: ['verbosity'],
  imageDetail: ['imageDetail'],
  responses: ['useResponsesApi'],
  whole: ['disableStreaming'],
  summary: ['reasoning_summary'],
  webSearch: ['web_search'],
  urlContext: ['url_context'],
  thinkingDisplay: ['thinkingDisplay'],
  promptCache: ['promptCache'],
  promptCacheTtl: ['promptCacheTtl'],
}

/** Our option that a field of a request sets; null where it is none of them. */
export function optionOf(field: string): keyof Options | null {
  const found = Object.entries(NAMES).find(([, names]) => names.includes(field))
  return found ? (found[0] as keyof Options) : null
}

/** At Anthropic and Google other names are the usual ones. */
function nameOf(key: keyof Options, endpoint: string): string {
  if (endpoint === 'google' && key === 'effort') return 'thinkingLevel'
  const [usual, second] = NAMES[key]
  return ((endpoint === 'anthropic' || endpoint === 'google') && second) || usual!
}

const INSTRUCTIONS = ['promptPrefix', 'system', 'instructions']

/** What a preset is called and where it stands: read by whoever asks, or of no meaning outside of a database. */
const ABOUT = new Set([
  ...['_id', '__v', 'id', 'presetId', 'conversationId', 'user', 'createdAt', 'updatedAt', 'endpointType'],
  ...['title', 'endpoint', 'model', 'order', 'defaultPreset', 'thinking', 'context'],
])

export type Read = {
  /** Without `name` and `pick` where there were none. */
  set: PresetFields
  standard: boolean
  /** Fields that mean nothing here, or hold what cannot be. */
  ignored: string[]
}

/** One preset of a file or a request. */
export function readPreset(from: Readonly<Record<string, unknown>>): Read {
  const ignored = new Set(Object.keys(from).filter((key) => !ABOUT.has(key) && !isEmpty(from[key])))
  const options: Record<string, unknown> = {}
  for (const [key, names] of Object.entries(NAMES))
    for (const name of names) {
      const value = readAs(key, from[name])
      if (isEmpty(value)) continue
      const parsed = v.safeParse(Options.entries[key as keyof Options], value)
      if (!parsed.success) continue
      options[key] ??= parsed.output
      ignored.delete(name)
    }
  if (from.thinking === false) options.thinkingTokens = 0
  const said = INSTRUCTIONS.find((name) => !isEmpty(from[name]))
  const parsed = v.safeParse(Setup.entries.instructions, said && from[said])
  const instructions = parsed.success ? parsed.output : undefined
  if (said && instructions) ignored.delete(said)
  const context = v.safeParse(Setup.entries.context, from.context)
  const setup: PresetSetup = {
    ...(instructions && { instructions }),
    ...(Object.keys(options).length > 0 && { options: options as Options }),
    ...(context.success && context.output && { context: context.output }),
  }
  const title = typeof from.title === 'string' ? from.title.trim().slice(0, MAX_PRESET_NAME) : ''
  const pick = v.safeParse(PresetFields.entries.pick, { endpoint: from.endpoint, model: from.model })
  return {
    set: { ...(title && { name: title }), ...(pick.success && pick.output && { pick: pick.output }), setup },
    standard: from.defaultPreset === true,
    ignored: [...ignored].sort(),
  }
}

/** Some write a single text for a list of one, and some figures as texts. */
function readAs(key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (key === 'stop') return [value]
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
}

export function writePreset(preset: Preset, order: number, standard: boolean): Record<string, unknown> {
  const { id, name, pick, setup } = preset
  const options = Object.entries(setup.options ?? {}).map(([key, value]) => [
    nameOf(key as keyof Options, pick.endpoint),
    value,
  ])
  return {
    presetId: id,
    title: name,
    endpoint: pick.endpoint,
    model: pick.model,
    ...(setup.instructions && { promptPrefix: setup.instructions }),
    ...Object.fromEntries(options),
    ...(setup.context && { context: setup.context }),
    order,
    ...(standard && { defaultPreset: true }),
  }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}
