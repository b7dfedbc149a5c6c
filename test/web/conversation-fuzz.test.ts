/** Pages that write, branch, stop, lose their line and close, against the real room. In the end all show what is stored. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { CatalogModel } from '../../src/web/models/catalog.ts'
import { createConversation } from '../../src/web/models/conversation.ts'
import { PreferencesModel } from '../../src/web/models/preferences.ts'
import { Random } from '../fuzz/random.ts'
import { PICK, stored } from '../room/harness.ts'
import { fakePage } from './fake-page.ts'
import { FakeServer, pass } from './fake-server.ts'

const RUNS = Number(process.env.FUZZ_RUNS ?? 25)
const SEED = Number(process.env.FUZZ_SEED ?? 1)
const STEPS = 80
const OTHER = { endpoint: 'test', model: 'other' }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test(`${RUNS} conversations on two pages show what is stored, and nothing that was sent is lost`, async () => {
  for (let run = 0; run < RUNS; run++) await play(SEED + run)
}, 120_000)

function visit(id: string) {
  const preferences = new PreferencesModel({ stored: null, send: () => true })
  const models = [PICK, OTHER].map((pick) => ({ ...pick, endpointLabel: 'Test', label: pick.model }))
  const catalog = new CatalogModel({ endpoints: [], models, preferences })
  return createConversation({ id, catalog, renew: async () => true, started: () => {} })
}

async function play(seed: number): Promise<void> {
  const { storage } = fakePage()
  const server = new FakeServer()
  const random = new Random(seed)
  const id = newId()
  const pages = [visit(id), visit(id)]
  const sent: string[] = []
  await pass(50)

  for (let step = 0; step < STEPS; step++) {
    const n = random.below(pages.length)
    const page = pages[n]!
    const path = page.path.peek()
    switch (random.below(12)) {
      case 0:
      case 1: {
        const text = `${seed}.${step}`
        const instead = random.chance(0.3)
          ? path.find((m) => m.role === 'user' && m.delivery.peek() === 'sent')
          : undefined
        // Messages that wait for an answer to end have a test of their own.
        if ((instead || !page.running.peek()) && page.send(text, instead)) sent.push(text)
        break
      }
      case 2: {
        const reply = path.findLast((m) => m.role === 'assistant' && m.delivery.peek() === 'sent')
        if (reply && random.chance(0.5)) page.regenerate(reply)
        break
      }
      case 3:
        // A stop that takes an unsent message back is tried elsewhere; here all that was sent must arrive.
        if (page.last.peek()?.delivery.peek() === 'sent') page.stop()
        break
      case 4: {
        if (!path.length) break
        const message = random.of(path)
        page.select(random.of(page.versions(message)))
        break
      }
      case 5:
        if (random.chance(0.5)) server.cut()
        else server.up = !server.up
        break
      case 7: {
        // One answer at a time, or several; and what one thinks of those that stand beside each other.
        if (random.chance(0.5)) page.compare.ask(random.chance(0.8) ? [PICK, OTHER] : [])
        const columns = page.compare.current.peek()
        const stored = columns?.columns.every((m) => m.delivery.peek() === 'sent')
        if (!columns || !stored) break
        const column = random.of(columns.columns)
        if (random.chance(0.4)) page.compare.choose(columns.question, column)
        else if (random.chance(0.3)) page.compare.vote(columns.question, random.of(['tie', 'bad']))
        else page.compare.focus(column)
        break
      }
      case 6:
        if (random.chance(0.3)) {
          page[Symbol.dispose]()
          pages[n] = visit(id)
        }
        break
      default: {
        const { calls } = server.world.model
        if (!calls.length) break
        const call = random.below(calls.length)
        if (random.chance(0.3)) await server.world.model.end(undefined, call)
        else await server.world.model.say(`${random.below(1000)} `.repeat(1 + random.below(9)), call)
      }
    }
    await pass(random.below(400))
  }

  server.up = true
  server.cut()
  for (let round = 0; round < 12; round++) {
    for (let n = 0; n < server.world.model.calls.length; n++) await server.world.model.end(undefined, n)
    await pass(4000)
    // What was refused as busy is sent again, as its reader would.
    for (const page of pages) {
      page.stretch.loadAbove()
      for (const message of page.path.peek()) if (message.delivery.peek() === 'refused') page.retry(message)
    }
  }

  const disk = new Map(
    (server.world.store.head ? stored(server.world.store) : []).map((message) => [message.id, message]),
  )
  const texts = [...disk.values()].map((m) => m.parts.map((p) => ('text' in p ? p.text : '')).join(''))
  const kept = [...storage.values()].join()
  for (const text of sent) {
    const times = texts.filter((other) => other === text).length
    // Refused on a branch that nobody looks at: it waits for its writer, in this browser.
    expect({ seed, text, times, kept: times === 0 && kept.includes(`"${text}"`) }).toEqual({
      seed,
      text,
      times: times === 0 ? 0 : 1,
      kept: times === 0,
    })
  }
  for (const page of pages) {
    for (const { id, comparison } of page.path.peek())
      expect({ seed, comparison: comparison.peek() ?? undefined }).toEqual({
        seed,
        comparison: disk.get(id)?.comparison,
      })
    for (const message of page.compare.current.peek()?.columns ?? [])
      expect({ seed, text: message.text(), state: message.state.peek() }).toEqual({
        seed,
        text: disk
          .get(message.id)
          ?.parts.map((part) => ('text' in part ? part.text : ''))
          .join('\n\n'),
        state: disk.get(message.id)?.state,
      })
    for (const message of page.path.peek()) {
      if (message.delivery.peek() === 'refused') continue
      const fact = disk.get(message.id)
      expect({ seed, id: message.id, text: message.text(), state: message.state.peek() }).toEqual({
        seed,
        id: fact?.id,
        text: fact?.parts.map((part) => ('text' in part ? part.text : '')).join('\n\n'),
        state: fact?.state,
      })
    }
    page[Symbol.dispose]()
  }
  // A page that shows a message of its own that was refused stays with it.
  const paths = pages
    .filter((page) => page.last.peek()?.delivery.peek() !== 'refused')
    .map((page) => page.path.peek().map((message) => message.id))
  expect({ seed, paths }).toEqual({ seed, paths: paths.map(() => paths[0]) })
}
