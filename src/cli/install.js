/**
 * Brings node_modules to what the lock file says. Plain JavaScript that runs on the machine's own Node, since the pinned
 * one is among the packages.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, utimesSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const MIN_NODE = 20
const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

const major = Number(process.versions.node.split('.')[0])
if (major < MIN_NODE) {
  fail(
    `Parley needs Node ${MIN_NODE} or newer to install itself, and this is ${process.version}: see https://nodejs.org`,
  )
}
if (installed()) {
  // Only the times were apart, as after a clone or a checkout: the next start need not look again.
  utimesSync(at('node_modules/.package-lock.json'), new Date(), new Date())
} else {
  install()
}

/** Whether node_modules holds exactly the versions of the lock; packages for other platforms may be absent. */
function installed() {
  if (!existsSync(at('node_modules/.bin/node'))) return false
  const [wanted, found] = ['package-lock.json', 'node_modules/.package-lock.json'].map(
    (path) => JSON.parse(readFileSync(at(path), 'utf8')).packages,
  )
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || found[path]?.version === version || (optional && !(path in found)),
  )
}

function install() {
  console.error('Installing packages, which takes a minute or two…')
  const { status, error } = spawnSync(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'],
    { cwd: at('.'), stdio: ['ignore', 'ignore', 'inherit'] },
  )
  if (error) fail(`npm could not be run (${error.message}): it comes with Node, see https://nodejs.org`)
  if (status !== 0) fail('npm could not install the packages: see its message above, then try again')
}

function fail(line) {
  console.error(line)
  process.exit(1)
}
