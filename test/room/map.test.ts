import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { forks, mapOf } from '../../src/durable/room/map.ts'
import { EXCERPT } from '../../src/shared/branch-map.ts'
import { newId } from '../../src/shared/ids.ts'
import type { Message } from '../../src/shared/message.ts'
import { ANN, BOB, PICK, type Reader, stored, type World, world } from './harness.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const END = [{ kind: 'end', why: 'stop' } as const]

async function exchange(w: World, reader: Reader, text: string, parent: string | null) {
  const ids = w.say(reader, text, parent)
  await w.model.end([{ kind: 'text', text: `re ${text}` }, ...END])
  return ids
}

/** q1 ─ a1 ─ q2 ─ a2, and a second answer to q1 that is looked at. */
async function forked() {
  const w = world()
  const ann = w.join()
  const one = await exchange(w, ann, 'q1', null)
  const two = await exchange(w, ann, 'q2', one.reply)
  const other = newId()
  w.frame(ann, { t: 'regenerate', of: one.id, reply: other, pick: PICK })
  await w.model.end([{ kind: 'text', text: 'other' }, ...END])
  return { w, ann, one, two, other }
}

const last = (reader: Reader, t: string) => reader.frames.findLast((frame) => frame.t === t)
const told = (w: World) => mapOf(w.store, w.room.answers, 'ann')

describe('the map', () => {
  it('[MA1] folds what lies between two forks', async () => {
    const { w, ann, one, two, other } = await forked()
    w.frame(ann, { t: 'map' })
    expect(last(ann, 'map')).toMatchObject({
      leaf: other,
      left: 0,
      runs: [
        { id: one.id, up: -1, count: 1, text: 'q1', role: 'user', end: one.id },
        { id: one.reply, up: 0, count: 3, text: 're q1', model: PICK.model, end: two.reply, last: 're q2' },
        { id: other, up: 0, count: 1, text: 'other', state: 'settled' },
      ],
    })
    expect(last(ann, 'map')).not.toHaveProperty('runs.1.answer')
  })

  it('[MA1] names the answer that a question has in its run, and what is being written', async () => {
    const { w, ann, two } = await forked()
    const three = w.say(ann, 'q3', two.reply)
    await w.model.say('in the middle of')
    const again = await exchange(w, ann, '# q3, **better**', two.reply)
    const runs = new Map(told(w).runs.map((run) => [run.id, run]))
    expect(runs.get(three.id)).toMatchObject({ count: 2, state: 'open', last: 'in the middle of' })
    expect(runs.get(three.id)).not.toHaveProperty('answer')
    expect(runs.get(again.id)).toMatchObject({ text: 'q3, better', answer: again.reply })
  })

  it('[MA1] marks answers that were asked for beside each other', async () => {
    const w = world()
    const ann = w.join()
    const [id, reply, second] = [newId(), newId(), newId()]
    const parts = [{ type: 'text', text: 'q' }]
    const also = [{ reply: second, pick: PICK }]
    w.frame(ann, { t: 'send', id, reply, parent: null, parts, pick: PICK, also })
    expect(told(w).runs.map((run) => run.compared)).toEqual([undefined, true, true])
  })

  it('[MA1] tells the beginning of any message, and nobody else of any', async () => {
    const { w, ann, two } = await forked()
    w.frame(ann, { t: 'glance', id: two.id })
    expect(last(ann, 'glance')).toEqual({ t: 'glance', id: two.id, text: 'q2' })
    w.frame(ann, { t: 'glance', id: newId() })
    expect(last(ann, 'error')).toMatchObject({ code: 'bad_request' })
    const bob = w.join(BOB)
    w.frame(bob, { t: 'map' })
    expect(bob.frames).toEqual([])
  })

  it('[MA1] says with hello whether there are forks', async () => {
    const { w } = await forked()
    expect(last(w.join(), 'state')).toHaveProperty('forks', true)
    const plain = world()
    await exchange(plain, plain.join(), 'q', null)
    expect(forks(plain.store)).toBe(false)
    expect(last(plain.join(), 'state')).not.toHaveProperty('forks')
    expect(forks(world().store)).toBe(false)
  })

  it('[MA1] is bounded, and keeps the branch that is looked at and what is newest', () => {
    const w = world()
    const root = newId()
    const messages: Message[] = [message(root, null)]
    const trunk = [root]
    // 10,000 messages; each of 1,000 answers has a version of its own beside the trunk.
    for (let n = 0; n < 1000; n++) {
      for (let k = 0; k < 9; k++) {
        const id = newId()
        messages.push(message(id, trunk.at(-1) as string))
        trunk.push(id)
      }
      messages.push(message(newId(), trunk.at(-2) as string))
    }
    const oldest = messages.find(({ parent }, n) => n > 9 && parent === trunk[8])?.id as string
    w.store.write('ann', 0, () => {
      for (const one of messages) w.store.insert(one)
      w.store.setLeaf('ann', oldest)
    })
    const before = performance.now()
    const map = told(w)
    expect(performance.now() - before).toBeLessThan(2000)
    expect(map.runs.length).toBe(1500)
    expect(map.left).toBeGreaterThan(400)
    expect(map.runs.some(({ id }) => id === oldest)).toBe(true)
    expect(map.runs.at(-1)?.id).toBe(messages.at(-1)?.id)
    map.runs.forEach(({ up }, n) => {
      expect(up).toBeLessThan(n)
    })
    expect(map.runs.every(({ text }) => text.length <= EXCERPT)).toBe(true)
    expect(JSON.stringify(map).length).toBeLessThan(600_000)
  })
})

