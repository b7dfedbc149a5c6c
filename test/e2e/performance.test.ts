/** The page stays fluent while a fast model writes into a long thread. The figures are printed; the bounds are wide. */
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { seededText } from '../../bench/upstream/text.ts'
import { inSight, REST, STEP } from '../../src/web/views/thread-window.ts'
import { Client } from '../support/client.ts'
import type { Person } from '../support/person.ts'
import { eventually } from './eventually.ts'
import { openHouse, PLAIN, SEEDED_FAST, SEEDED_HUGE, type Visit } from './house.ts'

const house = openHouse()

/** Turns of the long thread: 200 messages. */
const TURNS = 100
/** Messages on the page at once: it draws a window of a long thread. */
const DRAWN = 120
/** 60 is what is wanted, and what an idle machine shows; here the vendor, the server and the browser share two cores. */
const LEAST_FPS = 30
/** Ms of a task that somebody notices, times what a busy machine adds. */
const LONG_MS = 200
/** Tokens of a second. */
const RATE = 1000

let visit: Visit
let conversation: string

beforeAll(async () => {
  visit = await house.guest()
  const cookies = await visit.context.cookies()
  const token = cookies.find(({ name }) => name === 'parley_access')!.value
  const person: Person = { url: house.url, token, cookie: '', user: { id: '', email: '' }, password: '' }
  const client = new Client(person)
  await client.connect()
  for (let n = 0; n < TURNS; n++) {
    const text = n % 4 === 0 ? `[[markdown]] question ${n}` : `[[tokens-60]] question ${n}`
    const { reply } = client.send(text, { endpoint: 'Fake', model: PLAIN })
    await client.over(reply)
  }
  client.drop()
  conversation = client.conversation
})

type Figures = { frames: number; ms: number; worst: number; long: number[] }
/** Ms of the main thread. */
type Spent = { script: number; style: number; layout: number; task: number }

/** Measures from now on, inside the page, until the function it returns is called. */
async function measure(page: Page): Promise<() => Promise<Figures & Spent>> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable')
  const spent = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    const of = (name: string) => (metrics.find((one) => one.name === name)?.value ?? 0) * 1000
    return {
      script: of('ScriptDuration'),
      style: of('RecalcStyleDuration'),
      layout: of('LayoutDuration'),
      task: of('TaskDuration'),
    }
  }
  const before = await spent()
  await page.evaluate(() => {
    const figures = { frames: 0, ms: 0, worst: 0, long: [] as number[] }
    const start = performance.now()
    let last = start
    const look = (now: number) => {
      figures.frames++
      figures.worst = Math.max(figures.worst, now - last)
      last = now
      figures.ms = now - start
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) figures.long.push(Math.round(duration))
    }).observe({ type: 'longtask' })
    Object.assign(globalThis, { figures })
  })
  return async () => {
    const figures = await page.evaluate(() => (globalThis as unknown as { figures: Figures }).figures)
    const after = await spent()
    await cdp.detach()
    return {
      ...figures,
      script: after.script - before.script,
      style: after.style - before.style,
      layout: after.layout - before.layout,
      task: after.task - before.task,
    }
  }
}

/** Prints the figures; returns the frames of a second. */
function report(what: string, figures: Figures & Spent): number {
  const { frames, ms, worst, long, script, style, layout, task } = figures
  const fps = (frames * 1000) / ms
  const [of, by, where, all] = [script, style, layout, task].map((one) => one.toFixed(0))
  process.stdout.write(
    `${what}: ${fps.toFixed(1)} frames/s over ${(ms / 1000).toFixed(1)} s, worst frame ${worst.toFixed(0)} ms, ` +
      `long tasks ${JSON.stringify(long)}, main thread ${all} ms (script ${of}, style ${by}, layout ${where})\n`,
  )
  return fps
}

