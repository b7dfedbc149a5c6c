/** Ctrl-C in the middle of answers: nothing that anybody saw is missing afterwards. */
import { afterAll, expect, it } from 'vitest'
import { seededText } from '../../bench/upstream/text.ts'
import { textOf } from '../../src/shared/parts.ts'
import { Client } from '../support/client.ts'
import { type Fake, pickOf, startFake } from '../support/fake.ts'
import { register } from '../support/person.ts'
import { newFolder } from './house.ts'

const folder = newFolder()
let fake: Fake | undefined
afterAll(() => fake?.stop())

it('keeps every character that was shown when the server is ended', async () => {
  fake = await startFake({ data: `${folder}/data` })
  const person = await register(fake.server.url)
  const chats = Array.from({ length: 8 }, (_, index) => ({
    seed: `chat ${index}`,
    client: new Client(person),
  }))
  await Promise.all(chats.map(({ client }) => client.connect()))
  const replies = chats.map(
    ({ client, seed }) => client.send(seed, pickOf({ ttft: 5, tps: 200, len: 2000 })).reply,
  )
  const shown = (index: number) => textOf(chats[index]!.client.messages.get(replies[index]!)!.parts)
  await Promise.all(chats.map(({ client }, index) => client.until(() => shown(index).length > 500)))

  const began = Date.now()
  await fake.server.stop()
  expect(Date.now() - began).toBeLessThan(2000)
  await Promise.all(chats.map(({ client }) => client.until(() => client.closed !== null)))

  const seen = chats.map((_, index) => shown(index))
  for (const { client } of chats) client.messages.clear()
  await fake.restart()
  for (const [index, { client, seed }] of chats.entries()) {
    client.clock = 0
    await client.connect()
    expect(
      shown(index).startsWith(seen[index]!),
      `${seed}: ${seen[index]!.length} seen, ${shown(index).length} kept`,
    ).toBe(true)
    expect(seededText(seed, 2000).startsWith(shown(index))).toBe(true)
  }
})
