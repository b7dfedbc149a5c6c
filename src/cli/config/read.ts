/**
 * `librechat.yaml`: expanded and checked before anything starts. An error is one line with the place in the file, what was
 * found and what is allowed; a key that has no effect yet, and one that nobody knows, are named.
 */
import * as v from 'valibot'
import { LineCounter, parseDocument } from 'yaml'
import { Config } from '../../shared/config/index.ts'
import { patternOf } from '../../shared/config/pattern.ts'
import { optionOf } from '../../shared/preset-json.ts'
import { Refusal } from '../refusal.ts'
import { backtracks } from './backtracking.ts'
import { type ConfigFile, configText } from './file.ts'
import { complaintOf, shown, unknownKey } from './messages.ts'
import { childOf, inEffect, namesIn, type Schema, takesAnyName, works } from './schema.ts'
import { expandVariables } from './variables.ts'

/**
 * `notes`: lines for the operator, about what is in the file and has no effect. `used`: variables that the file names.
 */
export type Read = { config: Config; notes: string[]; used: string[] }
type Path = (string | number)[]

/** What a missing or empty file stands for. */
const EMPTY = { version: '1.3.1' }

/**
 * The configuration of an installation. A file that is missing gives the defaults, unless somebody asked for it. Throws a
 * `Refusal`; with LibreChat's `CONFIG_BYPASS_VALIDATION` a file that is wrong gives the defaults and a note instead.
 */
export async function readConfig(file: ConfigFile, env: NodeJS.ProcessEnv): Promise<Read> {
  const { name, text } = await configText(file)
  try {
    return checkConfig(text ?? '', name, env)
  } catch (error) {
    if (!(error instanceof Refusal) || env.CONFIG_BYPASS_VALIDATION?.toLowerCase() !== 'true') throw error
    const { config } = checkConfig('', name, env)
    const why = `${error.message}; CONFIG_BYPASS_VALIDATION is set, so the defaults are used`
    return { config, notes: [why], used: [] }
  }
}

/** Checks the text of a file called `name`. Throws a `Refusal` of one line. */
export function checkConfig(source: string, name: string, env: NodeJS.ProcessEnv): Read {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number) => `${name}:${lines.linePos(offset).line}`
  const broken = document.errors[0]
  if (broken) throw new Refusal(`${at(broken.pos[0])}: this is not valid YAML: ${broken.message}`)
  const place = (path: Path) => at(offsetOf(document, path))

  const content: unknown = document.toJS() ?? EMPTY
  if (!isRecord(content))
    throw new Refusal(`${at(0)}: expected keys such as "version: 1.3.1" at the start of a line`)
  const known = namesIn(Config as unknown as Schema)
  for (const key of Object.keys(content)) {
    if (!known.includes(key)) throw new Refusal(`${place([key])}: ${unknownKey(key, known)}`)
  }
  const { unknown, unused } = survey(content, Config as unknown as Schema, [], place)
  const { value, notes, used } = expandVariables(content, env, place)
  const parsed = v.safeParse(Config, value)
  if (!parsed.success) throw new Refusal(complaintOf(parsed.issues, place, (path) => valueAt(content, path)))
  notes.push(...unknown, ...slowPatterns(parsed.output, place))
  unused.push(...foreignParameters(parsed.output))
  if (unused.length > 0) notes.push(`${name}: accepted, no effect yet: ${unused.join(', ')}`)
  return { config: inEffect(parsed.output, Config as unknown as Schema) as Config, notes, used }
}

/** Expressions that a text can hold up the server with. */
function slowPatterns({ messageFilter, fileConfig }: Config, place: (path: Path) => string): string[] {
  const custom = (messageFilter?.pii?.customPatterns ?? []).map(({ regex }, at) => ({
    path: ['messageFilter', 'pii', 'customPatterns', at, 'regex'],
    text: regex,
  }))
  const types = Object.entries(fileConfig?.endpoints ?? {}).flatMap(([name, said]) =>
    (said.supportedMimeTypes ?? []).map((text, at) => ({
      path: ['fileConfig', 'endpoints', name, 'supportedMimeTypes', at],
      text,
    })),
  )
  return [...custom, ...types].flatMap(({ path, text }) => {
    const regex = patternOf(text)
    if (!regex || !backtracks(regex)) return []
    const why =
      'a text that nearly fits it can hold up the server: it repeats what repeats itself, as (a+)+ does'
    return [`${place(path)}: ${JSON.stringify(text)}: ${why}`]
  })
}

/** Definitions of parameters that there are not here. */
function foreignParameters({ endpoints }: Config): string[] {
  return endpoints.custom.flatMap(({ customParams }, at) =>
    (customParams?.paramDefinitions ?? []).flatMap(({ key }, nth) =>
      optionOf(key) ? [] : [`endpoints.custom[${at}].customParams.paramDefinitions[${nth}] (${key})`],
    ),
  )
}

type Survey = { unknown: string[]; unused: string[] }

/** Keys that nothing knows, as lines with their place, and keys without effect, the highest of each branch. */
function survey(value: unknown, schema: Schema, path: Path, place: (path: Path) => string): Survey {
  const found: Survey = { unknown: [], unused: [] }
  const names = namesIn(schema)
  // valibot takes a list for an object without keys.
  if (Array.isArray(value) && names.length > 0 && !childOf(schema, 0))
    throw new Refusal(`${place(path)}: ${shown(path)} must be a group of keys, but is a list`)
  const children = Array.isArray(value) ? [...value.entries()] : isRecord(value) ? Object.entries(value) : []
  for (const [key, inner] of children as [string | number, unknown][]) {
    const at = [...path, key]
    const child = childOf(schema, key)
    if (child && !works(child) && typeof key === 'string' && names.includes(key)) {
      found.unused.push(shown(at))
      // Also in what has no effect, a slip of the pen is worth a word.
      found.unknown.push(...survey(inner, child, at, place).unknown)
    } else if (child) {
      const below = survey(inner, child, at, place)
      found.unknown.push(...below.unknown)
      found.unused.push(...below.unused)
    } else if (names.length > 0 && !takesAnyName(schema)) {
      found.unknown.push(`${place(at)}: ${shown(at)} is left out: ${unknownKey(String(key), names)}`)
    }
  }
  return found
}

/** Where `path` begins in the text, or, when something on it is missing, what should hold it. */
function offsetOf(document: { getIn(path: Path, keep: true): unknown }, path: Path): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true) as
      | { range?: [number, number, number] }
      | undefined
    if (node?.range) return node.range[0]
  }
  return 0
}

function valueAt(content: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | null | undefined)?.[key],
    content,
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
