/**
 * Keeps what the first page needs in one file. Code splitting makes a file for every set of views that share a module,
 * so each view that is loaded later would cut the first page into smaller pieces, which compress worse: 19 files and
 * 84 KB became 3 and 76. Here every such view imports the page's entry, which is there long before it, so that all of
 * them share the same set. So does whatever else of the page's own is loaded later; libraries stay on their own.
 */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Plugin } from 'esbuild'
import { ownIcons } from './own-icons.ts'
import type { Modules, WordsPlan } from './words.ts'

/** Markdown is a library here: it shares little with the page. */
const isOurs = (path: string) => /\/src\/web\/(?!markdown\/).*\.ts$|\.tsx$/.test(path)

/** What opens when somebody does something, and what comes last, shares with hands.ts, which is there by then. */
const afterHands = (path: string) =>
  /\/web\/((views|actions)\/(?!empty|unreachable)|offline\/start)/.test(path)

/** A schema is made by calls that do nothing else: one that is not used need not be in a file. */
const SCHEMA = /\bv\.[a-z]\w*\(/g

/**
 * A module that checks something by a schema. What it takes from `src/shared` is a copy of its own, so that the copy that
 * the first page has, of the same constants and functions, needs no schemas.
 */
const CHECKS = /\bv\.(safeParse|parse|is)\(/

const SHARED = /\/src\/shared\/[\w/-]+\.ts$/

/** What `text`, the source of the module at `path`, loads when it needs it. */
const LOADED = /(?<!typeof )\bimport\('(\.[^']+)'\)/g
const loadedBy = (path: string, text: string) =>
  [...text.matchAll(LOADED)].map(([, found]) => resolve(dirname(path), found as string))

/** Paths are absolute. */
type Parts = {
  /** The page's script. */
  entry: string
  /** What comes with it. */
  first: Modules
  /** Every module that there is. */
  sources: readonly string[]
  /** What travels with whom. */
  words: WordsPlan
  /** The folder the words are in. */
  i18n: string
}

export function oneCore({ entry, first, sources, words, i18n }: Parts): Plugin {
  const later = new Set(sources.flatMap((path) => loadedBy(path, readFileSync(path, 'utf8'))).filter(isOurs))
  const hands = join(dirname(entry), 'hands.ts')
  const icons = ownIcons(first)
  const asked = Symbol('asked')
  const checking = Symbol('checking')
  return {
    name: 'one-core',
    setup(build) {
      icons.resolve(build)
      build.onResolve({ filter: /\.ts$/ }, async ({ path, kind, resolveDir, importer, pluginData }) => {
        if (kind !== 'import-statement' || pluginData !== checking) return
        const found = await build.resolve(path, { kind, resolveDir, importer, pluginData: asked })
        return SHARED.test(found.path) ? { path: found.path, suffix: '?checking' } : { path: found.path }
      })
      // So is the library of schemas: what both use would travel with the first page.
      build.onResolve({ filter: /^valibot$/ }, async ({ path, kind, resolveDir, importer, pluginData }) => {
        if (pluginData === asked || pluginData === checking) return
        const found = await build.resolve(path, { kind, resolveDir, importer, pluginData: asked })
        return { path: found.path, suffix: '?unused', sideEffects: false }
      })
      build.onLoad({ filter: /\/src\/.*\.tsx?$/ }, async ({ path, suffix }) => {
        const text = await readFile(path, 'utf8')
        const own = words.besides(path, text)
        const head = [
          later.has(path) ? `import ${JSON.stringify(entry)};` : '',
          /\/markdown\/live\.ts$/.test(path) ? "import './markdown.tsx';" : '',
          later.has(path) && afterHands(path) ? `import ${JSON.stringify(hands)};` : '',
          own ? `import { addWords } from ${JSON.stringify(`${i18n}/index.ts`)};` : '',
          own ? `addWords(${JSON.stringify(own)});` : '',
        ].join('')
        const contents =
          head + (SHARED.test(path) ? text.replace(SCHEMA, '/* @__PURE__ */ $&') : icons.from(text))
        const checks = suffix === '?checking' || CHECKS.test(text)
        return {
          contents,
          loader: path.endsWith('x') ? 'tsx' : 'ts',
          ...(checks && { pluginData: checking }),
        }
      })
      build.onLoad({ filter: /\/i18n\/en\.json$/ }, ({ suffix }) =>
        suffix ? undefined : { contents: JSON.stringify(words.first), loader: 'json' },
      )
      // What makes languages of English needs all of it.
      build.onResolve({ filter: /\/en\.json$/ }, ({ path, importer, resolveDir }) =>
        importer.endsWith('/pseudo.ts') ? { path: join(resolveDir, path), suffix: '?whole' } : undefined,
      )
    },
  }
}
