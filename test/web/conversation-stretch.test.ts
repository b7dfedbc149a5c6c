/** A reader wanders through a long conversation, as the thread's view does, while others write at its end. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { CatalogModel } from '../../src/web/models/catalog.ts'
import { createConversation } from '../../src/web/models/conversation.ts'
import { MARGIN, MAX_HELD } from '../../src/web/models/conversation-stretch.ts'
import { PreferencesModel } from '../../src/web/models/preferences.ts'
import {
  around,
  atEnd,
  type Drawn,
  down,
  MAX_DRAWN,
  REST,
  STEP,
  shifted,
  up,
} from '../../src/web/views/thread-window.ts'
import { Random } from '../fuzz/random.ts'
import { ANN, PICK } from '../room/harness.ts'
import { fakePage } from './fake-page.ts'
import { FakeServer, pass } from './fake-server.ts'

const LENGTH = 1500

type Conversation = ReturnType<typeof createConversation>

let server: FakeServer
let open: Conversation[]

beforeEach(() => {
  vi.useFakeTimers()
  fakePage()
  server = new FakeServer()
  open = []
})
afterEach(() => {
  for (const conversation of open) conversation[Symbol.dispose]()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** The ids of a branch as it is stored. */
function grow(): string[] {
  const { store } = server.world
  const ids: string[] = []
  store.write(ANN.user, Date.now(), (clock) => {
    for (let n = 0; n < LENGTH; n++) {
      const id = newId()
      const role = n % 2 ? ('assistant' as const) : ('user' as const)
      const parts = [{ type: 'text' as const, text: `${n}` }]
      store.insert({ id, parent: ids.at(-1) ?? null, role, state: 'settled', parts, created: n, clock })
      ids.push(id)
    }
    store.setLeaf(ANN.user, ids.at(-1)!)
  })
  return ids
}

function visit(): Conversation {
  const preferences = new PreferencesModel({ stored: null, send: () => true })
  const model = { endpoint: PICK.endpoint, model: PICK.model, endpointLabel: 'Test', label: 'Played' }
  const conversation = createConversation({
    id: newId(),
    catalog: new CatalogModel({ endpoints: [], models: [model], preferences }),
    renew: async () => true,
    started: () => {},
  })
  open.push(conversation)
  return conversation
}

/** What the view does with the model, without drawing. */
class Reader {
  readonly conversation: Conversation
  drawn: Drawn
  #before

