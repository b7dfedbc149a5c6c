/** `sw.js`: the service worker, told which files its version of the page consists of. */
import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { build, type Metafile } from 'esbuild'
import { inProject } from './paths.ts'

/** Grammars of programming languages, two thirds of all bytes: each is kept when it was first needed. */
const RARE = /^node_modules\/(@shikijs\/langs|shiki\/dist\/langs)\//
/** Browsers that know service workers know woff2. */
const OLD = /\.(woff|ttf)$/

/** Writes `sw.js` into `outdir`, beside the files of the build that `metafile` tells of. */
export async function bundleOffline(outdir: string, version: string, metafile: Metafile): Promise<void> {
  const files = [...built(outdir, metafile), ...(await fixed())].sort()
  await build({
    entryPoints: { sw: inProject('src/web/offline/worker.ts') },
    outdir,
    bundle: true,
    format: 'iife',
    minify: true,
    target: 'es2022',
    define: { BUILD: JSON.stringify({ version, files }) },
    logLevel: 'silent',
    absWorkingDir: inProject('.'),
  })
}

function built(outdir: string, { outputs }: Metafile): string[] {
  return Object.entries(outputs).flatMap(([path, { inputs }]) => {
    const sources = Object.keys(inputs)
    const rare = sources.length > 0 && sources.every((source) => RARE.test(source))
    if (rare || OLD.test(path) || path.endsWith('.txt')) return []
    return [`/${relative(outdir, inProject(path)).split(sep).join('/')}`]
  })
}

/** What lies in `public/` has no hash in its name. Icons of the installed app are the browser's to keep. */
async function fixed(): Promise<string[]> {
  const names = await readdir(inProject(join('src', 'web', 'public')))
  return names.filter((name) => /\.(svg|webmanifest)$/.test(name)).map((name) => `/${name}`)
}
