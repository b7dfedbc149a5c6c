import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { CatalogModel } from '../../src/web/models/catalog.ts'
import { createConversation } from '../../src/web/models/conversation.ts'
import { PreferencesModel } from '../../src/web/models/preferences.ts'
import { PICK, stored } from '../room/harness.ts'
import { fakePage } from './fake-page.ts'
import { FakeServer, pass } from './fake-server.ts'

type Conversation = ReturnType<typeof createConversation>

let page: ReturnType<typeof fakePage>
let server: FakeServer
let began: string[]
let open: Conversation[]

beforeEach(() => {
  vi.useFakeTimers()
  page = fakePage()
  server = new FakeServer()
  began = []
  open = []
})
afterEach(() => {
  for (const conversation of open) conversation[Symbol.dispose]()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function visit(id: string | null): Conversation {
  const preferences = new PreferencesModel({ stored: null, send: () => true })
  const model = { endpoint: PICK.endpoint, model: PICK.model, endpointLabel: 'Test', label: 'Played' }
  const conversation = createConversation({
    id,
    catalog: new CatalogModel({ endpoints: [], models: [model], preferences }),
    renew: async () => true,
    started: (begun) => began.push(begun),
  })
  open.push(conversation)
  return conversation
}

const shown = (conversation: Conversation) => conversation.path.peek().map((m) => `${m.role}:${m.text()}`)
const states = (conversation: Conversation) => conversation.path.peek().map((m) => m.state.peek())

/** What is on disk; nothing before the first message. */
const facts = () => (server.world.store.head ? stored(server.world.store) : [])

/** Asks, hears `answer`, and lets it end. */
async function talk(conversation: Conversation, question: string, answer: string): Promise<void> {
  expect(conversation.send(question)).toBe(true)
  await pass(50)
  await server.world.model.say(answer)
  await server.world.model.end()
  await pass(500)
}

test('a message and the place of its answer are drawn in the same moment, and the address comes with them', () => {
  const conversation = visit(null)
  conversation.composer.text.value = 'Hello'
  expect(conversation.send(conversation.composer.take())).toBe(true)
  expect(shown(conversation)).toEqual(['user:Hello', 'assistant:'])
  expect(states(conversation)).toEqual(['settled', 'open'])
  expect(conversation.path.peek().map((m) => m.delivery.peek())).toEqual(['sending', 'sending'])
  expect(began).toEqual([conversation.id.peek()])
})

test('the first letter opens the connection, so that sending waits for nothing', async () => {
  const conversation = visit(null)
  expect(server.sockets.size).toBe(0)
  conversation.composer.text.value = 'H'
  expect(server.sockets.size).toBe(1)
  await pass(20)
  expect(conversation.status.peek()).toBe('open')
})

test('an answer grows as it is written, and ends', async () => {
  const conversation = visit(null)
  conversation.send('Hi')
  await pass(50)
  expect(conversation.path.peek().map((m) => m.delivery.peek())).toEqual(['sent', 'sent'])
  await server.world.model.say('One ')
  await pass(300)
  const answer = conversation.last.peek()
  await server.world.model.say('two')
  await pass(300)
  expect(shown(conversation)).toEqual(['user:Hi', 'assistant:One two'])
  expect(conversation.running.peek()).toBe(true)
  await server.world.model.end()
  await pass(300)
  expect(states(conversation)).toEqual(['settled', 'settled'])
  expect(conversation.last.peek()).toBe(answer)
})

test('what is sent without a connection goes out when there is one, once', async () => {
  const conversation = visit(null)
  server.up = false
  conversation.send('Kept')
  await pass(3000)
  expect(shown(conversation)).toEqual(['user:Kept', 'assistant:'])
  expect(facts()).toEqual([])
  server.up = true
  await pass(16_000)
  expect(facts().filter((m) => m.role === 'user')).toHaveLength(1)
  expect(conversation.path.peek()[0]!.delivery.peek()).toBe('sent')
})

test('what was not stored survives closing the page', async () => {
  server.up = false
  const before = visit(null)
  before.send('Kept')
  await pass(1000)
  const id = before.id.peek()
  before[Symbol.dispose]()
  server.up = true
  const after = visit(id)
  expect(shown(after)).toEqual(['user:Kept', 'assistant:'])
  await pass(1000)
  expect(facts().map((m) => m.role)).toEqual(['user', 'assistant'])
  expect(after.path.peek()[0]!.delivery.peek()).toBe('sent')
  expect([...page.storage.keys()].filter((key) => key.startsWith('parley.outbox'))).toEqual([])
})

test('an acknowledgement that was lost doubles nothing', async () => {
  const conversation = visit(null)
  conversation.composer.text.value = 'x'
  await pass(100)
  conversation.send('Once')
  await pass(7) // it has arrived, its acknowledgement has not
  expect(facts()).toHaveLength(2)
  server.cut()
  await pass(5000)
  expect(facts()).toHaveLength(2)
  expect(conversation.path.peek().map((m) => m.delivery.peek())).toEqual(['sent', 'sent'])
})

test('a break in mid-answer costs no letter and doubles none', async () => {
  const conversation = visit(null)
  conversation.send('Hi')
  await pass(50)
  await server.world.model.say('before ')
  await pass(300)
  server.cut()
  await server.world.model.say('while away ')
  await pass(5000)
  await server.world.model.say('after')
  await server.world.model.end()
  await pass(500)
  expect(shown(conversation)).toEqual(['user:Hi', 'assistant:before while away after'])
})

test('a delta that never came is asked for', async () => {
  const conversation = visit(null)
  conversation.send('Hi')
  await pass(50)
  await server.world.model.say('one ')
  await pass(300)
  const [socket] = [...server.sockets]
  const hear = socket!.onmessage
  socket!.onmessage = () => {}
  await server.world.model.say('two ')
  await pass(300)
  socket!.onmessage = hear
  await server.world.model.say('three')
  await pass(600)
  expect(shown(conversation)).toEqual(['user:Hi', 'assistant:one two three'])
})

test('a message that is refused stays, says why, and can be sent again or given up', async () => {
  const conversation = visit(null)
  await talk(conversation, 'Hi', 'Hello')
  const [socket] = [...server.sockets]
  const refuse = vi.spyOn(server.world.room, 'send').mockReturnValue({
    ok: false,
    fault: { code: 'unavailable', message: 'not now' },
  })
  conversation.send('More')
  await pass(300)
  expect(socket!.readyState).toBe(1)
  const message = conversation.last.peek()!
  expect([message.text(), message.delivery.peek(), message.refusal.peek()?.code]).toEqual([
    'More',
    'refused',
    'unavailable',
  ])
  refuse.mockRestore()
  conversation.retry(message)
  expect(shown(conversation).at(-1)).toBe('assistant:')
  await pass(300)
  expect(message.delivery.peek()).toBe('sent')
  expect(facts()).toHaveLength(4)
})

test('a refused message that is given up leaves no trace', async () => {
  const conversation = visit(null)
  await talk(conversation, 'Hi', 'Hello')
  vi.spyOn(server.world.room, 'send').mockReturnValue({ ok: false, fault: { code: 'too_large' } })
  conversation.send('More')
  await pass(300)
  conversation.discard(conversation.last.peek()!)
  expect(shown(conversation)).toEqual(['user:Hi', 'assistant:Hello'])
  expect([...page.storage.keys()].filter((key) => key.startsWith('parley.outbox'))).toEqual([])
})

test('stopping what never left gives its words back to the writer', async () => {
  server.up = false
  const conversation = visit(null)
  conversation.send('Not yet')
  conversation.composer.text.value = 'and this'
  await pass(1000)
  conversation.stop()
  expect(conversation.path.peek()).toEqual([])
  expect(conversation.composer.text.peek()).toBe('Not yet\n\nand this')
})

test('a stop without a connection is told after the next greeting', async () => {
  const conversation = visit(null)
  conversation.send('Hi')
  await pass(50)
  await server.world.model.say('Some text')
  await pass(300)
  server.cut()
  conversation.stop()
  await pass(3000)
  expect(states(conversation)).toEqual(['settled', 'stopped'])
  expect(shown(conversation)).toEqual(['user:Hi', 'assistant:Some text'])
})

test('rewriting a message makes another version, and going back shows the old branch at once', async () => {
  const conversation = visit(null)
  await talk(conversation, 'First', 'One')
  const [first] = conversation.path.peek()
  conversation.send('Second', first)
  await pass(50)
  await server.world.model.say('Two')
  await server.world.model.end()
  await pass(500)
  expect(shown(conversation)).toEqual(['user:Second', 'assistant:Two'])
  const versions = conversation.versions(conversation.path.peek()[0]!)
  expect(versions).toHaveLength(2)
  conversation.select(versions[0]!)
  expect(shown(conversation)).toEqual(['user:First', 'assistant:One'])
  await pass(300)
  expect(shown(conversation)).toEqual(['user:First', 'assistant:One'])
})

test('a branch that is chosen on one device is shown on the other, and stays chosen', async () => {
  const here = visit(null)
  await talk(here, 'First', 'One')
  here.regenerate(here.last.peek()!)
  await pass(50)
  await server.world.model.say('Other')
  await server.world.model.end()
  await pass(500)
  const there = visit(here.id.peek())
  await pass(300)
  expect(shown(there)).toEqual(['user:First', 'assistant:Other'])
  here.select(here.versions(here.last.peek()!)[0]!)
  await pass(300)
  expect(shown(there)).toEqual(['user:First', 'assistant:One'])
})

test('a long history comes in windows as the reader goes up', async () => {
  const conversation = visit(null)
  for (let n = 0; n < 40; n++) await talk(conversation, `q${n}`, `a${n}`)
  const again = visit(conversation.id.peek())
  await pass(300)
  expect(again.path.peek().length).toBeLessThan(80)
  expect(again.above.peek()).not.toBeNull()
  again.stretch.loadAbove()
  again.stretch.loadAbove()
  await pass(300)
  expect(shown(again)[0]).toBe('user:q0')
  expect(again.path.peek()).toHaveLength(80)
  expect(again.above.peek()).toBeNull()
})

test('a conversation that does not exist is missing; one that only has no answer yet is not', async () => {
  const unknown = visit(newId())
  expect(unknown.missing.peek()).toBe(false)
  await pass(300)
  expect(unknown.missing.peek()).toBe(true)
  const fresh = visit(null)
  fresh.composer.text.value = 'x'
  await pass(300)
  expect(fresh.missing.peek()).toBe(false)
})

test('a draft is there again after the page was closed, and moves with the conversation that it began', async () => {
  const first = visit(null)
  first.composer.text.value = 'half a thou'
  await pass(1000)
  first[Symbol.dispose]()
  const again = visit(null)
  expect(again.composer.text.peek()).toBe('half a thou')
  again.send(again.composer.take())
  again.composer.text.value = 'the next'
  await pass(1000)
  expect(visit(null).composer.text.peek()).toBe('')
  expect(visit(again.id.peek()).composer.text.peek()).toBe('the next')
})
