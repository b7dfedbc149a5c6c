/** A folder of its own for a test, and the command line run in it until it ends. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** An empty folder, removed after the file's tests. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-cli-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes `librechat.yaml` into `folder` and gives its path. */
export function yamlIn(folder: string, text: string): string {
  const path = join(folder, 'librechat.yaml')
  writeFileSync(path, text)
  return path
}

/** What `npm start` with these options says, and its exit code. For starts that are refused: it waits for the end. */
export function refusedStart(args: string[], env: Record<string, string> = {}) {
  const child = spawn('sh', ['src/cli/run.sh', 'src/cli/main.ts', 'start', ...args], {
    cwd: new URL('../../', import.meta.url).pathname,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const collect = (text: Buffer) => {
    said += text
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  return new Promise<{ code: number | null; said: string }>((done) => {
    child.once('close', (code) => done({ code, said: said.trimEnd() }))
  })
}
