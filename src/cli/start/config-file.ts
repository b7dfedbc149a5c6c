/**
 * `librechat.yaml`: read, expanded and checked before anything starts. An error is one line with the place in the file;
 * what LibreChat knows and we do not use yet is accepted and named.
 */
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import * as v from 'valibot'
import { type Document, LineCounter, parseDocument } from 'yaml'
import { Config } from '../../shared/config/index.ts'
import { inProject } from '../build/paths.ts'
import { Refusal } from '../refusal.ts'
import { expandVariables } from './config-variables.ts'
import { LIBRECHAT_KEYS } from './librechat-keys.ts'

/** `notes`: lines for the operator, about what is in the file and has no effect. */
export type Read = { config: Config; notes: string[] }
type Path = (string | number)[]

/** A file that is missing gives the defaults, unless somebody `asked` for it. Throws a `Refusal`. */
export function readConfig(file: { path: string; asked: boolean }, env: NodeJS.ProcessEnv): Read {
  const source = readText(file)
  if (source === null) return { config: v.parse(Config, EMPTY), notes: [] }
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false })
  const name = relative(inProject('.'), file.path).startsWith('..')
    ? file.path
    : relative(inProject('.'), file.path)
  const at = (offset: number) => `${name}:${lines.linePos(offset).line}`

  const broken = document.errors[0]
  if (broken) throw new Refusal(`${at(broken.pos[0])}: this is not valid YAML: ${broken.message}`)
  const place = (path: Path) => at(offsetOf(document, path))
  const content: unknown = document.toJS() ?? EMPTY
  if (!isRecord(content))
    throw new Refusal(`${at(0)}: expected keys such as "version: 1.3.1" at the start of a line`)
  for (const key of Object.keys(content)) {
    if (!LIBRECHAT_KEYS.includes(key)) throw new Refusal(`${place([key])}: ${unknownKey(key)}`)
  }
  const unused = unusedKeys(content, Config as Schema, [], place)
  const { value, notes } = expandVariables(content, env, place)
  const parsed = v.safeParse(Config, value)
  if (!parsed.success) throw new Refusal(explain(parsed.issues, place))
  if (unused.length > 0) notes.push(`${name}: accepted, no effect yet: ${unused.join(', ')}`)
  return { config: parsed.output, notes }
}

/** What a missing or empty file stands for. */
const EMPTY = { version: '1.3.1' }

function readText({ path, asked }: { path: string; asked: boolean }): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && !asked) return null
    const reason = code === 'ENOENT' ? 'does not exist' : `cannot be read (${message})`
    throw new Refusal(`the configuration file ${path} ${reason}: give another with --config, or CONFIG_PATH`)
  }
}

/** Where `path` begins in the text, or, when something on it is missing, what should hold it. */
function offsetOf(document: Document, path: Path): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true) as
      | { range?: [number, number, number] }
      | undefined
    if (node?.range) return node.range[0]
  }
  return 0
}

function explain(issues: v.BaseIssue<unknown>[], place: (path: Path) => string): string {
  const [issue] = issues as [v.BaseIssue<unknown>]
  const path = (issue.path ?? []).map((item) => item.key as string | number)
  const said = `${place(path)}: ${shown(path)} ${complaint(issue)}`
  return issues.length > 1 ? `${said} (and ${issues.length - 1} more)` : said
}

function complaint(issue: v.BaseIssue<unknown>): string {
  if (issue.input === undefined) return 'is missing: add it'
  const found = JSON.stringify(issue.input).slice(0, 60)
  const wanted =
    issue.kind === 'schema' ? `must be ${article(issue.expected ?? 'something else')}` : issue.message
  return `${wanted}, but is ${found}`
}

const NAMES: Record<string, string> = {
  Object: 'a group of keys',
  Array: 'a list',
  string: 'text',
  boolean: 'true or false',
}
const article = (expected: string) => NAMES[expected] ?? expected

const shown = (path: Path) =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${key}` : key),
    '',
  )

function unknownKey(key: string): string {
  const near = LIBRECHAT_KEYS.find(
    (known) => known.toLowerCase() === key.toLowerCase().replace(/[-_\s]/g, ''),
  )
  const advice = near ? `did you mean "${near}"?` : `known are ${LIBRECHAT_KEYS.join(', ')}`
  return `the key "${key}" is not known: ${advice}`
}

/** Paths in `value` that the schema has no place for, the highest of each branch. */
function unusedKeys(
  value: unknown,
  schema: Schema | undefined,
  path: Path,
  place: (path: Path) => string,
): string[] {
  const inner = unwrapped(schema)
  if (Array.isArray(value)) {
    // valibot takes a list for an object without keys.
    if (inner?.entries)
      throw new Refusal(`${place(path)}: ${shown(path)} must be a group of keys, but is a list`)
    return value.flatMap((item, index) => unusedKeys(item, inner?.item, [...path, index], place))
  }
  if (!isRecord(value) || !inner?.entries) return []
  const { entries } = inner
  return Object.entries(value).flatMap(([key, item]) =>
    key in entries ? unusedKeys(item, entries[key], [...path, key], place) : [shown([...path, key])],
  )
}

/** As much of a valibot schema as a walk needs. */
type Schema = { entries?: Record<string, Schema>; item?: Schema; wrapped?: Schema }
const unwrapped = (schema: Schema | undefined): Schema | undefined =>
  schema?.wrapped ? unwrapped(schema.wrapped) : schema

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
