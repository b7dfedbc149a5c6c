/** The server that nobody uses: how fast it is there, what it weighs, and what the page that it serves weighs. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { startServer } from '../../test/support/server.ts'
import { now } from '../clock.ts'
import { type Scenario, sleep } from '../lab.ts'
import { memoryMb } from '../procs.ts'
import { median } from '../stats.ts'

const WEB = new URL('../../dist/web/', import.meta.url).pathname

export const start: Scenario = {
  name: 'start',
  async run(lab) {
    const data = mkdtempSync(join(tmpdir(), 'bench-'))
    const times: number[] = []
    let memory = 0
    // The first start builds and makes the data folder; it is not counted.
    for (let i = 0; i < 6; i++) {
      const begin = now()
      const server = await startServer({ config: lab.config, data })
      if (i > 0) times.push(now() - begin)
      if (i === 5) {
        await fetch(server.url)
        await sleep(5000)
        memory = memoryMb(server.pids()).now
      }
      await server.stop()
    }
    rmSync(data, { recursive: true })
    return [
      { id: 'start', value: median(times) },
      { id: 'idle-memory', value: memory, floor: memoryMb([lab.proxy.pid]).now },
    ]
  },
}

export const bundle: Scenario = {
  name: 'bundle',
  async run() {
    const html = readFileSync(join(WEB, 'index.html'), 'utf8')
    const files = new Set<string>()
    for (const [, path] of html.matchAll(/(?:src|href)="\/?([^"]+\.js)"/g)) follow(join(WEB, path!), files)
    const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0)
    return [{ id: 'bundle', value: bytes / 1024 }]
  },
}

/** `file` and what it imports statically, which the browser needs before anything shows. */
function follow(file: string, files: Set<string>) {
  if (files.has(file)) return
  files.add(file)
  const code = readFileSync(file, 'utf8')
  for (const [, path] of code.matchAll(/(?:^|[;}\n])(?:import|export)\b[^;()'"]*["'](\.[^"']+)["']/g))
    follow(join(dirname(file), path!), files)
}
