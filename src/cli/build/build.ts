/**
 * Makes `dist/`: the Worker, the browser's files, and what the generated workerd configuration needs to know of
 * wrangler.toml. Skipped when no input changed. Everything is made in a folder of its own and then moved into place, so
 * that a build beside a running server, or two at once, never shows half of one.
 */
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Refusal } from '../refusal.ts'
import { signature, writtenSignature } from './inputs.ts'
import { inProject } from './paths.ts'

export type Build = { ms: number; fresh: boolean }

/** Builds if anything changed. Rejects with a `BuildError`, whose message is ready to print. */
export async function ensureBuilt(options: { dev?: boolean } = {}): Promise<Build> {
  const dev = options.dev ?? false
  const began = performance.now()
  const now = signature(dev)
  if (now === writtenSignature()) return { ms: performance.now() - began, fresh: true }
  await buildAll(dev, now)
  return { ms: performance.now() - began, fresh: false }
}

/** The build failed for a reason in the sources: `message` has the file, the line and the cause. */
export class BuildError extends Refusal {}

async function buildAll(dev: boolean, signed: string): Promise<void> {
  // esbuild takes 30 ms to load, which a start with nothing to build should not pay.
  const [{ bundleWeb }, { bundleWorker }, { writeManifest }, { pack }] = await Promise.all([
    import('./bundle-web.ts'),
    import('./bundle-worker.ts'),
    import('./manifest.ts'),
    import('./pack.ts'),
  ])
  const dist = inProject('dist')
  await mkdir(dist, { recursive: true })
  const made = await mkdtemp(join(dist, '.building-'))
  try {
    const web = await bundleWeb(join(made, 'web'), dev)
    await bundleWorker(join(made, 'worker'), web.page)
    await writeManifest(join(made, 'manifest.json'))
    await writeFile(join(made, 'web/_headers'), HEADERS)
    if (!dev) await pack(join(made, 'web'), join(made, 'packed'), join(dist, 'packed'))
    await moveInto(made, dist)
    await dropOld(join(dist, 'web/assets'), web.files)
    if (!dev) await dropOld(join(dist, 'packed/assets'), web.files)
    await writeFile(join(dist, 'signature'), signed)
  } catch (error) {
    throw explained(error)
  } finally {
    await rm(made, { recursive: true, force: true })
  }
}

/** Cloudflare's own file for headers of assets; local/assets.ts says the same to a browser. */
const HEADERS = `/assets/*
  Cache-Control: public, max-age=31536000, immutable
/sw.js
  Cache-Control: no-cache
/*
  X-Content-Type-Options: nosniff
`

async function moveInto(from: string, to: string): Promise<void> {
  for (const path of await readdir(from, { recursive: true, withFileTypes: true })) {
    if (!path.isFile()) continue
    const target = join(to, join(path.parentPath, path.name).slice(from.length))
    await mkdir(dirname(target), { recursive: true })
    await rename(join(path.parentPath, path.name), target)
  }
}

/** Pages that are open now may still load the last build's files: an hour is longer than anybody waits to reload. */
const KEEP_OLD_MS = 3_600_000

async function dropOld(folder: string, current: string[]): Promise<void> {
  for (const name of await readdir(folder)) {
    if (current.includes(name.replace(/\.(br|gz)$/, ''))) continue
    const { mtimeMs } = await stat(join(folder, name))
    if (Date.now() - mtimeMs > KEEP_OLD_MS) await rm(join(folder, name), { force: true })
  }
}

/** esbuild's list of errors as lines of `file:line:column: text`; anything else as it is. */
function explained(error: unknown): unknown {
  const errors = (error as { errors?: { text: string; location?: Place | null }[] }).errors
  if (!Array.isArray(errors)) {
    const { code, path } = error as { code?: string; path?: string }
    return code === 'ENOENT' ? new BuildError(`the build needs ${path}, which is missing`) : error
  }
  const lines = errors.map(({ text, location: at }) =>
    at ? `${at.file}:${at.line}:${at.column}: ${text}` : text,
  )
  return new BuildError(`the build failed:\n${lines.join('\n')}`)
}
type Place = { file: string; line: number; column: number }
