import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Chunk } from '../../src/durable/providers/spec.ts'
import type { Message } from '../../src/shared/message.ts'
import { MessageModel } from '../../src/web/models/message.ts'
import { type Reader, settle, type World, world } from './harness.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const think = (text: string): Chunk => ({ kind: 'thinking', text })
const say = (text: string): Chunk => ({ kind: 'text', text })
const source: Chunk = { kind: 'source', url: 'https://a.example/', title: 'a' }
const END: Chunk = { kind: 'end', why: 'stop' }

/** An answer that was stopped after `said`. */
async function stopped(said: Chunk[]) {
  const w = world()
  const ann = w.join()
  const { reply } = w.say(ann, 'q')
  await w.model.say(said)
  w.frame(ann, { t: 'stop', reply })
  await settle()
  return { w, ann, reply }
}

async function goesOn(w: World, ann: Reader, reply: string, said: Chunk[]): Promise<Message> {
  w.frame(ann, { t: 'continue', reply })
  await w.model.end([...said, END])
  const message = w.store.message(reply) as Message
  // Who watched holds the same.
  expect(ann.messages.get(reply)).toEqual(message)
  return message
}

const shapeOf = (message: Message) =>
  message.parts.map((part) => [part.type, 'text' in part ? part.text : ''])

describe('going on', () => {
  it('[CO1] asks anew where there are only thoughts, and keeps none of them', async () => {
    const { w, ann, reply } = await stopped([think('old thoughts')])
    const message = await goesOn(w, ann, reply, [think('new thoughts'), say('text')])
    expect(shapeOf(message)).toEqual([
      ['thinking', 'new thoughts'],
      ['text', 'text'],
    ])
    expect(w.model.calls[1]?.call).not.toHaveProperty('continues')
    expect(w.model.calls[1]?.call.turns).toHaveLength(1)
  })

  it('[CO1] keeps the thoughts before the text, and goes on at its very end', async () => {
    const { w, ann, reply } = await stopped([think('thoughts'), say('half a wo')])
    const message = await goesOn(w, ann, reply, [
      think('where was I'),
      { kind: 'seal', signature: 's' },
      say('rd'),
      think('later'),
      say('more'),
    ])
    expect(shapeOf(message)).toEqual([
      ['thinking', 'thoughts'],
      ['text', 'half a word'],
      ['thinking', 'later'],
      ['text', 'more'],
    ])
    const { continues, turns } = w.model.calls[1]!.call
    expect(continues).toBe(true)
    expect(turns.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
  })

  it('[CO1] drops thoughts that were cut after the text, and keeps sources', async () => {
    const { w, ann, reply } = await stopped([say('one'), source, think('cut')])
    const message = await goesOn(w, ann, reply, [say(' two')])
    expect(shapeOf(message)).toEqual([
      ['source', ''],
      ['text', 'one two'],
    ])
  })

  it('[CO1] the page that asks for it draws the same at once', async () => {
    const { w, reply } = await stopped([say('one'), source, think('cut')])
    const model = new MessageModel(w.store.message(reply) as Message)
    model.goOn()
    w.frame(w.join(), { t: 'continue', reply })
    expect(model.plain().parts).toEqual(w.store.message(reply)?.parts)
    model.put(w.store.message(reply) as Message)
    expect(model.plain().parts).toEqual(w.store.message(reply)?.parts)
  })
})
