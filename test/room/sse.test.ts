import { expect, it } from 'vitest'
import { targetOf } from '../../src/durable/room/draft.ts'
import { streamReply } from '../../src/durable/room/sse.ts'
import { applyDelta } from '../../src/shared/delta.ts'
import { type Part, textOf } from '../../src/shared/parts.ts'
import type { ServerFrame } from '../../src/shared/protocol.ts'
import { settle, world } from './harness.ts'

/** Reads events until `count` came or the stream ended. */
async function read(response: Response, count = Number.POSITIVE_INFINITY) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  const events: { id: string; frame: ServerFrame }[] = []
  let text = ''
  while (events.length < count) {
    const { done, value } = await reader.read()
    if (done) break
    text += value
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, id, data] = /^id: (.*)\ndata: (.*)$/.exec(text.slice(0, end)) ?? []
      if (data) events.push({ id: id!, frame: JSON.parse(data) })
      text = text.slice(end + 2)
    }
  }
  await reader.cancel()
  return events
}

function apply(parts: Part[], events: { frame: ServerFrame }[]): boolean {
  const target = targetOf(parts)
  return events.every(({ frame }) => frame.t !== 'd' || frame.d.every((delta) => applyDelta(target, delta)))
}

it('[SE1] Last-Event-ID resumes without gap or repetition, at every event', async () => {
  const w = world()
  const { reply } = w.say(w.join(), 'hi')
  const message = w.store.message(reply)!
  await w.model.say([{ kind: 'thinking', text: 'hm' }])
  const early = read(streamReply(w.room, message, null))
  for (const text of ['one ', 'two ', 'three']) await w.model.say(text)
  await w.model.end()
  const events = await early
  expect(events.at(-1)!.id).toBe('end')
  const done = w.store.message(reply)!
  for (let cut = 1; cut < events.length; cut++) {
    const parts: Part[] = []
    const rest = await read(streamReply(w.room, done, events[cut - 1]!.id))
    expect(apply(parts, [...events.slice(0, cut), ...rest])).toBe(true)
    expect(textOf(parts)).toBe('one two three')
    expect(parts).toEqual(done.parts)
  }
  expect(streamReply(w.room, done, 'end').status).toBe(204)
})

it('[SE1] an id that is not ours begins anew', async () => {
  const w = world()
  const { reply } = w.say(w.join(), 'hi')
  await w.model.say('all of it')
  await w.model.end()
  const parts: Part[] = []
  expect(apply(parts, await read(streamReply(w.room, w.store.message(reply)!, "1' OR 1=1")))).toBe(true)
  expect(textOf(parts)).toBe('all of it')
})

it('a reader that leaves does not disturb the answer', async () => {
  const w = world()
  const { reply } = w.say(w.join(), 'hi')
  await w.model.say('a')
  const response = streamReply(w.room, w.store.message(reply)!, null)
  await read(response, 1)
  await settle()
  await w.model.say('b')
  await w.model.end()
  expect(textOf(w.store.message(reply)!.parts)).toBe('ab')
})
