/**
 * The real server is killed without warning, again and again, while conversations are in every phase of a turn, and
 * started again on the same data. What was acknowledged is there, once; what was being written is settled or
 * interrupted, and at most a second short; and it can be continued to the last character.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { now } from '../../bench/clock.ts'
import { seeded, seededText } from '../../bench/upstream/text.ts'
import type { Message, Pick } from '../../src/shared/message.ts'
import { textOf } from '../../src/shared/parts.ts'
import { Client } from '../support/client.ts'
import { type Fake, pickOf, startFake } from '../support/fake.ts'
import { all, messagesOf, type Person, register } from '../support/person.ts'

const ROUNDS = 30

/** Ms of text that a crash may cost, and what timers and a busy machine add to it. */
const LOST_MS = 1000
const SLACK_MS = 400

type Phase = 'before' | 'text' | 'reasoning' | 'finalising' | 'sending' | 'stopping' | 'second'
const PHASES: Phase[] = [
  'before',
  'text',
  'reasoning',
  'finalising',
  'finalising',
  'sending',
  'stopping',
  'second',
]

type Chat = {
  phase: Phase
  client: Client
  seed: string
  length: number
  pick: Pick
  id: string
  reply: string
}

let fake: Fake
let person: Person
const states = new Map<string, number>()

beforeAll(async () => {
  fake = await startFake()
  person = await register(fake.server.url)
}, 90_000)

afterAll(() => fake?.stop())

for (let round = 0; round < ROUNDS; round++) {
  test(`[RC1] [RC2] kill ${round + 1} of ${ROUNDS} loses nothing acknowledged and doubles nothing`, async () => {
    // Long enough, mostly, that a snapshot is behind it; sometimes so short that none is.
    const killAfter = 150 + Math.random() * 1300
    const chats = PHASES.map((phase, i) => chat(phase, `seed ${round}.${i}`, killAfter))
    await Promise.all(chats.map((one) => one.client.connect()))
    await Promise.all(chats.filter(({ phase }) => phase === 'second').map(firstTurn))
    for (const one of chats) if (one.phase !== 'sending') begin(one)
    await sleep(killAfter)
    for (const one of chats) {
      if (one.phase === 'sending') begin(one)
      if (one.phase === 'stopping') one.client.frame({ t: 'stop', reply: one.reply })
    }
    await sleep(Math.random() * 12)
    const killedAt = now()
    // The machine goes down, or only the server, which is then started again by its supervisor.
    await (round % 2 === 0 ? fake.server.kill9() : fake.server.crash())
    const ackedThen = new Set(chats.flatMap(({ client }) => [...client.acked]))
    for (const { client } of chats) client.drop()
    if (round % 2 === 0) await fake.restart()
    await Promise.all(chats.map((one) => survived(one, ackedThen.has(one.id), killedAt)))
    await libraryHolds(chats)
  }, 30_000)
}

test('the rounds met every way a reply can be found', () => {
  for (const state of ['settled', 'interrupted', 'stopped'])
    expect(states.get(state) ?? 0, `${state}; ${JSON.stringify([...states])}`).toBeGreaterThan(0)
})

test('every conversation is in the library, once', async () => {
  const items = await all<{ conversationId: string }>(person, '/api/convos?limit=100')
  expect(items.length).toBe(ROUNDS * PHASES.length)
  expect(new Set(items.map(({ conversationId }) => conversationId)).size).toBe(items.length)
}, 30_000)

function chat(phase: Phase, seed: string, killAfter: number): Chat {
  const atKill = Math.max(1, Math.round((killAfter - 30 - Math.random() * 100) / 10))
  const length = phase === 'finalising' ? atKill : phase === 'sending' ? 40 : 400
  const ttft = phase === 'before' ? killAfter + 500 : 20
  const think = phase === 'reasoning' ? 400 : phase === 'text' ? 5 : 0
  const pick = pickOf({ ttft, tps: 100, len: length, think })
  return { phase, seed, length, pick, client: new Client(person), id: '', reply: '' }
}

