/** A conversation of 10,000 messages: what it takes to open it, for the server and for a browser. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { newId } from '../../src/shared/ids.ts'
import { type Person, register } from '../../test/support/person.ts'
import { startServer } from '../../test/support/server.ts'
import type { Measured } from '../budgets.ts'
import { now } from '../clock.ts'
import type { Lab, Scenario } from '../lab.ts'
import { inBrowser } from '../load/browser.ts'
import { Meter } from '../load/meter.ts'
import { Talk } from '../load/talk.ts'
import { median } from '../stats.ts'
import { modelOf } from '../upstream/knobs.ts'

const MESSAGES = 10_000

/** About what an answer holds: 100 words with some markup. */
const ANSWER = `Rain is **water** that falls from clouds.\n\n- It forms when vapour condenses.\n- It feeds rivers.\n\n${'It rains more where warm, wet air is lifted over hills, cools, and lets its water go. '.repeat(5)}`

export const long: Scenario = {
  name: 'long',
  async run(lab) {
    const data = mkdtempSync(join(tmpdir(), 'bench-'))
    try {
      const [person, conversation, leaf] = await prepare(lab, data)
      const server = await startServer({ config: lab.config, data })
      try {
        person.url = server.url
        return [
          ...(await overSocket(person, conversation)),
          await painted(person, conversation, leaf),
          ...(await read(person, conversation, leaf)),
        ]
      } finally {
        await server.stop()
      }
    } finally {
      rmSync(data, { recursive: true })
    }
  },
}

/** One real turn, and the rest of the messages written under it while the server sleeps. */
async function prepare(lab: Lab, data: string): Promise<[Person, string, string]> {
  const server = await startServer({ config: lab.config, data })
  const person = await register(server.url)
  const talk = new Talk(person, new Meter())
  await talk.open()
  await talk.turn(modelOf({ len: 5, tps: 1000 }))
  talk.close()
  await server.stop()
  for (const file of readdirSync(data, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.sqlite')) continue
    const db = new DatabaseSync(join(data, file))
    const leaf = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'message'").get() && grow(db)
    db.close()
    if (leaf) return [person, talk.conversation, leaf]
  }
  throw new Error('the database of the conversation was not found')
}

/** Returns the id of the last message. */
function grow(db: DatabaseSync): string {
  const last = db.prepare('SELECT id, clock, pick FROM message ORDER BY seq DESC LIMIT 1').get()
  const insert = db.prepare(
    'INSERT INTO message (id, parent, role, state, created, clock, pick, parts) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  let parent = String(last!.id)
  let clock = Number(last!.clock)
  db.exec('BEGIN')
  for (let i = 2; i < MESSAGES; i++) {
    const [id, user] = [newId(), i % 2 === 0]
    const parts = [{ type: 'text', text: user ? `Question ${i} about the rain?` : ANSWER }]
    insert.run(
      id,
      parent,
      user ? 'user' : 'assistant',
      'settled',
      Date.now(),
      ++clock,
      user ? null : String(last!.pick),
      JSON.stringify(parts),
    )
    parent = id
  }
  db.prepare('UPDATE room SET clock = ?').run(clock)
  db.prepare('UPDATE branch SET child = ?').run(parent)
  db.exec('COMMIT')
  return parent
}

async function overSocket(person: Person, conversation: string): Promise<Measured[]> {
  const times: number[] = []
  let bytes = 0
  for (let i = 0; i < 20; i++) {
    const talk = new Talk(person, new Meter(), conversation)
    const begin = now()
    await talk.open()
    times.push(now() - begin)
    bytes = talk.bytes
    talk.close()
  }
  return [
    { id: 'long-server', value: median(times) },
    { id: 'long-bytes', value: bytes / 1024 },
  ]
}

/** Pixels of one frame, and ms that each way takes: faster than anybody reads, as fast as one looks for something. */
const STRIDE = 200
const WAY_MS = 15_000

/** What one who comes from elsewhere in the page waits for, and what going far up and down again is like. */
async function read(person: Person, conversation: string, leaf: string): Promise<Measured[]> {
  return inBrowser(person, async (context) => {
    const page = await context.newPage()
    const opened: number[] = []
    for (let i = 0; i < 5; i++) {
      await page.goto(person.url)
      await page.locator(`a[href="/c/${conversation}"]`).first().waitFor()
      await page.waitForLoadState('networkidle')
      opened.push(await page.evaluate(openedIn, { conversation, leaf }))
    }
    const ways: Way[] = []
    for (const stride of [-STRIDE, STRIDE]) ways.push(await page.evaluate(scrolled, { stride, ms: WAY_MS }))
    const heap = await page.evaluate(
      () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
    )
    const [up, down] = ways as [Way, Way]
    return [
      { id: 'long-open', value: median(opened) },
      { id: 'long-up', value: up.fps },
      { id: 'long-down', value: down.fps },
      { id: 'long-late', value: Math.max(up.late, down.late) },
      { id: 'long-passed', value: up.passed },
      { id: 'long-nodes', value: Math.max(up.nodes, down.nodes) },
      { id: 'long-heap', value: heap / 1024 / 1024 },
    ]
  })
}

/** In the page: ms from the click on a conversation to the picture that shows its newest message. */
function openedIn({ conversation, leaf }: { conversation: string; leaf: string }): Promise<number> {
  return new Promise((done) => {
    const begin = performance.now()
    const look = () => {
      if (!document.querySelector(`article[data-message-id="${leaf}"]`)) return
      seen.disconnect()
      // The first callback runs before the picture is painted, the message after it.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => done(performance.now() - begin)
        port2.postMessage(null)
      })
    }
    const seen = new MutationObserver(look)
    seen.observe(document.body, { childList: true, subtree: true })
    document.querySelector<HTMLElement>(`a[href="/c/${conversation}"]`)?.click()
  })
}

/** `late`: per cent of the pictures that came more than half a frame too late. `nodes`: most elements at once. */
type Way = { fps: number; late: number; passed: number; nodes: number }

/** In the page: scrolls by `stride` in every frame, for `ms`. */
function scrolled({ stride, ms }: { stride: number; ms: number }): Promise<Way> {
  return new Promise((done) => {
    const thread = document.querySelector('.thread') as HTMLElement
    const seen = new Set<string>()
    const begin = performance.now()
    let [last, frames, late, nodes] = [begin, 0, 0, 0]
    const step = (now: number) => {
      frames++
      if (now - last > 25) late++
      last = now
      thread.scrollTop += stride
      if (frames % 10 === 0) {
        nodes = Math.max(nodes, document.getElementsByTagName('*').length)
        for (const one of document.querySelectorAll('article')) seen.add(one.dataset.messageId ?? '')
      }
      if (now - begin < ms) requestAnimationFrame(step)
      else
        done({
          fps: (frames * 1000) / (now - begin),
          late: (late * 100) / frames,
          passed: seen.size,
          nodes,
        })
    }
    // The wheel says that it is the reader who moves.
    thread.dispatchEvent(new WheelEvent('wheel', { deltaY: stride, bubbles: true }))
    requestAnimationFrame(step)
  })
}

async function painted(person: Person, conversation: string, leaf: string): Promise<Measured> {
  const times = await inBrowser(person, async (context) => {
    const all: number[] = []
    for (let i = 0; i < 5; i++) {
      const page = await context.newPage()
      const begin = now()
      await page.goto(`${person.url}/c/${conversation}`, { waitUntil: 'commit' })
      await page.locator(`article[data-message-id="${leaf}"]`).waitFor()
      all.push(now() - begin)
      await page.close()
    }
    return all
  })
  return { id: 'long-paint', value: median(times) }
}
