/** Every key of librechat.yaml: none is passed over in silence. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { run } from '../../src/cli/config/command.ts'
import { LIBRECHAT_NAMES } from '../../src/cli/config/librechat-names.ts'
import { checkConfig } from '../../src/cli/config/read.ts'
import { reference } from '../../src/cli/config/reference.ts'
import { childOf, keysOf, type Schema, shapesOf, takesAnyName, works } from '../../src/cli/config/schema.ts'
import { notesOnNames, PASSED } from '../../src/cli/start/environment.ts'
import { Config } from '../../src/shared/config/index.ts'
import { Random } from '../fuzz/random.ts'

const SCHEMA = Config as unknown as Schema
const check = (value: unknown) => checkConfig(stringify(value), 'librechat.yaml', {})

/** A value that every check of `schema` takes, with every key in it. */
function sample(schema: Schema, path = ''): unknown {
  const shape = shapesOf(schema).toSorted((a, b) => weight(b) - weight(a))[0]!
  switch (shape.type) {
    case 'object':
    case 'loose_object':
      return Object.fromEntries(
        Object.entries(shape.entries ?? {}).map(([name, child]) => [name, sample(child, `${path}.${name}`)]),
      )
    case 'array':
      return [sample(shape.item!, path)]
    case 'record':
      return { sample: sample(shape.value!, path) }
    case 'picklist':
      return shape.options![0]
    case 'literal':
      return shape.literal
    case 'boolean':
      return true
    case 'number':
      return limit(shape, 'min_value') ?? 1
    case 'string':
      return text(shape, path)
    default:
      return 'anything'
  }
}

const weight = ({ type }: Schema) => ['object', 'array', 'record'].indexOf(type) + 1
const limit = ({ pipe }: Schema, type: string) =>
  pipe?.find((action) => action.type === type)?.requirement as number | undefined

function text({ pipe }: Schema, path: string): string {
  if (pipe?.some(({ type }) => type === 'url')) return 'https://example.org/v1'
  const pattern = pipe?.find(({ type }) => type === 'regex')?.requirement as RegExp | undefined
  return ['sample', '1.3.1', '${SAMPLE}'].find((one) => !pattern || pattern.test(one)) ?? path
}

/** `a.b[0].c` as the table writes it. */
const asKey = (path: string) => path.replace(/\[\d+\]/g, '[]').replaceAll('.sample', '.<name>')

const WHOLE = sample(SCHEMA) as Record<string, unknown>
// A text with a variable in it would leave the endpoint out.
const endpoints = WHOLE.endpoints as { custom: { apiKey: string }[] }