  constructor(conversation: Conversation) {
    this.conversation = conversation
    this.#before = conversation.stretch.shown.peek()
    this.drawn = atEnd(this.#before.length)
  }

  get shown() {
    const now = this.conversation.stretch.shown.peek()
    if (now[0] !== this.#before[0]) {
      const top = this.#before[this.drawn.start]
      const at = top ? now.indexOf(top) : -1
      this.drawn = at >= 0 ? shifted(this.drawn, at - this.drawn.start) : atEnd(now.length)
    }
    this.#before = now
    return now
  }

  async step(way: typeof up): Promise<void> {
    const { stretch } = this.conversation
    for (let drawn = 0; drawn < REST; drawn += STEP) this.drawn = way(this.drawn, this.shown.length)
    const { start, end } = this.drawn
    if (start <= 40 && way === up) stretch.loadAbove()
    else if (end === null || this.shown.length - end <= 40) stretch.loadBelow()
    stretch.bear(start, end ?? this.shown.length)
    // The view bears again with every change: when there is nothing more to give up, nothing may change.
    const { shown } = this
    stretch.bear(this.drawn.start, this.drawn.end ?? shown.length)
    expect(stretch.shown.peek()).toBe(shown)
    await pass(50)
  }

  async seek(id: string): Promise<void> {
    this.conversation.seek(id)
    if (!this.shown.some((message) => message.id === id)) this.conversation.stretch.loadAround(id)
    await pass(50)
    this.drawn = around(
      this.shown.findIndex((message) => message.id === id),
      this.shown.length,
    )
    this.conversation.reached()
  }

  /** The numbers of the messages on the page. */
  get numbers(): number[] {
    const { start, end } = this.drawn
    return this.shown.slice(start, end ?? this.shown.length).map((message) => Number(message.text()))
  }
}

const inOrder = (numbers: number[]) => numbers.every((n, at) => at === 0 || n === numbers[at - 1]! + 1)

test('a message far above the end comes with what surrounds it, in one question', async () => {
  const ids = grow()
  const conversation = visit()
  await pass(100)
  const reader = new Reader(conversation)
  const sent = server.world.sockets.message.bind(server.world.sockets)
  const asked: string[] = []
  server.world.sockets.message = (session, data) => {
    asked.push(String(data))
    return sent(session, data)
  }
  await reader.seek(ids[300]!)
  expect(asked.filter((frame) => frame.includes('"page"'))).toHaveLength(1)
  const { numbers } = reader
  expect(numbers).toContain(300)
  expect(numbers.length).toBeGreaterThan(30)
  expect(inOrder(numbers)).toBe(true)
  // What is written goes to the end of the branch, wherever the reader is.
  expect(conversation.last.peek()?.id).toBe(ids.at(-1))
  conversation.stretch.leave()
  expect(conversation.stretch.shown.peek().at(-1)?.id).toBe(ids.at(-1))
})

test('going all the way up and down again passes every message, and never holds many', async () => {
  grow()
  const conversation = visit()
  await pass(100)
  const reader = new Reader(conversation)
  const seen = new Set<number>()
  let most = 0
  const look = () => {
    const { numbers } = reader
    expect(inOrder(numbers)).toBe(true)
    expect(numbers.length).toBeLessThanOrEqual(MAX_DRAWN + 60)
    for (const n of numbers) seen.add(n)
    most = Math.max(most, conversation.stretch.shown.peek().length)
  }
  for (let n = 0; n < 80 && reader.numbers[0] !== 0; n++) {
    await reader.step(up)
    look()
  }
  expect(seen.size).toBe(LENGTH)
  seen.clear()
  for (let n = 0; n < 80 && reader.numbers.at(-1) !== LENGTH - 1; n++) {
    await reader.step(down)
    look()
  }
  expect(seen.size).toBeGreaterThan(LENGTH - MAX_DRAWN)
  expect(conversation.stretch.below.peek()).toBeNull()
  expect(most).toBeLessThanOrEqual(MAX_HELD + 2 * MARGIN)
})

test('wherever a reader goes, what is shown follows without a gap, and the end of the branch is known', {
  timeout: 60_000,
}, async () => {
  for (let seed = 1; seed <= 12; seed++) {
    server = new FakeServer()
    const random = new Random(seed)
    const ids = grow()
    const conversation = visit()
    await pass(100)
    const reader = new Reader(conversation)
    let leaf = ids.at(-1)!
    for (let n = 0; n < 60; n++) {
      const roll = random.next()
      if (roll < 0.4) await reader.step(up)
      else if (roll < 0.7) await reader.step(down)
      else if (roll < 0.85) await reader.seek(random.of(ids))
      else if (roll < 0.9) {
        conversation.stretch.leave()
        reader.drawn = atEnd(reader.shown.length)
      } else if (roll < 0.95) {
        const { id, reply } = { id: newId(), reply: newId() }
        const parts = [{ type: 'text' as const, text: `${ids.length}` }]
        server.world.room.send(ANN, { id, reply, parent: leaf, parts, pick: PICK })
        await server.world.model.say(`${ids.length + 1}`)
        await server.world.model.end()
        ids.push(id, reply)
        leaf = reply
        await pass(500)
      } else {
        server.cut()
        await pass(5000)
      }
      const shown = reader.shown
      for (let at = 1; at < shown.length; at++) expect(shown[at]!.parent).toBe(shown[at - 1]!.id)
      expect(inOrder(reader.numbers), `seed ${seed}, step ${n}`).toBe(true)
      expect(reader.numbers.length, `seed ${seed}, step ${n}`).toBeGreaterThan(0)
      expect(conversation.last.peek()?.id).toBe(leaf)
    }
    conversation[Symbol.dispose]()
  }
})
