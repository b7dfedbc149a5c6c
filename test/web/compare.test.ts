import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { CatalogModel } from '../../src/web/models/catalog.ts'
import { createConversation } from '../../src/web/models/conversation.ts'
import { PreferencesModel } from '../../src/web/models/preferences.ts'
import { stored } from '../room/harness.ts'
import { fakePage } from './fake-page.ts'
import { FakeServer, pass } from './fake-server.ts'

type Conversation = ReturnType<typeof createConversation>

const pickOf = (model: string) => ({ endpoint: 'test', model })
const PICKS = ['a', 'b', 'c', 'd'].map(pickOf)

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

function visit(id: string | null): Conversation {
  const preferences = new PreferencesModel({ stored: null, send: () => true })
  const models = PICKS.map((pick) => ({ ...pick, endpointLabel: 'Test', label: pick.model.toUpperCase() }))
  const catalog = new CatalogModel({ endpoints: [], models, preferences })
  const conversation = createConversation({ id, catalog, renew: async () => true, started: () => {} })
  open.push(conversation)
  return conversation
}

/** Every column with its model, its state and its text. */
const columns = ({ compare }: Conversation) =>
  compare.current
    .peek()
    ?.columns.map((m) => `${m.pick.peek()?.model} ${m.state.peek()} ${m.text()}`.trim()) ?? null
const shown = (conversation: Conversation) => conversation.path.peek().map((m) => m.text())

/** Three answers, the second of them complete. */
async function three(): Promise<Conversation> {
  const conversation = visit(null)
  conversation.compare.ask(PICKS.slice(0, 3))
  conversation.send('q')
  await pass(50)
  for (const n of [0, 1, 2]) await server.world.model.say(`said ${n}`, n)
  await server.world.model.end(undefined, 1)
  await pass(300)
  return conversation
}

test('all columns are drawn in the moment they are asked for, and grow each by itself', async () => {
  const conversation = visit(null)
  conversation.compare.ask(PICKS.slice(0, 3))
  conversation.send('q')
  expect(columns(conversation)).toEqual(['a open', 'b open', 'c open'])
  await pass(50)
  await server.world.model.say('first', 2)
  await server.world.model.say('second', 0)
  await pass(300)
  expect(columns(conversation)).toEqual(['a open second', 'b open', 'c open first'])
  expect(conversation.running.peek()).toBe(true)
  expect(stored(server.world.store)).toHaveLength(4)
})

test('they are there after a reload, on another device, and after a break, without a gap', async () => {
  const conversation = await three()
  const other = visit(conversation.id.peek())
  await pass(50)
  expect(columns(other)).toEqual(columns(conversation))
  server.cut()
  await server.world.model.say(' more', 0)
  await pass(5000)
  const now = ['a open said 0 more', 'b settled said 1', 'c open said 2']
  for (const page of [conversation, other]) expect(columns(page)).toEqual(now)
  server.crash()
  await pass(5000)
  expect(columns(other)?.[0]).toMatch(/^a interrupted/)
})

test('they are kept for reading without a connection', async () => {
  const conversation = await three()
  const kept = conversation.snapshot()
  server.up = false
  server.cut()
  const later = visit(conversation.id.peek())
  await pass(3000)
  later.recall(kept, Date.now())
  expect(columns(later)).toEqual(columns(conversation))
})

test('one column is stopped, fails and is asked again by itself, by its own model', async () => {
  const conversation = await three()
  const [first, , third] = conversation.compare.current.peek()!.columns
  conversation.stop(third)
  await server.world.model.end([{ kind: 'fault', fault: { code: 'model_key' } }], 0)
  await pass(300)
  expect(columns(conversation)).toEqual(['a failed said 0', 'b settled said 1', 'c stopped said 2'])
  conversation.regenerate(first!)
  expect(columns(conversation)).toEqual(['a open', 'b settled said 1', 'c stopped said 2'])
  await pass(50)
  expect(server.world.model.calls.at(-1)?.call.model).toBe('a')
  conversation.resume(third!)
  await pass(50)
  expect(columns(conversation)?.[2]).toBe('c open said 2')
  conversation.stop()
  await pass(300)
  expect(conversation.running.peek()).toBe(false)
})

