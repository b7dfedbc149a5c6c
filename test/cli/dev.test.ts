/** `npm run dev`: a changed source is built and served, and the open page learns of it. */
import { spawn } from 'node:child_process'
import { utimesSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { ensureBuilt } from '../../src/cli/build/build.ts'
import { newFolder } from './house.ts'

const folder = newFolder()
const child = spawn('sh', [
  'src/cli/run.sh',
  'src/cli/main.ts',
  'dev',
  '--port',
  '0',
  '--data',
  `${folder}/data`,
])
let said = ''
child.stdout.on('data', (text) => {
  said += text
})
child.stderr.on('data', (text) => {
  said += text
})
const ended = new Promise((done) => child.once('exit', done))
afterAll(async () => {
  child.kill('SIGTERM')
  await ended
  // The other tests are of the real build.
  await ensureBuilt()
})

it('builds again after a change, restarts, and ends within two seconds of Ctrl-C', async () => {
  const url = await soon(() => /ready at (\S+)/.exec(said)?.[1])
  /** The build that the page is of, and the last one made. */
  const shown = async () => /!=='(\S+)'\)location.reload/.exec(await (await fetch(url)).text())?.[1]
  const made = async () => (await fetch(`${url}/assets/dev.txt`)).text()
  const before = await soon(shown)
  expect(await made()).toBe(before)

  utimesSync('wrangler.toml', new Date(), new Date())
  await soon(async () => ((await shown().catch(() => before)) === before ? undefined : true))
  expect(await made()).toBe(await shown())
  expect(said).toMatch(/built in \d+ ms/)

  const began = Date.now()
  child.kill('SIGINT')
  expect(await ended).toBe(0)
  expect(Date.now() - began).toBeLessThan(2000)
  await expect(fetch(`${url}/health`)).rejects.toThrow()
})

/** What `of` gives once it gives something; fails after 30 s, with what was said. */
async function soon<T>(of: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 30_000
  for (;;) {
    const found = await of()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error(`nothing came in 30 s:\n${said}`)
    await sleep(20)
  }
}
