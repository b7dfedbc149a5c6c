/**
 * One server for a data folder. The owner is a process known by number and start time; it stays the owner when it
 * becomes the supervisor (execve keeps both), and a process that was killed owns nothing. SQLite's lock makes looking
 * and taking one step for two that start at the same moment.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '../refusal.ts'
import { runFolder } from './data-folder.ts'
import { commandOf, startOf } from './processes.ts'

/** Takes the folder for this process. Throws a `Refusal` when a server that lives has it. */
export async function takeFolder(data: string): Promise<void> {
  const db = new DatabaseSync(join(runFolder(data), 'owner.sqlite'), { timeout: 5000 })
  try {
    db.exec('BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS owner (pid INTEGER NOT NULL, began TEXT NOT NULL)')
    const owner = db.prepare('SELECT pid, began FROM owner').get() as
      | { pid: number; began: string }
      | undefined
    if (owner && owner.pid !== process.pid && startOf(owner.pid) === owner.began) {
      throw new Refusal(
        `another Parley (process ${owner.pid}) is serving ${data}: end that one, or choose another folder with --data`,
      )
    }
    await endOrphan(data)
    db.exec('DELETE FROM owner')
    db.prepare('INSERT INTO owner VALUES (?, ?)').run(process.pid, startOf(process.pid))
    db.exec('COMMIT')
  } finally {
    db.close()
  }
}

/** A workerd whose supervisor was killed still has the databases open. It is ended, its open answers written first. */
async function endOrphan(data: string): Promise<void> {
  const run = runFolder(data)
  const pid = Number(readOr(join(run, 'workerd.pid'), '0'))
  const isOurs = () =>
    pid > 0 && startOf(pid) !== null && commandOf(pid)?.includes(join(run, 'workerd.capnp'))
  if (!isOurs()) return
  const { flush } = await import('./flush.js')
  await flush(run)
  process.kill(pid, 'SIGKILL')
  while (isOurs()) await sleep(5)
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // No server ran here yet.
    return otherwise
  }
}
