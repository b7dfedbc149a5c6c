/** What the system says of a process: enough to know it again, although its number may be given to another. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** When the process began, as text that no later process of that number shares; null when there is none. */
export function startOf(pid: number): string | null {
  if (process.platform !== 'linux') return ps(pid, 'lstart=')
  const stat = read(`/proc/${pid}/stat`)
  // Field 22, counted behind the name, which may itself hold blanks and brackets. A zombie (Z) has ended.
  const rest = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return rest && rest[0] !== 'Z' ? `${read('/proc/sys/kernel/random/boot_id')?.trim()} ${rest[19]}` : null
}

/** The command line of the process, or null. */
export function commandOf(pid: number): string | null {
  if (process.platform !== 'linux') return ps(pid, 'command=')
  return read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? null
}

function ps(pid: number, column: string): string | null {
  return spawnSync('ps', ['-p', String(pid), '-o', column], { encoding: 'utf8' }).stdout.trim() || null
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // The process has ended, which is an answer.
    return null
  }
}
