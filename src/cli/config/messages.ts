/** What is said of a configuration that is wrong: one line, with the place, what was found, and what is allowed. */
import type * as v from 'valibot'

type Path = (string | number)[]

/** The first of `issues` in a line, and how many more there are. `written`: what stands in the file, before `${NAME}` is filled in. */
export function complaintOf(
  issues: v.BaseIssue<unknown>[],
  place: (path: Path) => string,
  written: (path: Path) => unknown,
): string {
  const [issue] = issues as [v.BaseIssue<unknown>]
  const path = pathOf(issue)
  const said = `${place(path)}: ${shown(path)} ${wrong(issue, foundAt(path, written(path)))}`
  return issues.length > 1 ? `${said} (and ${issues.length - 1} more)` : said
}

/** A path as one writes it: `endpoints.custom[0].name`. */
export function shown(path: Path): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${key}` : key),
    '',
  )
}

/** That `key` is not among `names`, with the one that was probably meant. */
export function unknownKey(key: string, names: readonly string[]): string {
  const near = names
    .map((name) => ({ name, far: distance(plain(key), plain(name)) }))
    .sort((a, b) => a.far - b.far)[0]
  const advice =
    near && near.far <= Math.max(1, Math.floor(key.length / 4))
      ? `did you mean "${near.name}"?`
      : `known are ${[...names].sort().join(', ')}`
  return `the key "${key}" is not known: ${advice}`
}

const plain = (key: string) => key.toLowerCase().replace(/[-_\s]/g, '')

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length]!
}

function pathOf(issue: v.BaseIssue<unknown>): Path {
  return (issue.path ?? []).map((item) => item.key as string | number)
}

/** Names under which keys and passwords stand. What is said of them ends up in logs. */
const SECRET = /key|secret|token|passw|credential|auth|header|cookie/i

/** What was found, as far as it can be shown to anybody. */
function foundAt(path: Path, value: unknown): string {
  if (path.some((name) => SECRET.test(String(name)))) return 'something else, which is not shown here'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'a group of keys'
  return (
    JSON.stringify(value)
      ?.slice(0, 60)
      .replace(/\/\/[^/@]*@/, '//…@') ?? 'nothing'
  )
}

function wrong(issue: v.BaseIssue<unknown>, found: string): string {
  if (issue.input === undefined) return 'is missing: add it'
  if (issue.kind !== 'schema') {
    const message = issue.message.startsWith('must') ? issue.message : `must be ${limitOf(issue)}`
    return `${message}, but is ${found}`
  }
  return `must be ${allowed(issue.expected ?? 'something else')}, but is ${found}`
}

const NAMES: Record<string, string> = {
  Object: 'a group of keys',
  Array: 'a list',
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
}

/** valibot writes a choice as `("a" | "b")`, or `(boolean | Object)`. */
function allowed(expected: string): string {
  const choices = expected.replace(/^\(|\)$/g, '').split(' | ')
  return choices.map((choice) => NAMES[choice] ?? choice).join(', or ')
}

function limitOf({ expected, message }: v.BaseIssue<unknown>): string {
  // valibot's own words repeat what it was given.
  return expected ?? message.replace(/(,? but|:)? received.*/is, '')
}
