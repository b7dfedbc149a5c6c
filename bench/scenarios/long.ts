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
        return [...(await overSocket(person, conversation)), await painted(person, conversation, leaf)]
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
