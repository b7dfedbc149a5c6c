/** The server that nobody uses: how fast it is there, what it weighs, and what the page that it serves weighs. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page, Response } from 'playwright-core'
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

/**
 * What the browser takes before a page can be used, gzipped: scripts in files and in the page itself. Once for a page with
 * an answer on it, until that stands there drawn, and once for a new chat; what either fetches by itself afterwards, while
 * somebody reads, is told apart.
 */
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
        const answer = await load(page, `${person.url}/c/${talk.conversation}`, 'article .prose p')
        const empty = await load(page, `${person.url}/c/new`, '.empty-greeting h1')
        return [
          { id: 'bundle', value: answer.script / 1024 },
          { id: 'bundle-new', value: empty.script / 1024 },
          { id: 'bundle-after', value: answer.after / 1024 },
          { id: 'bundle-style', value: answer.style / 1024 },
          { id: 'bundle-requests', value: answer.requests },
        ]
      }),
    ),
}

/** Bytes and requests until `usable` stands on the page with the field for a message. */
async function load(page: Page, url: string, usable: string) {
  const taken: Promise<{ url: string; kind: string; bytes: number }>[] = []
  const note = (response: Response) => {
    const kind = response.request().resourceType()
    const sized = response.body().then(
      (body) => gzipSync(kind === 'document' ? inlineScripts(body.toString()) : body).length,
      () => 0,
    )
    taken.push(sized.then((bytes) => ({ url: response.url(), kind, bytes })))
  }
  page.on('response', note)
  await page.addInitScript((wanted) => {
    const look = () => {
      if (!document.querySelector(wanted) || !document.querySelector('[data-composer]')) return
      watch.disconnect()
      performance.mark('usable')
    }
    const watch = new MutationObserver(look)
    watch.observe(document, { childList: true, subtree: true })
  }, usable)
  await page.goto(url)
  await page.waitForFunction(() => performance.getEntriesByName('usable').length > 0)
  await page.waitForLoadState('networkidle')
  page.off('response', note)
  const late = await page.evaluate(() => {
    const [mark] = performance.getEntriesByName('usable')
    const entries = performance.getEntriesByType('resource')
    return entries.filter(({ startTime }) => startTime > mark!.startTime).map(({ name }) => name)
  })
  const all = await Promise.all(taken)
  const early = all.filter(({ url }) => !late.includes(url))
  const sum = (of: typeof all, ...kinds: string[]) =>
    of.reduce((total, { kind, bytes }) => total + (kinds.includes(kind) ? bytes : 0), 0)
  return {
    script: sum(early, 'script', 'document'),
    after: sum(all, 'script') - sum(early, 'script'),
    style: sum(early, 'stylesheet'),
    requests: early.length,
  }
}

function inlineScripts(html: string): string {
  const scripts = html.matchAll(/<script(?![^>]*application\/json)[^>]*>([\s\S]*?)<\/script>/g)
  return [...scripts].map(([, code]) => code).join('\n')
}
