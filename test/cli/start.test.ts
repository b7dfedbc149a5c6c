/** The life of the real server at a terminal: start, crash, second start, Ctrl-C. */
import { readFileSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { newFolder, refusedStart } from './house.ts'

const folder = newFolder()
let server: Server | undefined
afterEach(async () => {
  await server?.stop()
  server = undefined
})

/** A server that has said that it is ready. */
async function start(): Promise<Server> {
  const started = await startServer({ data: `${folder}/data` })
  await until(() => started.output().includes('ready'))
  return started
}

const workerd = () => Number(readFileSync(`${folder}/data/run/workerd.pid`, 'utf8'))
/** Of a process; empty when it ended meanwhile: the one that looked whether the server is ready does. */
function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
  } catch {
    return ''
  }
}
const health = async (url: string) => (await fetch(`${url}/health`)).status

it('is ready, says so in one line, and leaves no Node process in memory', async () => {
  server = await start()
  expect(server.output().trim()).toBe(`Parley is ready at ${server.url}`)
  await until(() => server!.pids().length === 2)
  expect(server.pids().map(nameOf).sort()).toEqual(['sh', 'workerd'])
})

it('makes the secrets once, for the owner only', async () => {
  const secrets = () => readFileSync(`${folder}/data/secrets.json`, 'utf8')
  const before = secrets()
  expect(JSON.parse(JSON.parse(before).JWT_PRIVATE_KEY)).toMatchObject({
    kty: 'EC',
    crv: 'P-256',
    alg: 'ES256',
  })
  expect(statSync(`${folder}/data/secrets.json`).mode & 0o777).toBe(0o600)
  expect(statSync(`${folder}/data`).mode & 0o777).toBe(0o700)
  server = await start()
  expect(secrets()).toBe(before)
})

it('refuses a second server on the same folder, and the first goes on', async () => {
  server = await start()
  const second = await refusedStart(['--port', '0', '--data', `${folder}/data`])
  expect(second.said).toMatch(
    /^another Parley \(process \d+\) is serving \S+: end that one, or choose another folder with --data$/,
  )
  expect(second.code).toBe(1)
  expect(await health(server.url)).toBe(200)
})

it('lets one of two that start at the same moment have the folder', async () => {
  const starts = await Promise.allSettled([1, 2].map(start))
  const [won, lost] = [...starts].sort((a) => (a.status === 'fulfilled' ? -1 : 1))
  server = won?.status === 'fulfilled' ? won.value : undefined
  expect(won?.status).toBe('fulfilled')
  expect(lost?.status === 'rejected' && String(lost.reason)).toMatch(
    /another Parley \(process \d+\) is serving/,
  )
})

it('starts workerd again when it was killed, on the same port', async () => {
  server = await start()
  const before = workerd()
  process.kill(before, 'SIGKILL')
  await until(async () => workerd() !== before && (await health(server!.url).catch(() => 0)) === 200)
  expect(server.output()).toContain('The server ended unexpectedly (code 137) and is started again.')
})

it('gives up on a workerd that ends again and again, and says so', async () => {
  server = await start()
  const down = () => server!.output().includes('it stays down')
  const end = Date.now() + 30_000
  while (!down() && Date.now() < end) {
    const pid = server.pids().find((one) => one === workerd())
    if (pid) process.kill(pid, 'SIGKILL')
    await sleep(20)
  }
  expect(down()).toBe(true)
})

it('takes over from a workerd whose supervisor was killed', async () => {
  const first = await start()
  server = first
  const orphan = workerd()
  const [supervisor = 0] = first.pids().filter((pid) => nameOf(pid) === 'sh')
  process.kill(supervisor, 'SIGKILL')
  expect(await health(first.url)).toBe(200)
  server = await start()
  expect(workerd()).not.toBe(orphan)
  expect(lives(orphan)).toBe(false)
})

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  it(`ends within two seconds of ${signal}, with exit code 0 and nothing left`, async () => {
    const running = await start()
    const [supervisor = 0, ...others] = running.pids()
    const began = Date.now()
    process.kill(supervisor, signal)
    await until(() => [supervisor, ...others].every((pid) => !lives(pid)))
    expect(Date.now() - began).toBeLessThan(2000)
    await running.stop()
    expect(running.output().trim()).toBe(`Parley is ready at ${running.url}`)
  })
}

afterAll(() => server?.stop())

function lives(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** Resolves when it is so; fails after 10 s. */
async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000
  while (!(await so())) {
    if (Date.now() > end) throw new Error('this did not come to be in 10 s')
    await sleep(10)
  }
}
