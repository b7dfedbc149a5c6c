/** Search in 100,000 messages of one person: every letter of what is typed is a question over their socket. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import WebSocket from 'ws'
import { Texts } from '../../src/durable/user/search/texts.ts'
import { newId } from '../../src/shared/ids.ts'
import type { SearchFilters } from '../../src/shared/search.ts'
import { Random } from '../../test/fuzz/random.ts'
import { type Person, register } from '../../test/support/person.ts'
import { startServer } from '../../test/support/server.ts'
import { nodeSql } from '../../test/support/sql.ts'
import type { Measured } from '../budgets.ts'
import { now } from '../clock.ts'
import type { Lab, Scenario } from '../lab.ts'
import { percentile } from '../stats.ts'

const MESSAGES = 100_000
/** In one conversation. */
const LENGTH = 50
const VOCABULARY = 40_000
/** Of each kind. */
const QUERIES = 100
/** Who waits longer for an answer waits for one that will not come. */
const PATIENCE_MS = 10_000

type Query = { query: string; filters?: SearchFilters }

export const search: Scenario = {
  name: 'search',
  async run(lab) {
    const data = mkdtempSync(join(tmpdir(), 'bench-'))
    try {
      const random = new Random(7)
      const words = vocabulary(random)
      const person = await prepare(lab, data)
      const [samples, indexing] = fill(data, random, words)
      const server = await startServer({ config: lab.config, data })
      try {
        person.url = server.url
        const times = await ask(person, queriesOf(random, words, samples))
        const all = [...times.values()].flat()
        return [
          { id: 'search-p50', value: percentile(all, 50) },
          { id: 'search-p95', value: percentile(all, 95) },
          { id: 'search-worst', value: Math.max(...[...times.values()].map((one) => percentile(one, 95))) },
          { id: 'search-index', value: indexing },
        ] satisfies Measured[]
      } finally {
        await server.stop()
      }
    } finally {
      rmSync(data, { recursive: true })
    }
  },
}

/** A person whose object has its tables. */
async function prepare(lab: Lab, data: string): Promise<Person> {
  const server = await startServer({ config: lab.config, data })
  const person = await register(server.url)
  await fetch(`${server.url}/api/search?q=x`, { headers: { authorization: `Bearer ${person.token}` } })
  await server.stop()
  return person
}

/** Writes the messages while the server sleeps. Returns some of them, and the ms one took. */
function fill(data: string, random: Random, words: readonly string[]): [string[], number] {
  for (const file of readdirSync(data, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.sqlite')) continue
    const sql = nodeSql(join(data, file))
    try {
      if (sql.all("SELECT 1 FROM sqlite_master WHERE name = 'search_text'").length === 0) continue
      sql.run('PRAGMA synchronous = off')
      const texts = new Texts(sql)
      const samples: string[] = []
      const begin = now()
      let created = Date.UTC(2025, 0, 1)
      for (let n = 0; n < MESSAGES; n += LENGTH) {
        const said = Array.from({ length: LENGTH }, (_, i) => {
          const count = i % 2 ? 60 + random.below(160) : 5 + random.below(40)
          const text = Array.from({ length: count }, () => wordOf(random, words)).join(' ')
          if (random.chance(0.02)) samples.push(text)
          const role = i % 2 ? ('assistant' as const) : ('user' as const)
          created += 60_000
          return { id: newId(), role, model: i % 2 ? `model-${n % 3}` : null, created, text }
        })
        const conversation = newId()
        texts.take(conversation, { clock: 1, texts: said, gone: [] })
        texts.entitle(conversation, said[0]!.text.slice(0, 40), created)
      }
      return [samples, (now() - begin) / MESSAGES]
    } finally {
      sql.close()
    }
  }
  throw new Error('the database of the person was not found')
}

/** Kinds of queries, as people type them and as they should not. */
function queriesOf(random: Random, words: readonly string[], samples: readonly string[]) {
  const some = () => random.of(samples).split(' ')
  const many = (make: () => Query) => Array.from({ length: 2 * QUERIES }, make)
  const everywhere = () => words[random.below(20)]!
  const misspelt = () => {
    const word = some().find((one) => one.length > 5) ?? 'lighthouse'
    return `${word.slice(0, 2)}x${word.slice(3)}`
  }
  const filters = { model: 'model-1', role: 'assistant', from: Date.UTC(2025, 0, 20) } as const
  return new Map<string, Query[]>([
    ['two letters', many(() => ({ query: some()[0]!.slice(0, 2) }))],
    ['three letters', many(() => ({ query: random.of(some()).slice(0, 3) }))],
    ['a word that is everywhere', many(() => ({ query: everywhere() }))],
    ['two words', many(() => ({ query: some().slice(1, 3).join(' ') }))],
    ['a rare word', many(() => ({ query: words[VOCABULARY / 2 + random.below(VOCABULARY / 2)]! }))],
    ['misspelt', many(() => ({ query: misspelt() }))],
    ['pasted', many(() => ({ query: random.of(samples) }))],
    ['filtered', many(() => ({ query: everywhere(), filters }))],
  ])
}

async function ask(person: Person, kinds: Map<string, Query[]>): Promise<Map<string, number[]>> {
  const socket = new WebSocket(`${person.url.replace('http', 'ws')}/api/user/ws`, {
    headers: { authorization: `Bearer ${person.token}` },
    perMessageDeflate: false,
  })
  await new Promise<void>((done, fail) => socket.once('open', done).once('error', fail))
  let told: () => void = () => {}
  let n = 0
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as { t: string; n?: number }
    if (frame.t === 'found' && frame.n === n) told()
  })
  const times = new Map([...kinds.keys()].map((kind): [string, number[]] => [kind, []]))
  // The first half warms the compiler. What is measured was not asked before.
  for (let i = 0; i < 2 * QUERIES; i++) {
    for (const [kind, queries] of kinds) {
      const begin = now()
      await new Promise<void>((done, fail) => {
        const gaveUp = setTimeout(fail, PATIENCE_MS, new Error(`no answer to ${JSON.stringify(queries[i])}`))
        told = () => {
          clearTimeout(gaveUp)
          done()
        }
        n++
        socket.send(JSON.stringify({ t: 'search', n, ...queries[i] }))
      })
      if (i >= QUERIES) times.get(kind)!.push(now() - begin)
    }
  }
  socket.close()
  if (process.env.BENCH_DETAIL)
    for (const [kind, all] of times)
      console.log(
        `       ${kind}: p50 ${percentile(all, 50).toFixed(1)} ms, p95 ${percentile(all, 95).toFixed(1)} ms`,
      )
  return times
}

const SYLLABLES =
  'ba be bi bo bu ca ce ci co cu da de di do du fa fe fi fo ga ge gi go la le li lo lu ma me mi mo mu na ne ni no nu pa pe pi po pu ra re ri ro ru sa se si so su ta te ti to tu va ve vi vo'.split(
    ' ',
  )

/** Words as a language has them: short ones first. */
function vocabulary(random: Random): string[] {
  const words = new Set<string>()
  while (words.size < VOCABULARY) {
    const count = 1 + random.below(4) + (words.size > 300 ? 1 : 0)
    words.add(
      Array.from({ length: count }, () => random.of(SYLLABLES)).join('') +
        random.of(['', '', 'n', 's', 'r', 't']),
    )
  }
  return [...words]
}

/** As often as languages use them (Zipf): the first is in nearly every message. */
function wordOf(random: Random, words: readonly string[]): string {
  return words[Math.floor(Math.exp(random.next() * Math.log(words.length))) - 1] ?? words[0]!
}
