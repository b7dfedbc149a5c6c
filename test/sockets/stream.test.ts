/** One answer, read by many at once and in pieces: nobody misses a character, and nobody gets one twice. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seededText } from '../../bench/upstream/text.ts'
import { applyDelta } from '../../src/shared/delta.ts'
import { newId } from '../../src/shared/ids.ts'
import { textOf } from '../../src/shared/parts.ts'
import type { ServerFrame } from '../../src/shared/protocol.ts'
import { agreed, Client, targetOf } from '../support/client.ts'
import { ENDPOINT, type Fake, pickOf, startFake } from '../support/fake.ts'
import { call, type Person, register } from '../support/person.ts'

let fake: Fake
let person: Person

beforeAll(async () => {
  fake = await startFake()
  person = await register(fake.server.url)
}, 90_000)
afterAll(() => fake?.stop())

test('[DR2] a second client that comes in mid-answer, and a third after it, hold every character', async () => {
  const writer = new Client(person)
  await writer.connect()
  const { reply } = writer.send('seed second', pickOf({ tps: 200, len: 200, think: 40 }))
  const late = new Client(person, writer.conversation)
  await sleep(500)
  await late.connect()
  const [one, two] = await Promise.all([writer.over(reply), late.over(reply)])
  const after = new Client(person, writer.conversation)
  await after.connect()
  expect(textOf(one.parts)).toBe(seededText('seed second', 200))
  expect(agreed(two)).toEqual(agreed(one))
  expect(agreed(after.messages.get(reply)!)).toEqual(agreed(one))
  expect([writer.resyncs, late.resyncs]).toEqual([0, 0])
})

test('[TU2] stop in one tab ends the answer in the other', async () => {
  const writer = new Client(person)
  await writer.connect()
  const { id, reply } = writer.send('seed stopped', pickOf({ tps: 100, len: 2000 }))
  await writer.until(() => writer.acked.has(id))
  const other = new Client(person, writer.conversation)
  await other.connect()
  await other.until(() => textOf(other.messages.get(reply)!.parts).length > 50)
  other.frame({ t: 'stop', reply })
  const [one, two] = await Promise.all([writer.over(reply), other.over(reply)])
  expect(one.state).toBe('stopped')
  expect(agreed(two)).toEqual(agreed(one))
  expect(seededText('seed stopped', 2000).startsWith(textOf(one.parts))).toBe(true)
})

test('[DR3] a client that loses its connection all the time still reads the whole answer', async () => {
  const client = new Client(person)
  await client.connect()
  const { reply } = client.send('seed shaky', pickOf({ tps: 100, len: 200, think: 30 }))
  while ((client.messages.get(reply)?.state ?? 'open') === 'open') {
    await sleep(20 + Math.random() * 150)
    client.drop()
    await client.connect()
  }
  expect(textOf(client.messages.get(reply)!.parts)).toBe(seededText('seed shaky', 200))
  expect(client.violations).toEqual([])
})

test('[SE1] events resume by Last-Event-ID, however often the reader is cut off', async () => {
  const conversationId = newId()
  const { model } = pickOf({ tps: 200, len: 300, think: 50 })
  const body = JSON.stringify({ text: 'seed events', model, conversationId })
  const begun = await call(person, `/api/agents/chat/${ENDPOINT}`, { method: 'POST', body })
  expect(begun.ok).toBe(true)
  const { streamId } = (await begun.json()) as { streamId: string }
  const path = `/api/agents/chat/stream/${streamId}`
  const reader = new Reader()
  let pieces = 0
  while (reader.last !== 'end') {
    await reader.read(person, path, 20 + Math.random() * 300)
    pieces++
  }
  expect(pieces).toBeGreaterThan(3)
  expect(textOf(reader.message!.parts)).toBe(seededText('seed events', 300))
  expect(reader.message!.state).toBe('settled')
  const again = await call(person, path, { headers: { 'last-event-id': 'end' } })
  expect(again.status).toBe(204)
})

/** Reads events and is strict: a delta that overlaps or leaves a gap is an error. */
class Reader {
  last: string | null = null
  message: Parameters<typeof targetOf>[0] | null = null

  async read(person: Person, path: string, ms: number): Promise<void> {
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(), ms)
    const headers = this.last === null ? {} : { 'last-event-id': this.last }
    try {
      const response = await call(person, path, { headers, signal: stop.signal })
      expect(response.status).toBe(200)
      let text = ''
      for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
        text += piece
        const events = text.split('\n\n')
        text = events.pop()!
        for (const event of events) this.#event(event)
      }
    } catch (error) {
      if (!stop.signal.aborted) throw error
    } finally {
      clearTimeout(timer)
    }
  }

  #event(event: string): void {
    const id = /^id: (.*)$/m.exec(event)?.[1]
    const data = /^data: (.*)$/m.exec(event)?.[1]
    if (id === undefined || data === undefined) return
    const frame = JSON.parse(data) as ServerFrame
    if (frame.t === 'put') this.message = frame.messages[0]!
    if (frame.t === 'd') {
      for (const delta of frame.d) {
        if (delta.k === 'text') {
          const part = this.message!.parts[delta.n]!
          expect(delta.at).toBe('text' in part ? part.text.length : 0)
        }
        expect(applyDelta(targetOf(this.message!), delta)).toBe(true)
      }
    }
    this.last = id
  }
}
