import { describe, expect, it } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { textOf } from '../../src/shared/parts.ts'
import { PICK, type Reader, stored, type World, world } from './harness.ts'

function later(w: World, reader: Reader, text: string, parent: string, when: string) {
  const [id, reply] = [newId(), newId()]
  w.frame(reader, { t: 'send', id, reply, parent, parts: [{ type: 'text', text }], pick: PICK, when })
  return { id, reply }
}

const told = (reader: Reader) => {
  const frame = reader.frames.findLast(({ t }) => t === 'queue')
  return frame?.t === 'queue' ? frame.items : []
}
const held = (reader: Reader) => told(reader).map((item) => item.held)
const waiting = (reader: Reader) => told(reader).map(({ parts }) => textOf(parts))

describe('messages that wait', () => {
  it('[QU1] go out one after the other, once each, when answers end well', async () => {
    const w = world()
    const ann = w.join()
    const one = w.say(ann, 'one')
    const two = later(w, ann, 'two', one.reply, 'queue')
    const three = later(w, ann, 'three', one.reply, 'queue')
    expect(waiting(ann)).toEqual(['two', 'three'])
    expect(ann.frames.filter((f) => f.t === 'ack')).toHaveLength(3)
    await w.model.end()
    expect(waiting(ann)).toEqual(['three'])
    expect(w.store.message(two.id)).toMatchObject({ parent: one.reply })
    await w.model.end()
    expect(w.store.message(three.id)).toMatchObject({ parent: two.reply })
    await w.model.end()
    expect(waiting(ann)).toEqual([])
    expect(stored(w.store)).toHaveLength(6)
    expect(ann.leaf).toBe(three.reply)
  })

  it('[QU1] need not wait when the answer is over by then, and their sender is told so', async () => {
    const w = world()
    const ann = w.join()
    const one = w.say(ann, 'one')
    await w.model.end()
    for (const when of ['queue', 'steer']) {
      const before = ann.frames.length
      const two = later(w, ann, when, one.reply, when)
      const told = ann.frames.slice(before)
      expect(told).toContainEqual(expect.objectContaining({ t: 'ack', id: two.id }))
      const put = told.find(({ t }) => t === 'put')
      expect(put?.t === 'put' && put.messages.map(({ id }) => id)).toEqual([two.id, two.reply])
      expect(put).toMatchObject({ leaf: two.reply })
      await w.model.end(undefined, w.model.calls.length - 1)
    }
  })

  it('[QU1] are held after a failure or a stop, and go on when somebody says so', async () => {
    const w = world()
    const ann = w.join()
    const one = w.say(ann, 'one')
    const two = later(w, ann, 'two', one.reply, 'queue')
    await w.model.end([{ kind: 'fault', fault: { code: 'model_key' } }])
    expect(waiting(ann)).toEqual(['two'])
    expect(w.model.calls).toHaveLength(1)
    w.frame(ann, { t: 'queue-run' })
    expect(w.store.message(two.id)).toMatchObject({ parent: one.reply })
    w.frame(ann, { t: 'queue-run' })
    expect(ann.frames.at(-1)).toMatchObject({ t: 'error' })
  })

  it('[QU1] held by an answer, wait for the one that is asked for instead', async () => {
    const w = world()
    const ann = w.join()
    const one = w.say(ann, 'one')
    const two = later(w, ann, 'two', one.reply, 'queue')
    const three = later(w, ann, 'three', one.reply, 'queue')
    w.frame(ann, { t: 'stop', reply: one.reply })
    await w.model.end()
    expect(held(ann)).toEqual([true, true])
    const again = newId()
    w.frame(ann, { t: 'regenerate', of: one.id, reply: again, pick: PICK })
    expect(waiting(ann)).toEqual(['two', 'three'])
    expect(held(ann)).toEqual([false, false])
    await w.model.end()
    expect(w.store.message(two.id)).toMatchObject({ parent: again })
    await w.model.end()
    expect(w.store.message(three.id)).toMatchObject({ parent: two.reply })
  })

  it('[QU1] held, follow what is looked at when somebody says so', async () => {
    const w = world()
    const ann = w.join()
    const one = w.say(ann, 'one')
    await w.model.end()
    const two = w.say(ann, 'two', one.reply)
    const three = later(w, ann, 'three', two.reply, 'queue')
    w.frame(ann, { t: 'stop', reply: two.reply })
    await w.model.end()
    const again = newId()
    w.frame(ann, { t: 'regenerate', of: one.id, reply: again, pick: PICK })
    await w.model.end()
    expect(waiting(ann)).toEqual(['three'])
    w.frame(ann, { t: 'queue-run', after: again })
    expect(w.store.message(three.id)).toMatchObject({ parent: again })
    expect(ann.leaf).toBe(three.reply)
  })

  it('[QU1] are not held any more while the answer goes on', async () => {
    const w = world()
    const ann = w.join()
    const one = w.say(ann, 'one')
    await w.model.say('half')
    const two = later(w, ann, 'two', one.reply, 'queue')
    expect(held(ann)).toEqual([false])
    w.frame(ann, { t: 'stop', reply: one.reply })
    await w.model.end()
    expect(held(ann)).toEqual([true])
    w.frame(ann, { t: 'continue', reply: one.reply })
    expect(held(ann)).toEqual([false])
    await w.model.end()
    expect(w.store.message(two.id)).toMatchObject({ parent: one.reply })
  })

  it('[QU4] that go out on another branch take nobody there', async () => {
    const w = world()
    const [ann, device] = [w.join(), w.join()]
    const one = w.say(ann, 'one')
    await w.model.end()
    const two = w.say(ann, 'two', one.reply)
    const three = later(w, ann, 'three', two.reply, 'queue')
    const again = newId()
    w.frame(ann, { t: 'regenerate', of: one.id, reply: again, pick: PICK })
    await w.model.end(undefined, 1)
    expect(w.store.message(three.id)).toMatchObject({ parent: two.reply })
    expect(waiting(ann)).toEqual([])
    for (const reader of [ann, device]) expect(reader.leaf).toBe(again)
    // Whoever goes back finds it.
    w.frame(ann, { t: 'select', id: one.reply })
    expect(ann.leaf).toBe(three.reply)
  })

  it('[QU1] survive a crash, stay single, and are told to everybody who comes', async () => {
    const w = world()
    const ann = w.join()
    const one = w.say(ann, 'one')
    const frame = {
      t: 'send',
      ...later(w, ann, 'two', one.reply, 'queue'),
      parent: one.reply,
      parts: [{ type: 'text', text: 'two' }],
      pick: PICK,
      when: 'queue',
    }
    const after = world({ sql: w.sql })
    const again = after.join()
    expect(waiting(again)).toEqual(['two'])
    expect(after.model.calls).toHaveLength(0)
    after.frame(again, frame)
    expect(again.frames.at(-1)).toMatchObject({ t: 'ack', id: frame.id })
    after.frame(again, { t: 'queue-run' })
    after.frame(again, frame)
    expect(stored(after.store)).toHaveLength(4)
    expect(after.model.calls).toHaveLength(1)
  })

  it('[QU1] can be edited, moved and dropped', () => {
    const w = world()
    const ann = w.join()
    const { reply } = w.say(ann, 'now')
    const [a, b, c] = ['a', 'b', 'c'].map((text) => later(w, ann, text, reply, 'queue'))
    w.frame(ann, { t: 'queue-move', id: c!.id, before: a!.id })
    expect(waiting(ann)).toEqual(['c', 'a', 'b'])
    w.frame(ann, { t: 'queue-move', id: c!.id, before: b!.id })
    expect(waiting(ann)).toEqual(['a', 'c', 'b'])
    w.frame(ann, { t: 'queue-move', id: a!.id, before: null })
    expect(waiting(ann)).toEqual(['c', 'b', 'a'])
    w.frame(ann, { t: 'queue-edit', id: b!.id, parts: [{ type: 'text', text: 'B' }] })
    w.frame(ann, { t: 'queue-drop', id: c!.id })
    expect(waiting(ann)).toEqual(['B', 'a'])
    for (const bad of [
      { t: 'queue-edit', id: b!.id, parts: [{ type: 'text', text: ' ' }] },
      { t: 'queue-drop', id: c!.id },
    ]) {
      w.frame(ann, bad)
      expect(ann.frames.at(-1)).toMatchObject({ t: 'error' })
    }
    for (let i = 0; i < 19; i++) later(w, ann, `${i}`, reply, 'queue')
    expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'busy' })
  })

  it('[QU2] one that steers goes in at the end of the paragraph, before all that only wait', async () => {
    const w = world()
    const ann = w.join()
    const one = w.say(ann, 'one')
    await w.model.say('First paragraph')
    later(w, ann, 'later', one.reply, 'queue')
    const steer = later(w, ann, 'rather this', one.reply, 'steer')
    expect(waiting(ann)).toEqual(['rather this', 'later'])
    await w.model.say(' goes on')
    expect(w.store.message(steer.id)).toBeUndefined()
    await w.model.say('.\n\nSecond', 0)
    expect(w.store.message(one.reply)!.state).toBe('stopped')
    expect(w.store.message(steer.id)).toMatchObject({ parent: one.reply })
    expect(waiting(ann)).toEqual(['later'])
    await w.model.end()
    expect(waiting(ann)).toEqual([])
  })

  it('[QU3] one that interrupts follows at once', async () => {
    const w = world()
    const ann = w.join()
    const one = w.say(ann, 'one')
    await w.model.say('half')
    const two = later(w, ann, 'no', one.reply, 'interrupt')
    expect(w.store.message(one.reply)).toMatchObject({ state: 'stopped', parts: [{ text: 'half' }] })
    expect(w.store.message(two.id)).toMatchObject({ parent: one.reply })
  })

  it('[QU3] what waited for an answer that is interrupted waits for the next', async () => {
    const w = world()
    const ann = w.join()
    const one = w.say(ann, 'one')
    await w.model.say('half')
    const two = later(w, ann, 'two', one.reply, 'queue')
    const steer = later(w, ann, 'rather this', one.reply, 'steer')
    const now = later(w, ann, 'no', one.reply, 'interrupt')
    expect([waiting(ann), held(ann)]).toEqual([
      ['rather this', 'two'],
      [false, false],
    ])
    await w.model.end(undefined, 1)
    expect(w.store.message(steer.id)).toMatchObject({ parent: now.reply })
    await w.model.end(undefined, 2)
    expect(w.store.message(two.id)).toMatchObject({ parent: steer.reply })
  })

  it('[QU1] [DE1] deleting the answer they wait for sends nothing', async () => {
    const w = world()
    const ann = w.join()
    const one = w.say(ann, 'one')
    later(w, ann, 'steered', one.reply, 'steer')
    w.frame(ann, { t: 'delete', id: one.id })
    expect([waiting(ann), held(ann), w.model.calls.length]).toEqual([['steered'], [true], 1])
    w.frame(ann, { t: 'queue-run' })
    expect(stored(w.store).map(({ parent, role }) => [role, parent === null])).toEqual([
      ['user', true],
      ['assistant', false],
    ])
  })
})
