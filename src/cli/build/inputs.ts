/** Tells whether a build is still the build of what lies in the project, by the names, sizes and times of its inputs. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inProject } from './paths.ts'

/** Folders and files that the build reads. The lock file stands for all of node_modules. */
export const INPUTS = [
  'src/worker',
  'src/durable',
  'src/shared',
  'src/web',
  'src/cli/build',
  'src/cli/local',
  'migrations',
  'docs',
  'wrangler.toml',
  'package.json',
  'package-lock.json',
]

/** A hash over every input's path, size and modification time. Takes a few ms; contents are not read. */
export function signature(dev: boolean): string {
  const hash = createHash('sha256').update(`${process.version} ${dev}`)
  for (const input of INPUTS) {
    for (const path of files(inProject(input))) {
      const { size, mtimeMs } = statSync(path)
      hash.update(`${path} ${size} ${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

/** The signature that the last complete build left, or null. */
export function writtenSignature(): string | null {
  try {
    return readFileSync(inProject('dist/signature'), 'utf8')
  } catch {
    // Never built: the same as built from something else.
    return null
  }
}

function files(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return []
  if (!found.isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
