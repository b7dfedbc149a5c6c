/** The server that nobody uses: how fast it is there, what it weighs, and what the page that it serves weighs. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { startServer } from '../../test/support/server.ts'
import { now } from '../clock.ts'
import { type Scenario, sleep } from '../lab.ts'
import { inBrowser } from '../load/browser.ts'
import { Meter } from '../load/meter.ts'
import { Talk } from '../load/talk.ts'
import { memoryMb } from '../procs.ts'
import { median } from '../stats.ts'
import { modelOf } from '../upstream/knobs.ts'

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

/** Everything the browser takes for a page with an answer on it: scripts in files, and those in the page itself. */
export const bundle: Scenario = {
  name: 'bundle',
  run: (lab) =>
    lab.serve((_, person) =>
      inBrowser(person, async (context) => {
        const talk = new Talk(person, new Meter())
        await talk.open()
        await talk.turn(modelOf({ len: 20, tps: 1000 }))
        talk.close()
        const page = await context.newPage()
        let bytes = 0
        const taken: Promise<void>[] = []
        page.on('response', (response) => {
          const kind = response.request().resourceType()
          if (kind !== 'script' && kind !== 'document') return
          taken.push(
            response.body().then((body) => {
              bytes += gzipSync(kind === 'script' ? body : inlineScripts(body.toString())).length
            }),
          )
        })
        await page.goto(`${person.url}/c/${talk.conversation}`)
        await page.locator('article[data-role="assistant"]').waitFor()
        // What the page asks for when it has nothing else to do belongs to it as well.
        await page.waitForLoadState('networkidle')
        await Promise.all(taken)
        return [{ id: 'bundle', value: bytes / 1024 }]
      }),
    ),
}

function inlineScripts(html: string): string {
  const scripts = html.matchAll(/<script(?![^>]*application\/json)[^>]*>([\s\S]*?)<\/script>/g)
  return [...scripts].map(([, code]) => code).join('\n')
}
