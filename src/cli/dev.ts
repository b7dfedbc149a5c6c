/**
 * `npm run dev`: the same server on the same kind of data folder, built again and restarted when a source changes; the
 * page that is open reloads itself. A build that fails prints why, and the last good one keeps running.
 */
import { spawn } from 'node:child_process'
import { existsSync, watch } from 'node:fs'
import { constants } from 'node:os'
import { BuildError, ensureBuilt } from './build/build.ts'
import { INPUTS } from './build/inputs.ts'
import { inProject } from './build/paths.ts'
import { prepare } from './start/start.ts'

/** An editor writes several files for one save. */
const SETTLE_MS = 60

/** Runs until it is ended; options are those of `npm start`. Throws a `Refusal` as that does. */
export async function run(args: string[]): Promise<number> {
  const { file, args: rest, cwd, env } = await prepare(args, { dev: true })
  const supervisor = spawn(file, rest.slice(1), { cwd, env, stdio: 'inherit' })
  // This process ends when the supervisor has.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => supervisor.kill(signal))
  onChange(() => rebuild(() => supervisor.kill('SIGUSR1')))
  const code = await new Promise<number>((done) => {
    supervisor.once('exit', (status, signal) =>
      done(status ?? 128 + (signal ? constants.signals[signal] : 0)),
    )
  })
  process.exit(code)
}

function onChange(act: () => Promise<void>): void {
  let timer: NodeJS.Timeout | undefined
  let last = Promise.resolve()
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      // One after the other: a change during a build is the next build's.
      last = last.then(act)
    }, SETTLE_MS)
  }
  for (const path of INPUTS.map(inProject).filter(existsSync)) watch(path, { recursive: true }, soon)
}

async function rebuild(restart: () => void): Promise<void> {
  try {
    const { ms, fresh } = await ensureBuilt({ dev: true })
    if (fresh) return
    restart()
    console.log(`built in ${Math.round(ms)} ms`)
  } catch (error) {
    if (!(error instanceof BuildError)) throw error
    console.error(error.message)
  }
}
