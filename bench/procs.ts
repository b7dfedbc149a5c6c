/** What the kernel says of processes: CPU time, memory, open files. Linux only, as the figures are. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Clock ticks per second of /proc/<pid>/stat. Fixed at 100 on every Linux that Node runs on. */
const TICKS = 100

/** `pid` and everything it started, and they, and so on. */
export function family(pid: number): number[] {
  const found = [pid]
  try {
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      const children = readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim()
      if (children) found.push(...children.split(' ').flatMap((child) => family(Number(child))))
    }
  } catch {
    // Gone meanwhile: it has no children any more.
  }
  return found
}

/** CPU time in ms, user and system, that these processes have used. */
export function cpuMs(pids: number[]): number {
  return sum(pids, (pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS
  })
}

/** Megabytes of memory: resident now, the most that was ever resident, and what is not shared with a file. */
export function memoryMb(pids: number[]): { now: number; peak: number; own: number } {
  const field = (name: string) =>
    sum(pids, (pid) => {
      const line = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
      return Number(line?.[1] ?? 0) / 1024
    })
  return { now: field('VmRSS'), peak: field('VmHWM'), own: field('RssAnon') }
}

/** Open files whose path ends in `suffix`. */
export function openFiles(pids: number[], suffix = ''): number {
  return sum(pids, (pid) => {
    let count = 0
    for (const fd of readdirSync(`/proc/${pid}/fd`)) {
      try {
        if (readlinkSync(`/proc/${pid}/fd/${fd}`).endsWith(suffix)) count++
      } catch {
        // Closed between the two calls.
      }
    }
    return count
  })
}

function sum(pids: number[], of: (pid: number) => number): number {
  let total = 0
  for (const pid of pids) {
    try {
      total += of(pid)
    } catch {
      // The process ended: it counts no more.
    }
  }
  return total
}