function begin(one: Chat): void {
  Object.assign(one, one.client.send(one.seed, one.pick))
}

/** A turn that is over before the one that is interrupted. */
async function firstTurn({ client, seed }: Chat): Promise<void> {
  const { reply } = client.send(`${seed} first`, pickOf({ ttft: 1, tps: 1000, len: 10 }))
  expect((await client.over(reply)).state).toBe('settled')
}

async function survived(one: Chat, acked: boolean, killedAt: number): Promise<void> {
  const { client, seed, length, id, reply, phase } = one
  const full = seededText(seed, length)
  await client.connect()
  // What was never acknowledged has been sent again, and is answered now.
  await client.until(() => client.acked.has(id), `${seed} ${phase} is acknowledged`)
  await client.until(() => client.messages.has(reply), `${seed} ${phase} has its reply`)
  const found = structuredClone(client.messages.get(reply)!)
  const about = `${seed} ${phase} ${found.state}`
  if (acked) {
    expect(found.state, about).not.toBe('open')
    states.set(found.state, (states.get(found.state) ?? 0) + 1)
    recovered(found, full, about)
    atMostASecondShort(one, found, killedAt, about)
  }
  if (found.state === 'interrupted') {
    client.frame({ t: 'continue', reply, pick: pickOf({ ttft: 1, tps: 2000, len: length }) })
    await client.until(() => client.messages.get(reply)?.state !== 'interrupted')
  }
  const last = await client.over(reply)
  if (found.state !== 'stopped') {
    expect(last.state, about).toBe('settled')
    expect(textOf(last.parts), about).toBe(full)
  }
  expect(client.violations, about).toEqual([])
  await sameOverHttp(one)
}

/** A reply that no turn writes any more: whole, or a beginning of what the model said. */
function recovered(found: Message, full: string, about: string): void {
  const text = textOf(found.parts)
  if (found.state === 'settled') expect(text, about).toBe(full)
  else expect(full.startsWith(text), `${about}: ${JSON.stringify(text.slice(-40))}`).toBe(true)
}

function atMostASecondShort({ seed }: Chat, found: Message, killedAt: number, about: string): void {
  if (found.state !== 'interrupted') return
  const run = fake.upstream.runs.find((candidate) => candidate.seed === seed)
  if (!run) return
  const { think, len } = run.knobs
  const due = run.times.filter((time) => time < killedAt - LOST_MS - SLACK_MS).length
  const thoughts = seeded(`thought ${seed}`, 0, Math.min(due, think)).join('')
  const words = seeded(seed, 0, Math.min(Math.max(0, due - think), len)).join('')
  const kept = found.parts.find((part) => part.type === 'thinking')?.text ?? ''
  expect(kept.length, `${about}: reasoning kept`).toBeGreaterThanOrEqual(thoughts.length)
  expect(textOf(found.parts).length, `${about}: text kept`).toBeGreaterThanOrEqual(words.length)
}

/** The API tells the same tree: each message once, under its parent, with the same text. */
async function sameOverHttp({ client, seed }: Chat): Promise<void> {
  const told = await messagesOf(person, client.conversation)
  const path = client.path()
  expect(
    told.map(({ messageId }) => messageId),
    seed,
  ).toEqual(path.map(({ id }) => id))
  for (const [i, message] of path.entries()) {
    expect(told[i]!.text, seed).toBe(textOf(message.parts))
    if (i > 0) expect(told[i]!.parentMessageId, seed).toBe(path[i - 1]!.id)
  }
}

async function libraryHolds(chats: Chat[]): Promise<void> {
  const wanted = chats.map(({ client }) => client.conversation)
  for (let tries = 0; ; tries++) {
    const items = await all<{ conversationId: string; title: string | null }>(person, '/api/convos?limit=50')
    const missing = wanted.filter((id) => !items.some((item) => item.conversationId === id && item.title))
    if (missing.length === 0) return
    if (tries > 40) expect(missing, 'missing in the library').toEqual([])
    await sleep(100)
  }
}
