/** The design, held: sizes, who may import whom, rules with tests, and no leak of how the project came to be. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROVIDERS } from '../src/durable/providers/index.ts'

const root = join(import.meta.dirname, '..')
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter(Boolean)
const sources = tracked.filter((path) => /^src\/.*\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

const SHELLS = [
  'src/durable/conversation.ts',
  'src/durable/user.ts',
  'src/durable/knowledge.ts',
  'src/worker/app.ts',
]

describe('sizes', () => {
  const sizes = sources
    .map((path) => ({ path, lines: read(path).split('\n').length }))
    .sort((a, b) => a.lines - b.lines)

  it('no file is over 400 lines, nine of ten are under 250', () => {
    expect(sizes.filter(({ lines }) => lines > 400)).toEqual([])
    expect(sizes[Math.floor(sizes.length * 0.9)]!.lines).toBeLessThanOrEqual(250)
  })

  it('the classes that the platform instantiates stay thin', () => {
    expect(sizes.filter(({ path, lines }) => SHELLS.includes(path) && lines > 250)).toEqual([])
  })
})

/** Areas, and what each may import from the others: values, and types only. */
const MAY: Record<string, { values: string[]; types: string[] }> = {
  shared: { values: [], types: [] },
  durable: { values: ['shared'], types: [] },
  worker: { values: ['shared'], types: ['durable'] },
  web: { values: ['shared'], types: ['worker'] },
  cli: { values: ['shared'], types: [] },
}

/** Files that are the seam between two areas, with the reason. */
const SEAMS: Record<string, string[]> = {
  // The one module that workerd loads: it names the classes.
  'src/worker/index.ts': ['durable'],
  // Names the header in which an object is told who asks; the rest of that contract is types.
  'src/worker/forward.ts': ['durable'],
}

describe('who may import whom', () => {
  const imports = sources.flatMap((path) =>
    [...read(path).matchAll(/^(import|export)\s+(type\s+)?[^'"]*?from\s+'(\.[^']+)'/gms)].map(
      ([, , type, target]) => ({
        path,
        type: type !== undefined,
        to: normalize(join(dirname(path), target!)),
      }),
    ),
  )
  const area = (path: string) => path.split('/')[1]!

  it('arrows go one way', () => {
    const wrong = imports.filter(({ path, to, type }) => {
      const [from, into] = [area(path), area(to)]
      if (from === into || !to.startsWith('src/') || SEAMS[path]?.includes(into)) return false
      const may = MAY[from]
      return !may || !(may.values.includes(into) || (type && may.types.includes(into)))
    })
    expect(wrong).toEqual([])
  })

  it('the room knows no platform', () => {
    const pure = sources.filter((path) =>
      /^src\/(shared|durable\/(room|user|gateway|knowledge|providers))\//.test(path),
    )
    expect(pure.filter((path) => /from '(cloudflare:|node:|hono)/.test(read(path)))).toEqual([])
  })

  it('models draw nothing, the kit knows no model', () => {
    const wrong = imports.filter(
      ({ path, to, type }) =>
        (path.startsWith('src/web/models/') && /^src\/web\/(views|parts)\//.test(to)) ||
        (path.startsWith('src/web/ui/') && /^src\/web\/(views|models|parts)\//.test(to) && !type),
    )
    expect(wrong).toEqual([])
  })
})

describe('rules and tests', () => {
  const tests = tracked
    .filter((path) => /^test\/.*\.tsx?$/.test(path))
    .map(read)
    .join('\n')

  it('every rule of the SPEC has a test that carries its id', () => {
    const rules = [...read('src/durable/room/SPEC.md').matchAll(/^- \*\*([A-Z]{2}\d)\*\*/gm)].map(
      ([, id]) => id,
    )
    expect(rules.length).toBeGreaterThan(20)
    expect(rules.filter((id) => !tests.includes(`[${id}]`))).toEqual([])
  })

  it('every provider has contract tests', () => {
    const contract = tracked
      .filter((path) => path.startsWith('test/contract/'))
      .map(read)
      .join('\n')
    expect(PROVIDERS.map(({ id }) => id).filter((id) => !new RegExp(`\\b${id}\\b`).test(contract))).toEqual(
      [],
    )
  })
})

describe('what is checked in', () => {
  it('the lock file names no registry', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/)
  })

  it('nothing is left for later', () => {
    const marker = new RegExp(['TO', 'DO|FIX', 'ME|XX', 'X'].join(''))
    expect(sources.filter((path) => marker.test(read(path)))).toEqual([])
  })
})
