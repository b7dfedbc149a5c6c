/** The page of all keys of `librechat.yaml`, for docs/. */
import { Config } from '../../shared/config/index.ts'
import { type Key, keysOf, type Schema, typeOf } from './schema.ts'

/** Markdown; one line a key. */
export function reference(): string {
  const keys = [...keysOf(Config as unknown as Schema)].filter(({ schema }) => !isGroup(schema))
  const live = keys.filter((key) => key.works)
  const waiting = keys.filter((key) => !key.works)
  return `# Keys of librechat.yaml

Parley reads the configuration file of LibreChat. ${live.length} keys have an effect. ${waiting.length} more are checked and
accepted, and a line at start names those that are in your file. \`npm run parley -- config check FILE\` says the same
without starting; \`npm run parley -- config explain KEY\` prints one of the lines below.

## Keys that have an effect

${live.map(line).join('\n')}

## Keys that are accepted and have no effect yet

${waiting.map(line).join('\n')}
`
}

function line({ path, schema, about, required }: Key): string {
  const standard = schema.default === undefined ? '' : `, \`${JSON.stringify(schema.default)}\` when left out`
  return `- \`${path}\` (${typeOf(schema)}${required ? ', required' : standard}): ${about.replaceAll('|', '\\|')}`
}

function isGroup(schema: Schema): boolean {
  return typeOf(schema) === 'group of keys' && [...keysOf(schema)].length > 0
}
