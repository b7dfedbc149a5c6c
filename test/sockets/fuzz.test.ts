/**
 * Three clients of one person on real sockets do anything at any time: send, fork, regenerate, stop, choose branches,
 * lose their connections and come back. When it is quiet again, all hold the same tree, and the API tells it too.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { textOf } from '../../src/shared/parts.ts'
import { agreed, Client } from '../support/client.ts'
import { type Fake, pickOf, startFake } from '../support/fake.ts'
import { messagesOf, type Person, register } from '../support/person.ts'

const ROUNDS = 6
const CLIENTS = 3
const STEPS = 60

let fake: Fake
let person: Person

beforeAll(async () => {
  fake = await startFake()
  person = await register(fake.server.url)
}, 90_000)
afterAll(() => fake?.stop())

for (let round = 0; round < ROUNDS; round++) {
  test(`[DR3] [BR1] ${CLIENTS} clients that come and go end with one tree, round ${round + 1}`, async () => {
    const conversation = newId()
    const clients = Array.from({ length: CLIENTS }, () => new Client(person, conversation))
    await Promise.all(clients.map((client) => client.connect()))
    const first = clients[0]!.send(`seed ${round}.begin`, pickOf({ ttft: 5, tps: 200, len: 30 }))
    await Promise.all(clients.map((client) => client.over(first.reply)))
    await Promise.all(clients.map((client, i) => wander(client, `seed ${round}.${i}`)))
    for (const client of clients) if (!client.connected) await client.connect()
    await Promise.all(clients.map(quiet))
    // One more fact, that everybody must hear: what was sent before it has arrived when it has.
    const [one] = clients as [Client]
    const last = one.send(`seed ${round}.last`, pickOf({ ttft: 1, tps: 500, len: 5 }), null)
    await Promise.all(clients.map((client) => client.over(last.reply)))

    const told = await messagesOf(person, conversation)
    for (const client of clients) {
      expect(client.violations).toEqual([])
      expect(client.leaf).toBe(one.leaf)
      expect(client.path().map(agreed)).toEqual(one.path().map(agreed))
      for (const message of client.messages.values()) {
        const same = told.filter(({ messageId }) => messageId === message.id)
        expect(same.map(({ text }) => text)).toEqual([textOf(message.parts)])
      }
      for (const id of client.acked) expect(told.some(({ messageId }) => messageId === id)).toBe(true)
    }
  })
}

async function wander(client: Client, name: string): Promise<void> {
  for (let step = 0; step < STEPS; step++) {
    if (!client.connected) await client.connect()
    const messages = [...client.messages.values()]
    const over = messages.filter(({ role, state }) => role === 'assistant' && state !== 'open')
    const asked = messages.filter(({ role }) => role === 'user')
    const open = messages.filter(({ state }) => state === 'open')
    const pick = pickOf({ ttft: 10, tps: 300, len: 20 + Math.floor(Math.random() * 60), think: step % 3 })
    const choice = Math.random()
    if (choice < 0.3 && over.length > 0) client.send(`${name}.${step}`, pick, any(over).id)
    else if (choice < 0.4) client.frame({ t: 'regenerate', of: any(asked).id, reply: newId(), pick })
    else if (choice < 0.5 && open.length > 0) client.frame({ t: 'stop', reply: any(open).id })
    else if (choice < 0.65) client.frame({ t: 'select', id: any(messages).id })
    else if (choice < 0.7 && over.length > 0) client.frame({ t: 'continue', reply: any(over).id, pick })
    else if (choice < 0.85) client.drop()
    await sleep(Math.random() * 40)
  }
}

/** Resolves when no reply is open and nothing waits for its acknowledgement. */
const quiet = (client: Client) =>
  client.until(
    () => client.settled && [...client.messages.values()].every(({ state }) => state !== 'open'),
    'it is quiet',
  )

const any = <T>(list: T[]): T => list[Math.floor(Math.random() * list.length)]!