describe('a file with every key there is', () => {
  const { config, notes } = check(WHOLE)
  const said = notes.filter((note) => note.startsWith('librechat.yaml: accepted, no effect yet: '))
  const idle = (said[0]?.split(': ').slice(2).join(': ') ?? '').split(', ').map(asKey)

  it('is taken, and said of in one line', () => {
    expect(said).toHaveLength(1)
    expect(notes.filter((note) => note.includes('not known'))).toEqual([])
    expect(config.endpoints.custom[0]).toMatchObject({ name: 'sample', apiKey: endpoints.custom[0]!.apiKey })
  })

  it('has each key in exactly one state', () => {
    const covered = (path: string) =>
      idle.some((one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`))
    const wrong = [...keysOf(SCHEMA)].filter(({ path, works }) => covered(path) === works)
    expect(wrong.map(({ path }) => path)).toEqual([])
  })

  it('gives the Worker nothing that has no effect', () => {
    expect(Object.keys(config).sort()).toEqual(
      Object.keys(SCHEMA.entries!)
        .filter((name) => works(SCHEMA.entries![name]!))
        .sort(),
    )
    expect(JSON.stringify(config)).not.toContain('apiKeyPreview')
  })
})

/** Every group of keys in `value`, with what checks it. */
function* groupsIn(value: unknown, schema: Schema | undefined): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || !schema) return
  const shapes = shapesOf(schema)
  const closed = shapes.some(({ type }) => type === 'object') && !takesAnyName(schema)
  if (closed && !Array.isArray(value)) yield value as Record<string, unknown>
  for (const [name, inner] of Object.entries(value))
    yield* groupsIn(inner, childOf(schema, Array.isArray(value) ? Number(name) : name))
}

it('no unknown key is ever dropped silently', () => {
  const { length } = [...groupsIn(WHOLE, SCHEMA)]
  expect(length).toBeGreaterThan(100)
  const random = new Random(7)
  // Reading the whole file is what takes time: each one has many of them.
  for (let round = 0; round < 20; round++) {
    const value = structuredClone(WHOLE)
    const groups = [...groupsIn(value, SCHEMA)].slice(1)
    const zebras = Array.from({ length: 12 }, (_, n) => `zebra${round}x${n}`)
    for (const zebra of zebras) random.of(groups)[zebra] = random.below(2) ? {} : 1
    const { notes } = check(value)
    for (const zebra of zebras)
      expect(notes.filter((note) => note.includes(`"${zebra}" is not known`))).toHaveLength(1)
  }
  expect(() => check({ ...WHOLE, zebra: 1 })).toThrow(/the key "zebra" is not known/)
})

it('a value of another type stops the start, wherever it is', () => {
  for (const [name, schema] of Object.entries(SCHEMA.entries!)) {
    const wrong = shapesOf(schema).some(({ type }) => type === 'string') ? 5 : 'zebra'
    expect(() => check({ version: '1.3.1', [name]: wrong }), name).toThrow(
      new RegExp(`^librechat.yaml:\\d+: ${name} must be`),
    )
  }
})

it('the page of all keys has each of them once', () => {
  const lines = reference()
    .split('\n')
    .filter((line) => line.startsWith('- `'))
  const paths = lines.map((line) => line.split('`')[1])
  expect(new Set(paths).size).toBe(paths.length)
  expect(paths.length).toBeGreaterThan(700)
})

it('a key that must name a variable is not taken for what is in it', () => {
  const source = { id: 'a', owner: 'o', repo: 'r', paths: ['skills'], token: '${TOKEN}' }
  const text = stringify({ version: '1.3.1', skillSync: { github: { sources: [source] } } })
  expect(() => checkConfig(text, 'librechat.yaml', { TOKEN: 'secret' })).not.toThrow()
  expect(() => checkConfig(text.replace('${TOKEN}', 'secret'), 'librechat.yaml', {})).toThrow(/token must be/)
})

it('config check says what a start would say, also of keys in files of their own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-check-'))
  const file = join(folder, 'librechat.yaml')
  const vertex = { serviceKeyFile: join(folder, 'none.json') }
  writeFileSync(file, stringify({ version: '1.3.1', endpoints: { anthropic: { vertex } } }))
  await expect(run(['check', file])).rejects.toThrow(/serviceKeyFile cannot be read/)
  rmSync(folder, { recursive: true })
})

describe('names of .env', () => {
  it('that LibreChat knows and have no effect are said, others not', () => {
    expect(notesOnNames(['PORT', 'OPENAI_API_KEY', 'MY_OWN', 'REDIS_URI', 'MEILI_HOST'])).toEqual([
      '.env: accepted, no effect yet: MEILI_HOST, REDIS_URI',
    ])
    expect(notesOnNames(['PORT'])).toEqual([])
  })

  it('that librechat.yaml fills in have an effect there', () => {
    const { used } = check({ version: '1.3.1', webSearch: { serperApiKey: '${SERPER_API_KEY}' } })
    expect(used).toEqual(['SERPER_API_KEY'])
    expect(notesOnNames(['SERPER_API_KEY', 'JINA_API_KEY'], used)).toEqual([
      '.env: accepted, no effect yet: JINA_API_KEY',
    ])
  })

  it('that reach the Worker are in LibreChat’s example, or in our documentation', () => {
    const docs = ['configuration', 'models'].map((page) => readFileSync(`docs/${page}.md`, 'utf8')).join()
    expect(PASSED.filter((name) => !LIBRECHAT_NAMES.includes(name) && !docs.includes(name))).toEqual([])
  })
})
