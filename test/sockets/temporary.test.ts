/** A temporary conversation on the real server: it lives while somebody looks, and then not a byte of it is left. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { Client } from '../support/client.ts'
import { type Fake, pickOf, startFake } from '../support/fake.ts'
import { all, call, type Person, register } from '../support/person.ts'

/** Ms that it stays when its last socket has closed. */
const DESERTED_MS = 2400

let fake: Fake
let person: Person

beforeAll(async () => {
  fake = await startFake({ env: { PARLEY_TEMPORARY_MINUTES: String(DESERTED_MS / 60_000) } })
  person = await register(fake.server.url)
}, 90_000)
afterAll(() => fake?.stop())

test('[TE1] [TE2] nothing of it is on disk after the wipe, and before it is nowhere to be found', async () => {
  const secret = `whisper ${newId()}`
  const client = new Client(person)
  await client.connect()
  const [id, reply] = [newId(), newId()]
  const parts = [{ type: 'text' as const, text: secret }]
  client.frame({
    t: 'send',
    id,
    reply,
    parent: null,
    parts,
    pick: pickOf({ tps: 500, len: 40 }),
    temporary: true,
  })
  await client.until(() => client.acked.has(id), 'stored')
  const reader = new Client(person, client.conversation)
  await reader.connect()
  await reader.over(reply)
  expect(found(secret)).not.toEqual([])
  expect(await all(person, '/api/convos')).toEqual([])

  // A reload: nobody looks for a moment.
  client.drop()
  reader.drop()
  await sleep(DESERTED_MS / 3)
  await reader.connect()
  await sleep(DESERTED_MS * 1.5)
  expect(reader.messages.get(id)).toBeDefined()

  reader.drop()
  await sleep(DESERTED_MS * 2 + 500)
  expect((await call(person, `/api/convos/${client.conversation}`)).status).toBe(404)
  expect(found(secret)).toEqual([])
  expect(found(reply)).toEqual([])
})

/** Files of the data folder that hold `text`. */
function found(text: string): string[] {
  const { data } = fake.server
  return readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text))
}
