/** The folder that holds everything a server keeps. Made at the first start, readable by its owner only. */
import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../refusal.ts'

/** Where workerd runs: its configuration, the control socket and the process ids. Nothing in it is worth keeping. */
export const runFolder = (data: string) => join(data, 'run')

/** Makes what is missing of it. Throws a `Refusal` when it cannot be used. */
export function openDataFolder(data: string): void {
  try {
    for (const folder of [data, join(data, 'do'), join(data, 'd1'), runFolder(data)]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    }
  } catch (error) {
    const { code = '', path = data } = error as NodeJS.ErrnoException
    const reason = REASONS[code] ?? (error as Error).message
    throw new Refusal(`the data folder ${data} cannot be used, ${path} ${reason}: choose another with --data`)
  }
}

const REASONS: Record<string, string> = {
  EEXIST: 'is a file',
  ENOTDIR: 'lies below a file',
  EACCES: 'is not yours to read and write',
  EPERM: 'is not yours to read and write',
  EROFS: 'is on a disk that is read-only',
  ENOSPC: 'is on a disk that is full',
}
