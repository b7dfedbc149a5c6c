/**
 * Keeps what the first page needs in one file. Code splitting makes a file for every set of views that share a module,
 * so each view that is loaded later would cut the first page into smaller pieces, which compress worse: 19 files and
 * 84 KB became 4 and 80. Here every such view imports the page's entry, which is there long before it, so that all of
 * them share the same set. Views are the .tsx files below src/web; workers and libraries stay on their own.
 */
import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'

/** `entry`: the absolute path of the page's script. */
export function oneCore(entry: string): Plugin {
  const later = new Set<string>()
  const asked = Symbol('asked')
  return {
    name: 'one-core',
    setup(build) {
      build.onResolve({ filter: /^\.{1,2}\// }, async ({ path, kind, resolveDir, importer, pluginData }) => {
        if (kind !== 'dynamic-import' || pluginData === asked) return
        const found = await build.resolve(path, { kind, resolveDir, importer, pluginData: asked })
        if (found.path.endsWith('.tsx')) later.add(found.path)
        return found
      })
      build.onLoad({ filter: /\.tsx$/ }, async ({ path }) => {
        if (!later.has(path)) return
        return { contents: `import ${JSON.stringify(entry)}\n${await readFile(path, 'utf8')}`, loader: 'tsx' }
      })
    },
  }
}
