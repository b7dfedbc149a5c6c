/** What a fresh clone installs. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

type Entry = { version?: string; optionalDependencies?: Record<string, string> }
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, Entry>
}

// npm leaves binaries out of the lock that its registry did not offer when it was written; `npm ci` then refuses it.
it('locks the binaries of every platform', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !resolves(path, name)),
  )
  expect(missing).toEqual([])
})

it('names no registry', () => {
  expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved"')
})

/** Whether `name` is found from `path` as Node looks for it: in its own node_modules, then in those above. */
function resolves(path: string, name: string): boolean {
  const inside = `${path === '' ? '' : `${path}/`}node_modules/${name}`
  if (packages[inside]) return true
  return path !== '' && resolves(path.slice(0, Math.max(0, path.lastIndexOf('node_modules/') - 1)), name)
}
