/**
 * What an address asks of a new chat: `/c/new?q=…&model=…`, with LibreChat's names. Nothing is ever sent because an
 * address said so: somebody else may have written it, so `submit` fills the composer and leaves Enter to the reader.
 * Loaded when an address asks something.
 */
import * as v from 'valibot'
import type { ModelInfo } from '../../shared/catalog.ts'
import { isId } from '../../shared/ids.ts'
import type { Pick } from '../../shared/message.ts'
import { EFFORTS, MAX_INSTRUCTIONS, Options, type Setup } from '../../shared/setup.ts'
import { pickOf } from './catalog.ts'

/** Longer than any browser's address; whoever makes one by script gets the begin of it. */
const MAX_TEXT = 100_000
const MAX_NAME = 256

export type Wish = {
  text: string
  submit: boolean
  endpoint: string | null
  model: string | null
  /** The name of an entry of `modelSpecs`: a model with settings. */
  spec: string | null
  temporary: boolean
  project: string | null
  setup: Setup
}

const NUMBERS = {
  temperature: 'temperature',
  top_p: 'topP',
  topP: 'topP',
  top_k: 'topK',
  topK: 'topK',
  frequency_penalty: 'frequencyPenalty',
  presence_penalty: 'presencePenalty',
  seed: 'seed',
  max_tokens: 'maxTokens',
  maxOutputTokens: 'maxTokens',
  maxTokens: 'maxTokens',
  maxContextTokens: 'contextTokens',
  thinkingBudget: 'thinkingTokens',
} as const satisfies Record<string, keyof Options>

const SWITCHES = { useResponsesApi: 'responses', web_search: 'webSearch' } as const
const CHOICES = {
  reasoning_summary: 'summary',
  verbosity: 'verbosity',
  imageDetail: 'imageDetail',
} as const

/** Names that are taken out of the address once they were read. */
export const READ = [
  ...['prompt', 'q', 'submit', 'endpoint', 'model', 'spec', 'temporary', 'project', 'projectId'],
  ...['promptPrefix', 'system', 'instructions', 'reasoning_effort', 'effort', 'stop'],
  ...[NUMBERS, SWITCHES, CHOICES].flatMap((names) => Object.keys(names)),
]

/** What `search` (`?q=…`) asks; null where it asks nothing. */
export function wishOf(search: string): Wish | null {
  const asked = new URLSearchParams(search)
  if (!READ.some((name) => asked.has(name))) return null
  const first = (...names: string[]) => names.map((name) => asked.get(name)).find(Boolean) ?? null
  const name = (...names: string[]) =>
    first(...names)
      ?.trim()
      .slice(0, MAX_NAME) || null
  const project = name('project', 'projectId')?.toLowerCase() ?? null
  return {
    text: clean(first('prompt', 'q') ?? '', MAX_TEXT).trim(),
    submit: yes(asked.get('submit')),
    endpoint: name('endpoint'),
    model: name('model'),
    spec: name('spec'),
    temporary: yes(asked.get('temporary')),
    project: project !== null && isId(project) ? project : null,
    setup: setupOf(asked),
  }
}

/** The address without what was read. */
export function withoutWish(search: string): string {
  const rest = new URLSearchParams(search)
  for (const name of READ) rest.delete(name)
  return rest.size > 0 ? `?${rest}` : ''
}

/**
 * What an address means of what there is: an entry by its name in `spec`, else both names, or the first that has the one
 * that is given. Null: there is no such thing; undefined: none was asked for.
 */
export function modelOf(wish: Named, models: readonly ModelInfo[]): Pick | null | undefined {
  const { endpoint, model, spec } = wish
  if (endpoint === null && model === null && spec === null) return undefined
  const same = (a: string | undefined, b: string | null) => b === null || a?.toLowerCase() === b.toLowerCase()
  const fits = models.filter(
    (one) => !one.gone && same(one.spec, spec) && same(one.endpoint, endpoint) && same(one.model, model),
  )
  // A model as it is, rather than with settings that nobody asked for.
  const found = fits.find((one) => spec !== null || one.spec === undefined) ?? fits[0]
  return found ? pickOf(found) : null
}

type Named = { endpoint: string | null; model: string | null; spec: string | null }

function setupOf(asked: URLSearchParams): Setup {
  const instructions = clean(
    asked.get('promptPrefix') ?? asked.get('system') ?? asked.get('instructions') ?? '',
    MAX_INSTRUCTIONS,
  ).trim()
  const options: Options = {}
  for (const [name, key] of Object.entries(NUMBERS)) {
    const said = asked.get(name)
    const value = Number(said)
    // What does not fit is passed over, as in LibreChat.
    if (said?.trim() && v.is(Options.entries[key], value)) options[key] = value
  }
  const effort = EFFORTS.find((one) => one === (asked.get('reasoning_effort') ?? asked.get('effort')))
  if (effort) options.effort = effort
  for (const [name, key] of Object.entries(SWITCHES)) if (asked.has(name)) options[key] = yes(asked.get(name))
  for (const [name, key] of Object.entries(CHOICES)) {
    const said = asked.get(name)
    if (said && v.is(Options.entries[key], said)) Object.assign(options, { [key]: said })
  }
  const stop = asked
    .getAll('stop')
    .flatMap((said) => said.split(','))
    .filter((one) => one !== '' && one.length <= 256)
    .slice(0, 16)
  if (stop.length > 0) options.stop = stop
  return {
    ...(instructions && { instructions }),
    ...(Object.keys(options).length > 0 && { options }),
  }
}

function yes(said: string | null): boolean {
  return said !== null && /^(true|1|yes|)$/i.test(said.trim())
}

/** Without signs that nobody sees and that could hide what is said: control characters and changes of direction. */
function clean(text: string, most: number): string {
  return [...text.slice(0, most)]
    .filter((sign) => {
      const code = sign.codePointAt(0)!
      if (code < 32 || code === 127) return sign === '\n' || sign === '\t'
      if (code >= 0xd800 && code <= 0xdfff) return false
      return !(code >= 0x80 && code < 0xa0) && !/[\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u.test(sign)
    })
    .join('')
}
