/**
 * src/web to hashed files below `assets/`, and the page that links them. The page is no file of its own: the Worker puts
 * the boot data into it, so it travels inside the Worker (`parley:page`).
 */
import { createHash } from 'node:crypto'
import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build as bundle, type Metafile } from 'esbuild'
import { bundleOffline } from './bundle-offline.ts'
import { lexerOnly } from './lexer-only.ts'
import { oneCore } from './one-core.ts'
import { inProject } from './paths.ts'
import type { Page } from './virtual.ts'
import { planWords, reach } from './words.ts'

export type Web = { page: Page; files: string[] }

/** Writes the browser's files into `outdir`. `dev`: with source maps, and a page that reloads itself after a build. */
export async function bundleWeb(outdir: string, dev: boolean): Promise<Web> {
  const template = await readFile(inProject('src/web/index.html'), 'utf8')
  const entry = inProject('src/web/main.tsx')
  const { metafile } = await bundle({
    entryPoints: sources(template).map((path) => inProject(`src/web/${path}`)),
    outdir,
    entryNames: 'assets/[name]-[hash]',
    chunkNames: 'assets/[name]-[hash]',
    assetNames: 'assets/[name]-[hash]',
    publicPath: '/',
    bundle: true,
    format: 'esm',
    splitting: true,
    minify: true,
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    plugins: [lexerOnly, oneCore(await partsOf(entry))],
    loader: { '.woff2': 'file', '.woff': 'file', '.ttf': 'file', '.svg': 'file', '.png': 'file' },
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'external',
    sourcemap: dev ? 'inline' : false,
    metafile: true,
    logLevel: 'silent',
    absWorkingDir: inProject('.'),
  })
  await withoutHelper(metafile)
  await cp(inProject('src/web/public'), outdir, { recursive: true }).catch((error) => {
    if (error.code !== 'ENOENT') throw error
  })
  const build = crypto.randomUUID()
  if (dev) await writeFile(join(outdir, DEV_BUILD), build)
  const made = linked(template, metafile)
  // While developing, nothing is to stand between the page and the server.
  if (dev) return { page: pageOf(made + reloader(build), metafile), files: outputNames(metafile) }
  const version = createHash('sha256').update(made).digest('hex').slice(0, 16)
  await bundleOffline(outdir, version, metafile)
  const html = made.replace('</head>', `<meta name="version" content="${version}"></head>`)
  return { page: pageOf(html, metafile), files: outputNames(metafile) }
}

/** What the page may consist of, and what of that is first. */
async function partsOf(entry: string) {
  const i18n = inProject('src/web/i18n')
  const files = await readdir(inProject('src'), { recursive: true })
  const sources = files
    .filter((path) => /^(web|shared)\/.*\.tsx?$/.test(path))
    .map((path) => inProject(join('src', path)))
  const first = reach(entry)
  const words = planWords(first, JSON.parse(await readFile(join(i18n, 'en.json'), 'utf8')), sources)
  return { entry, first, sources, words, i18n }
}

const pageOf = (html: string, metafile: Metafile): Page => ({
  html,
  inline: inlineHashes(html),
  thread: preloads(html, metafile, 'markdown/markdown.tsx'),
  empty: preloads(html, metafile, 'views/empty.tsx'),
})

/** Links for what `source` needs and the page does not load anyway: what the page shows is drawn with it, one trip earlier. */
function preloads(html: string, metafile: Metafile, source: string): string {
  const [name] = outputOf(metafile, source)
  const files = [name, ...staticImports(metafile, name)].map((path) => basename(path))
  return files
    .filter((file) => !html.includes(file))
    .map((file) => `<link rel="modulepreload" href="/assets/${file}">`)
    .join('')
}

const LINK = /(?:src|href)="\.?\/?([\w./-]+\.(?:tsx?|css))"/g

/** The sources that the page names, by their path below src/web. */
const sources = (template: string) => [...template.matchAll(LINK)].map((match) => match[1]!)

/** The page with built names in the place of sources, the styles that scripts import, and what they import preloaded. */
function linked(template: string, metafile: Metafile): string {
  const extra = new Set<string>()
  const html = template.replace(LINK, (attribute, source: string) => {
    const [name, output] = outputOf(metafile, source)
    const code = codeOf(metafile, source) ?? name
    if (output.cssBundle && !source.endsWith('.css')) {
      extra.add(`<link rel="stylesheet" href="/assets/${basename(output.cssBundle)}">`)
    }
    for (const chunk of staticImports(metafile, code)) {
      extra.add(`<link rel="modulepreload" href="/assets/${basename(chunk)}">`)
    }
    return `${attribute.slice(0, attribute.indexOf('='))}="/assets/${basename(code)}"`
  })
  return html.replace('</head>', `${[...extra].join('')}</head>`)
}

function outputOf(metafile: Metafile, source: string) {
  const found = Object.entries(metafile.outputs).find(([, o]) => o.entryPoint === join('src/web', source))
  if (!found) throw new Error(`src/web/index.html names ${source}, which the build did not make`)
  return found
}

/** The file with the code of `source` where its own only names that, because other files need the code as well. */
const codeOf = ({ outputs }: Metafile, source: string) =>
  Object.keys(outputs).find((path) => outputs[path]?.inputs[`src/web/${source}`]?.bytesInOutput)

function staticImports(metafile: Metafile, name: string, seen = new Set<string>()): Set<string> {
  for (const { path, kind, external } of metafile.outputs[name]?.imports ?? []) {
    if (kind !== 'import-statement' || external || seen.has(path) || isHelper(metafile, path)) continue
    seen.add(path)
    staticImports(metafile, path, seen)
  }
  return seen
}

/** The file of the bundler's own helpers, which every other one names, whether it uses them or not. */
const isHelper = ({ outputs }: Metafile, path: string) =>
  !outputs[path]?.entryPoint && Object.keys(outputs[path]?.inputs ?? {}).length === 0

/** Takes that file out of those that do not use it: the first page would fetch it for nothing. */
async function withoutHelper(metafile: Metafile): Promise<void> {
  const names = Object.keys(metafile.outputs).filter((path) => path.endsWith('.js'))
  const helpers = names
    .filter((path) => isHelper(metafile, path))
    .map((path) => `import"/assets/${basename(path)}";`)
  await Promise.all(
    names.map(async (path) => {
      const text = await readFile(inProject(path), 'utf8')
      const less = helpers.reduce((all, named) => all.replace(named, ''), text)
      if (less !== text) await writeFile(inProject(path), less)
    }),
  )
}

const outputNames = (metafile: Metafile) => Object.keys(metafile.outputs).map((path) => basename(path))

/** CSP sources of the inline scripts that run; data blocks (`type="application/json"`) need none. */
const inlineHashes = (html: string) =>
  [...html.matchAll(/<script(?![^>]*\b(?:src|type="application\/json"))[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script]) => `'sha256-${createHash('sha256').update(script!).digest('base64')}'`,
  )

/** A file that names the last build in development. */
const DEV_BUILD = 'assets/dev.txt'

/**
 * Reloads a page that is not of the last build. Plain polling: the server itself restarts in between, and a page that
 * reloads too early, from the old one, reloads again.
 */
const reloader = (
  build: string,
) => `<script>setInterval(async()=>{try{const r=await fetch('/${DEV_BUILD}',{cache:'no-store'})
if(r.ok&&await r.text()!=='${build}')location.reload()}catch{}},400)</script>`