// Before an answer stands there that is larger than the page: what is above in it gets its size as it comes in sight.
test(`the end of ${2 * TURNS} messages is drawn first; going up, each picture makes a few, and nobody is moved`, async () => {
  const { page } = await house.again(visit)
  await page.addInitScript(() => {
    const counts: number[] = []
    Object.assign(globalThis, { counts })
    const look = () => {
      const { length } = document.querySelectorAll('article')
      if (length > 0) counts.push(length)
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  await page.goto(`/c/${conversation}`)
  await page
    .locator('article')
    .nth(REST - 1)
    .waitFor()
  // Runs before the page's own steps of a picture: what it counts was there when the picture before was painted.
  const counts = await page.evaluate(() => (globalThis as unknown as { counts: number[] }).counts)
  expect(counts[0]).toBeLessThanOrEqual(inSight(page.viewportSize()!.height))
  const steps = counts.slice(1).map((count, n) => count - counts[n]!)
  expect(Math.max(...steps)).toBeLessThanOrEqual(STEP)

  const way = await page.evaluate(goUp, 150)
  process.stdout.write(`going up: ${JSON.stringify(way)}\n`)
  expect(way.reached).toBe(true)
  expect(way.jump).toBeLessThan(2)
})

test(`${RATE} tokens a second into a thread of ${2 * TURNS} messages`, async () => {
  const { page, chat } = await house.again(visit)
  await page.goto(`/c/${conversation}`)
  await chat.is('settled')
  // As many as the page ever draws are drawn by going up to them.
  for (let drawn = await chat.messages.count(); drawn < DRAWN; drawn = await chat.messages.count()) {
    await chat.messages.first().scrollIntoViewIfNeeded()
    await eventually(() => chat.messages.count(), { timeout: 10_000 }).toBeGreaterThan(drawn)
  }
  await chat.choose(SEEDED_FAST)
  await chat.button(/To the end|New text below/).click()

  const stop = await measure(page)
  await chat.send('seed of a fast answer')
  await chat.is('open')
  await chat.is('settled', 20_000)
  const figures = await stop()
  const fps = report('long thread', figures)
  expect(figures.long.filter((ms) => ms > LONG_MS)).toEqual([])
  expect(fps).toBeGreaterThanOrEqual(LEAST_FPS)
  const tail = seededText('seed of a fast answer', 4000).match(/\d+/g)!.slice(-5)
  expect((await chat.answer.textContent())!.match(/\d+/g)!.slice(-8)).toEqual(expect.arrayContaining(tail))
})

/** In the page: goes up to the first message, `stride` pixels in each picture. `jump`: what a message moved besides. */
async function goUp(stride: number): Promise<{ pictures: number; jump: number; reached: boolean }> {
  const thread = document.querySelector('.thread')!
  const picture = () => new Promise((done) => requestAnimationFrame(done))
  const edge = thread.getBoundingClientRect().top + 60
  let [pictures, jump, still] = [0, 0, 0]
  thread.dispatchEvent(new WheelEvent('wheel', { deltaY: -stride, bubbles: true }))
  // At the top, older messages may be on their way.
  for (; still < 60 && pictures < 3000; pictures++) {
    const all = [...thread.querySelectorAll('article')]
    const first = all.find((one) => one.getBoundingClientRect().bottom > edge)!
    const { top } = first.getBoundingClientRect()
    const room = Math.min(stride, thread.scrollTop)
    thread.scrollTop -= stride
    await picture()
    if (room === stride) jump = Math.max(jump, Math.abs(first.getBoundingClientRect().top - top - stride))
    still = room === 0 ? still + 1 : 0
  }
  return {
    pictures,
    jump,
    reached: thread.querySelector('.bubble')?.textContent?.endsWith('question 0') ?? false,
  }
}

test('one paragraph that does not end costs no more than many', async () => {
  const { page, chat } = await house.guest()
  await chat.box.waitFor()
  const stop = await measure(page)
  await chat.send(`[[paced-${RATE} tokens-3000]] hello`)
  await chat.is('settled')
  const figures = await stop()
  const fps = report('one paragraph', figures)
  expect(figures.long.filter((ms) => ms > LONG_MS)).toEqual([])
  expect(fps).toBeGreaterThanOrEqual(LEAST_FPS)
})

test('an answer of 200,000 characters arrives whole, and the page can be used meanwhile', async () => {
  const { page, chat } = await house.guest()
  await chat.choose(SEEDED_HUGE)
  const stop = await measure(page)
  const started = performance.now()
  await chat.send('seed of a book')
  await chat.is('open')
  // What is typed appears, although the page has much to do.
  await chat.box.fill('in between')
  expect(await chat.box.inputValue()).toBe('in between')
  await chat.is('settled', 60_000)
  const took = performance.now() - started
  const figures = await stop()
  report(`200,000 characters in ${(took / 1000).toFixed(1)} s`, figures)
  const wanted = seededText('seed of a book', 56_000)
  expect(wanted.length).toBeGreaterThan(200_000)
  const answer = await visitText(page, chat.id)
  expect(answer).toBe(wanted)
  // Forty pages of text in five seconds: felt, but never for as long as half a second.
  expect(figures.long.filter((ms) => ms > 500)).toEqual([])
  expect(figures.task).toBeLessThan(10_000)
})

/** The text of the last answer as the server has it. */
async function visitText(page: Page, id: string): Promise<string> {
  const answer = await page.context().request.get(`/api/messages/${id}`)
  return ((await answer.json()) as { data: { text: string }[] }).data.at(-1)!.text
}
