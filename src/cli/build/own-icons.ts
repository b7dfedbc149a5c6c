/**
 * Every module gets its icons from their own files. By way of the one file that passes all of them on, each icon that any
 * view draws would come with the first page: splitting goes by files, and that one is everybody's. Icons of the first
 * page are there for all; of another, each module has a copy, because a file for each that two views share is a request.
 */
import { readFileSync } from 'node:fs'
import type { Plugin } from 'esbuild'
import { inProject } from './paths.ts'
import type { Modules } from './words.ts'

const ALL = 'node_modules/lucide/dist/esm/lucide.mjs'
const PASSED_ON = /^export \{([^}]*)\} from '\.(\/icons\/[\w-]+\.mjs)'/gm
const TAKEN = /^import \{([^}]*)\} from 'lucide'$/gm

/** Names in the braces of an import. */
const namesIn = (braces: string) =>
  braces
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)

const takenBy = (text: string) =>
  [...text.matchAll(TAKEN)].flatMap(([, names]) => namesIn(names!).map((name) => name.split(' as ')[0]!))

/** `first`: the modules of the first page. `from` makes of the source of a module the same with its own icons. */
export function ownIcons(first: Modules) {
  const files = new Map<string, string>()
  for (const [, names, file] of readFileSync(inProject(ALL), 'utf8').matchAll(PASSED_ON)) {
    for (const name of namesIn(names!)) files.set(name.replace('default as ', ''), `lucide/dist/esm${file}`)
  }
  const shared = new Set([...first.values()].flatMap(takenBy))
  const imported = (name: string) => {
    const [icon, local = icon] = name.split(' as ') as [string, string?]
    const file = files.get(icon)
    if (!file) return name.startsWith('type ') ? '' : `import { ${name} } from 'lucide'`
    return `import ${local} from '${file}${shared.has(icon) ? '' : '?own'}'`
  }
  return {
    // On one line, so that the lines of errors are right.
    from: (text: string) =>
      text.replace(
        TAKEN,
        (_, names: string) => namesIn(names).map(imported).join(';') + names.replace(/[^\n]/g, ''),
      ),
    resolve(build: Parameters<Plugin['setup']>[0]): void {
      build.onResolve({ filter: /^lucide\/.*\?own$/ }, async ({ path, kind, resolveDir, importer }) => {
        const found = await build.resolve(path.slice(0, -'?own'.length), { kind, resolveDir, importer })
        return { path: found.path, suffix: `?${importer}`, sideEffects: false }
      })
    },
  }
}