function message(id: string, parent: string | null): Message {
  const parts = [{ type: 'text' as const, text: 'word '.repeat(100) }]
  return { id, parent, role: 'assistant', state: 'settled', parts, created: 0, clock: 0 }
}

describe('bringing', () => {
  const items = (...of: string[]) => of.map((one) => ({ of: one, id: newId() }))

  it('[BG1] copies a question with its answer to the end of another branch, for everybody', async () => {
    const { w, ann, two, other } = await forked()
    const second = w.join({ ...ANN, sid: 'ann-2' })
    const asked = w.model.calls.length
    const brought = items(two.id, two.reply)
    w.frame(ann, { t: 'bring', parent: other, items: brought })
    const [question, answer] = stored(w.store).slice(-2)
    expect(question).toMatchObject({ id: brought[0]?.id, parent: other, role: 'user' })
    expect(question?.parts).toEqual([{ type: 'text', text: 'q2' }])
    expect(answer).toMatchObject({ id: brought[1]?.id, parent: question?.id, pick: PICK, state: 'settled' })
    expect(w.store.leaf('ann')).toBe(answer?.id)
    for (const reader of [ann, second])
      expect(last(reader, 'put')).toMatchObject({ leaf: answer?.id, messages: [question, answer] })
    expect(w.model.calls.length).toBe(asked)
    expect(w.store.message(two.id)).toBeDefined()
  })

  it('[BG1] [SD1] brings once what is brought twice, also after it was deleted', async () => {
    const { w, ann, two, other } = await forked()
    const frame = { t: 'bring', parent: other, items: items(two.reply) }
    w.frame(ann, frame)
    const count = stored(w.store).length
    w.frame(ann, frame)
    expect(stored(w.store).length).toBe(count)
    w.frame(ann, { t: 'delete', id: frame.items[0]?.id })
    w.frame(ann, frame)
    expect(stored(w.store).length).toBe(count - 1)
    expect(last(ann, 'error')).toBeUndefined()
  })

  it('[BG1] refuses what is not there, does not belong together, is being written, or has a name already', async () => {
    const { w, ann, one, two, other } = await forked()
    const refused = (parent: string, brought: unknown, code: string) => {
      const { clock } = w.store
      w.frame(ann, { t: 'bring', parent, items: brought })
      expect(last(ann, 'error')).toMatchObject({ code })
      expect(w.store.clock).toBe(clock)
      ann.frames.length = 0
    }
    refused(newId(), items(two.id), 'bad_request')
    refused(other, items(newId()), 'bad_request')
    refused(other, items(one.id, two.reply), 'bad_request')
    refused(other, items(two.id, two.reply, one.id), 'bad_request')
    const same = newId()
    refused(
      other,
      [
        { of: two.id, id: same },
        { of: two.reply, id: same },
      ],
      'conflict',
    )
    const [first] = items(two.id)
    refused(other, [first, { of: two.reply, id: one.id }], 'conflict')
    const three = w.say(ann, 'q3', other)
    refused(three.reply, items(two.id), 'busy')
    refused(two.reply, items(three.id, three.reply), 'busy')
  })

  it('[BG1] [CM4] decides a comparison like anything that goes on from one of its answers', async () => {
    const w = world()
    const ann = w.join()
    const [id, reply, second] = [newId(), newId(), newId()]
    const parts = [{ type: 'text', text: 'q' }]
    const also = [{ reply: second, pick: PICK }]
    w.frame(ann, { t: 'send', id, reply, parent: null, parts, pick: PICK, also })
    await w.model.end(undefined, 0)
    w.frame(ann, { t: 'bring', parent: reply, items: items(id) })
    expect(w.store.message(id)?.comparison).toMatchObject({ chosen: reply })
    expect(w.store.message(second)?.state).toBe('stopped')
  })
})