test('choosing folds the columns on every device; the others are versions, and can be looked at again', async () => {
  const conversation = await three()
  const other = visit(conversation.id.peek())
  await pass(50)
  const { question, columns: all } = conversation.compare.current.peek()!
  conversation.compare.choose(question, all[1]!)
  expect(shown(conversation)).toEqual(['q', 'said 1'])
  expect(columns(conversation)).toBeNull()
  await pass(300)
  expect(shown(other)).toEqual(['q', 'said 1'])
  expect(all[0]!.state.peek()).toBe('stopped')
  expect(conversation.versions(all[1]!)).toHaveLength(3)
  const late = visit(conversation.id.peek())
  await pass(50)
  expect(shown(late)).toEqual(['q', 'said 1'])
  const [asked] = late.path.peek()
  late.compare.look(asked!)
  await pass(50)
  expect(late.compare.columnsOf(asked!).map((m) => m.text())).toEqual(['said 0', 'said 1', 'said 2'])
  late.compare.choose(asked!, late.compare.columnsOf(asked!)[0]!)
  await pass(50)
  expect(shown(conversation)).toEqual(['q', 'said 0'])
})

test('a message goes on from the column one is in, else from the first that is complete', async () => {
  const conversation = await three()
  conversation.send('on')
  expect(shown(conversation)).toEqual(['q', 'said 1', 'on', ''])
  await pass(50)
  const { question, columns: next } = conversation.compare.current.peek()!
  expect(question.text()).toBe('on')
  expect(next).toHaveLength(3)
  await server.world.model.end([
    { kind: 'text', text: 'last' },
    { kind: 'end', why: 'stop' },
  ])
  await server.world.model.end(undefined, 3)
  await server.world.model.end(undefined, 4)
  await pass(300)
  conversation.compare.focus(next[2]!)
  conversation.compare.ask([])
  conversation.send('and on')
  await pass(50)
  expect(shown(conversation)).toEqual(['q', 'said 1', 'on', 'last', 'and on', ''])
  expect(server.world.model.calls).toHaveLength(7)
})

test('a vote without a winner is shown at once, and taken back by the same again', async () => {
  const conversation = await three()
  const { question } = conversation.compare.current.peek()!
  const other = visit(conversation.id.peek())
  await pass(50)
  conversation.compare.vote(question, 'tie')
  expect(question.comparison.peek()?.verdict).toBe('tie')
  await pass(50)
  expect(other.path.peek()[0]!.comparison.peek()?.verdict).toBe('tie')
  conversation.compare.vote(question, 'tie')
  await pass(50)
  expect(other.path.peek()[0]!.comparison.peek()?.verdict).toBeUndefined()
})

test('an answer that is there is asked of several; what is refused leaves everything as it was', async () => {
  const conversation = visit(newId())
  await pass(50)
  conversation.send('q')
  await pass(50)
  await server.world.model.end([
    { kind: 'text', text: 'one' },
    { kind: 'end', why: 'stop' },
  ])
  await pass(300)
  conversation.compare.ask(PICKS)
  conversation.regenerate(conversation.last.peek()!)
  expect(columns(conversation)).toHaveLength(4)
  await pass(50)
  // Four are being written: no further one may begin.
  const { question } = conversation.compare.current.peek()!
  conversation.regenerate(question)
  await pass(50)
  expect(conversation.notice.peek()?.code).toBe('busy')
  expect(question.comparison.peek()?.replies).toHaveLength(4)
})

test('what never left the page is taken back whole', async () => {
  const conversation = visit(null)
  server.up = false
  conversation.compare.ask(PICKS)
  conversation.send('q')
  await pass(50)
  conversation.stop()
  expect(shown(conversation)).toEqual([])
  expect(conversation.composer.text.peek()).toBe('q')
})

test('who is asked is remembered for each conversation, and forgets models that are gone', async () => {
  const conversation = await three()
  const again = visit(conversation.id.peek())
  expect(again.compare.picks.peek()).toEqual(PICKS.slice(0, 3))
  expect(visit(null).compare.picks.peek()).toEqual([])
  again.compare.drop(PICKS[0]!)
  again.compare.drop(PICKS[1]!)
  expect(again.compare.picks.peek()).toEqual([])
  expect(visit(conversation.id.peek()).compare.picks.peek()).toEqual([])
})
