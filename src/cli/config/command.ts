/** `npm run parley -- config check FILE`, `config explain KEY` and `config reference`: the configuration, without a start. */
import { Config } from '../../shared/config/index.ts'
import { Refusal } from '../refusal.ts'
import { notesOnNames } from '../start/environment.ts'
import { readOptions } from '../start/options.ts'
import { serviceKeys } from '../start/service-keys.ts'
import { readConfig } from './read.ts'
import { reference } from './reference.ts'
import { type Key, keysOf, type Schema, typeOf } from './schema.ts'

const USAGE = 'npm run parley -- config check [FILE] | explain KEY | reference'

/** 0, or a `Refusal` that says what is wrong. */
export async function run([what, ...args]: string[]): Promise<number> {
  if (what === 'check' && args.length <= 1) return check(args[0])
  if (what === 'explain' && args[0] && args.length === 1) return explain(args[0])
  if (what === 'reference' && args.length === 0) {
    process.stdout.write(reference())
    return 0
  }
  throw new Refusal(`usage: ${USAGE}`)
}

/** Says what a start with this file would say. */
async function check(file: string | undefined): Promise<number> {
  const options = readOptions(file === undefined ? [] : ['--config', file])
  const { config, notes, used } = await readConfig(options.config, options.env)
  const service = await serviceKeys(config, options.env)
  notes.push(...service.notes, ...notesOnNames(options.written, used))
  for (const note of notes) console.log(note)
  console.log(
    `${options.config.path}: ${notes.length === 0 ? 'everything in it has an effect' : 'can be used'}`,
  )
  return 0
}

function explain(wanted: string): number {
  const asked = wanted.replace(/\[\d*\]/g, '[]')
  const keys = [...keysOf(Config as unknown as Schema)]
  const found = keys.filter(({ path }) => path === asked || matches(path, asked))
  if (found.length === 0) {
    const last = asked.split('.').at(-1)?.toLowerCase() ?? ''
    const near = keys.filter(({ path }) => path.toLowerCase().split('.').at(-1)?.includes(last)).slice(0, 5)
    const advice = near.length > 0 ? `: perhaps ${near.map(({ path }) => path).join(', ')}` : ''
    throw new Refusal(`there is no key ${wanted}${advice}`)
  }
  for (const key of found.slice(0, 1)) {
    console.log(described(key))
    const inside = keys.filter(({ path }) => path.startsWith(`${key.path}`) && path !== key.path)
    for (const { path, about } of inside) console.log(`  ${path}: ${about}`)
  }
  return 0
}

/** `mcpServers.files.url` is what the table calls `mcpServers.<name>.url`. */
function matches(path: string, asked: string): boolean {
  const [known, given] = [path.split('.'), asked.split('.')]
  return known.length === given.length && known.every((name, i) => name === given[i] || name === '<name>')
}

function described({ path, schema, about, required, works }: Key): string {
  const standard = schema.default === undefined ? '' : `, ${JSON.stringify(schema.default)} when left out`
  const state = works ? '' : '\nAccepted, no effect yet.'
  return `${path}: ${typeOf(schema)}${required ? ', required' : standard}\n${about}${state}`
}
