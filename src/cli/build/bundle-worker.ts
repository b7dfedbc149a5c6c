/** src/worker/index.ts to one module for workerd, and the small Worker that stands in for Cloudflare's services. */
import type { Plugin } from 'esbuild'
import { build } from 'esbuild'
import { inProject } from './paths.ts'
import { type Page, VIRTUAL, virtualModule } from './virtual.ts'

/** Writes `index.js` (the product) and `local.js` (D1 and assets outside Cloudflare) into `outdir`. */
export async function bundleWorker(outdir: string, page: Page): Promise<void> {
  await build({
    entryPoints: { index: inProject('src/worker/index.ts'), local: inProject('src/cli/local/index.ts') },
    outdir,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    // As wrangler resolves packages; `browser` would choose code that expects a DOM.
    conditions: ['workerd', 'worker', 'module', 'import'],
    mainFields: ['module', 'main'],
    target: 'es2024',
    external: ['cloudflare:*', 'node:*'],
    define: { 'process.env.NODE_ENV': '"production"' },
    // Whitespace only: names stay, so that a stack in the log can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'silent',
    plugins: [virtual(page), withoutZod],
  })
}

const virtual = (page: Page): Plugin => ({
  name: 'parley:virtual',
  setup(build) {
    build.onResolve({ filter: VIRTUAL }, ({ path }) => ({ path, namespace: 'parley' }))
    build.onLoad({ filter: VIRTUAL, namespace: 'parley' }, async ({ path }) => ({
      contents: await virtualModule(path, page),
      loader: 'js',
    }))
  },
})

/**
 * The OpenAPI packages can describe schemas of several libraries and load each when it first meets one. Ours are valibot's
 * alone, and zod would be a third of the bundle.
 */
const withoutZod: Plugin = {
  name: 'parley:without-zod',
  setup(build) {
    build.onResolve({ filter: /^zod(\/|$)/ }, ({ path }) => ({ path, namespace: 'nothing' }))
    build.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'export {}', loader: 'js' }))
  },
}
