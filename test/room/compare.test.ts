import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { adopt, copyOf } from '../../src/durable/room/copy.ts'
import { newsOf } from '../../src/durable/room/news.ts'
import { Store } from '../../src/durable/room/store.ts'
import { newId } from '../../src/shared/ids.ts'
import { textOf } from '../../src/shared/parts.ts'
import { nodeSql } from '../support/sql.ts'
import { ANN, PICK, type Reader, Reader as ReaderOf, stored, type World, world } from './harness.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const pickOf = (n: number) => ({ endpoint: 'test', model: `m${n}` })

/** Asks `count` models after `parent`. */
function ask(w: World, reader: Reader, text: string, count: number, parent: string | null = null) {
  const id = newId()
  const replies = Array.from({ length: count }, newId)
  const [reply, ...others] = replies as [string, ...string[]]
  const also = others.map((one, n) => ({ reply: one, pick: pickOf(n + 1) }))
  const frame = { t: 'send', id, reply, parent, parts: [{ type: 'text', text }], pick: pickOf(0), also }
  w.frame(reader, frame)
  return { id, replies, frame }
}

/** Three answers beside each other, all complete but the last. */
async function three() {
  const w = world()
  const ann = w.join()
  const asked = ask(w, ann, 'q', 3)
  for (const n of [0, 1, 2]) await w.model.say(`a${n}`, n)
  await w.model.end(undefined, 0)
  await w.model.end(undefined, 1)
  const [a, b, c] = asked.replies as [string, string, string]
  return { w, ann, ...asked, a, b, c }
}

const comparisonOf = (w: World, id: string) => w.store.message(id)?.comparison
const votes = (w: World) =>
  w.sql.all('SELECT verdict, winner, replies FROM vote').map((row) => ({
    ...row,
    replies: JSON.parse(row.replies as string).map((one: { pick: { model: string } }) => one.pick.model),
  }))

describe('asking several', () => {
  it('[CM1] [SD1] begins all answers at once, once, and tells every device', async () => {
    const w = world()
    const ann = w.join()
    const other = w.join({ ...ANN, sid: 'other' })
    const { id, replies, frame } = ask(w, ann, 'q', 4)
    w.frame(ann, frame)
    expect(stored(w.store).map((m) => m.id)).toEqual([id, ...replies])
    expect(new Set(stored(w.store).map((m) => m.clock)).size).toBe(1)
    expect(w.model.calls.map(({ call }) => call.model)).toEqual(['m0', 'm1', 'm2', 'm3'])
    expect(comparisonOf(w, id)).toEqual({ id: replies[0], replies })
    expect(w.store.leaf('ann')).toBe(replies[0])
    expect(other.leaf).toBe(replies[0])
    for (const n of [3, 1, 0, 2]) await w.model.say(`a${n}`, n)
    expect(replies.map((reply) => textOf(other.messages.get(reply)!.parts))).toEqual(['a0', 'a1', 'a2', 'a3'])
    w.frame(ann, { t: 'stop', reply: replies[1] })
    await w.model.end([{ kind: 'fault', fault: { code: 'model_key' } }], 2)
    await w.model.end(undefined, 0)
    expect(replies.map((reply) => other.messages.get(reply)!.state)).toEqual([
      'settled',
      'stopped',
      'failed',
      'open',
    ])
  })

  it('[CM1] [TU1] begins nothing when not all of them may be written', async () => {
    const w = world()
    const ann = w.join()
    ask(w, ann, 'q', 2)
    const clock = w.store.clock
    const { id } = ask(w, ann, 'another', 3)
    expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'busy', re: id })
    expect(w.store.clock).toBe(clock)
    expect(w.model.calls).toHaveLength(2)
    ask(w, ann, 'another', 2)
    expect(w.model.calls).toHaveLength(4)
  })

  it('[CM1] refuses answers that share an id, or have that of another message', async () => {
    const w = world()
    const ann = w.join()
    const { id, reply } = w.say(ann, 'q')
    for (const taken of [id, reply]) {
      const frame = {
        t: 'regenerate',
        of: id,
        reply: newId(),
        pick: PICK,
        also: [{ reply: taken, pick: PICK }],
      }
      w.frame(ann, frame)
      expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'conflict', re: frame.reply })
    }
    expect(stored(w.store)).toHaveLength(2)
  })

  it('[CM1] asks several models once more for a question that one has answered', async () => {
    const w = world()
    const ann = w.join()
    const { id } = w.say(ann, 'q')
    await w.model.end()
    const [reply, other] = [newId(), newId()]
    const frame = { t: 'regenerate', of: id, reply, pick: PICK, also: [{ reply: other, pick: pickOf(1) }] }
    w.frame(ann, frame)
    w.frame(ann, frame)
    expect(comparisonOf(w, id)).toEqual({ id: reply, replies: [reply, other] })
    expect(ann.messages.get(id)).toEqual(w.store.message(id))
    expect(stored(w.store)).toHaveLength(4)
    expect(ann.leaf).toBe(reply)
  })

  it('[CM2] lets another answer take the column of one that failed', async () => {
    const { w, ann, id, a, b, c } = await three()
    const again = newId()
    w.frame(ann, { t: 'vote', of: id, verdict: 'tie' })
    w.frame(ann, { t: 'regenerate', of: id, reply: again, pick: pickOf(1), instead: b })
    expect(comparisonOf(w, id)).toEqual({ id: a, replies: [a, again, c] })
    expect(votes(w)).toEqual([])
    expect(w.store.message(b)).toBeDefined()
    // Of an answer that is not compared it is an answer like any other.
    w.frame(ann, { t: 'choose', of: id, reply: again })
    w.frame(ann, { t: 'regenerate', of: id, reply: newId(), pick: PICK, instead: again })
    expect(comparisonOf(w, id)?.replies).toEqual([a, again, c])
  })

  it('[RC1] all of them are interrupted when the process dies, and go on by themselves', async () => {
    const w = world()
    const ann = w.join()
    const { id, replies } = ask(w, ann, 'q', 3)
    for (const n of [0, 1, 2]) await w.model.say(`a${n}`, n)
    await vi.advanceTimersByTimeAsync(1000)
    const next = world({ sql: w.sql })
    const back = next.join()
    expect(replies.map((reply) => back.messages.get(reply)?.state)).toEqual(Array(3).fill('interrupted'))
    expect(replies.map((reply) => textOf(back.messages.get(reply)!.parts))).toEqual(['a0', 'a1', 'a2'])
    next.frame(back, { t: 'continue', reply: replies[1] })
    expect(next.store.message(replies[1]!)?.state).toBe('open')
    expect(comparisonOf(next, id)?.chosen).toBeUndefined()
  })
})

describe('deciding', () => {
  it('[CM3] [CM6] goes on from one everywhere, stops the others, and keeps a vote', async () => {
    const { w, ann, id, b, c } = await three()
    const other = w.join({ ...ANN, sid: 'other' })
    w.frame(ann, { t: 'choose', of: id, reply: b })
    for (const reader of [ann, other]) {
      expect(reader.leaf).toBe(b)
      expect(reader.messages.get(id)?.comparison).toMatchObject({ chosen: b, verdict: 'better' })
    }
    expect(other.messages.get(c)).toMatchObject({ state: 'stopped', parts: [{ text: 'a2' }] })
    expect(votes(w)).toEqual([{ verdict: 'better', winner: b, replies: ['m0', 'm1', 'm2'] }])
    expect(newsOf(w.store)?.news.votes).toMatchObject([{ verdict: 'better', winner: 1 }])
  })

  it('[CM3] another one can be chosen later, and is the winner then', async () => {
    const { w, ann, id, a, b } = await three()
    w.frame(ann, { t: 'choose', of: id, reply: b })
    const { reply } = w.say(ann, 'on', b)
    w.frame(ann, { t: 'choose', of: id, reply: a })
    expect(votes(w)).toMatchObject([{ winner: a }])
    expect(ann.leaf).toBe(a)
    expect(w.store.message(reply)?.state).toBe('open')
    w.frame(ann, { t: 'choose', of: id, reply: b })
    expect(ann.leaf).toBe(reply)
  })

  it('[CM4] a message after one of the answers decides, and is no vote', async () => {
    const { w, ann, id, b, c } = await three()
    const other = w.join({ ...ANN, sid: 'other' })
    // All four may be written: the one that still is ends with this.
    const next = ask(w, ann, 'on', 4, b)
    expect(comparisonOf(w, id)).toMatchObject({ chosen: b })
    expect(ann.messages.get(id)).toEqual(w.store.message(id))
    expect(other.messages.get(id)).toEqual(w.store.message(id))
    expect(w.store.message(c)?.state).toBe('stopped')
    expect(other.leaf).toBe(next.replies[0])
    expect(votes(w)).toEqual([])
    expect(w.model.calls.at(-1)!.call.turns.map(({ parts }) => textOf(parts))).toEqual(['q', 'a1', 'on'])
  })

  it('[CM3] [QU1] what waited for another answer waits for the one gone on from', async () => {
    const { w, ann, id, a, c } = await three()
    const waits = { t: 'send', id: newId(), reply: newId(), parent: c, pick: PICK, when: 'steer' }
    w.frame(ann, { ...waits, parts: [{ type: 'text', text: 'next' }] })
    w.frame(ann, { t: 'choose', of: id, reply: a })
    expect(w.store.message(waits.id)?.parent).toBe(a)
    expect(w.store.leaf('ann')).toBe(waits.reply)
  })

  it('[QU1] [CM1] a message to several that waited asks several', async () => {
    const w = world()
    const ann = w.join()
    const { reply } = w.say(ann, 'q')
    const id = newId()
    const also = [{ reply: newId(), pick: pickOf(1) }]
    const parts = [{ type: 'text', text: 'next' }]
    w.frame(ann, {
      t: 'send',
      id,
      reply: newId(),
      parent: reply,
      parts,
      pick: pickOf(0),
      also,
      when: 'queue',
    })
    await w.model.end()
    expect(w.model.calls.slice(1).map(({ call }) => call.model)).toEqual(['m0', 'm1'])
    expect(comparisonOf(w, id)?.replies).toHaveLength(2)
  })

  it('[CM6] a vote without a winner is kept, goes on, and is taken back', async () => {
    const { w, ann, id, a, c } = await three()
    w.frame(ann, { t: 'vote', of: id, verdict: 'bad' })
    expect(votes(w)).toMatchObject([{ verdict: 'bad', winner: null }])
    expect(comparisonOf(w, id)).toMatchObject({ verdict: 'bad' })
    expect(w.store.message(c)?.state).toBe('open')
    w.frame(ann, { t: 'vote', of: id, verdict: 'tie' })
    w.frame(ann, { t: 'choose', of: id, reply: a })
    expect(votes(w)).toMatchObject([{ verdict: 'tie', winner: null }])
    w.frame(ann, { t: 'vote', of: id, verdict: null })
    expect(votes(w)).toMatchObject([{ verdict: 'better', winner: a }])
  })

  it('[CM6] [TE1] [TE3] a temporary conversation tells of no vote, and one that is kept does', async () => {
    const w = world()
    const ann = w.join()
    const [id, reply, other] = [newId(), newId(), newId()]
    const also = [{ reply: other, pick: pickOf(1) }]
    const parts = [{ type: 'text', text: 'q' }]
    w.frame(ann, { t: 'send', id, reply, parent: null, parts, pick: pickOf(0), also, temporary: true })
    for (const n of [0, 1]) await w.model.end(undefined, n)
    w.frame(ann, { t: 'choose', of: id, reply: other })
    expect(w.store.untold).toBe(false)
    w.frame(ann, { t: 'keep' })
    expect(newsOf(w.store)?.news.votes).toMatchObject([{ verdict: 'better', winner: 1 }])
  })

  it.each(['choose', 'vote'])('%s is refused of what is not compared', async (t) => {
    const w = world()
    const ann = w.join()
    const { id, reply } = w.say(ann, 'q')
    w.frame(ann, { t, of: id, reply, verdict: 'tie' })
    expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'bad_request' })
  })

  it('[CM3] [DE1] an answer that was deleted cannot be chosen, and the others can', async () => {
    const { w, ann, id, a, b, c } = await three()
    w.frame(ann, { t: 'delete', id: c })
    expect(w.model.calls[2]!.signal.aborted).toBe(true)
    w.frame(ann, { t: 'choose', of: id, reply: c })
    expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'bad_request', re: c })
    w.frame(ann, { t: 'choose', of: id, reply: b })
    expect(ann.leaf).toBe(b)
    expect(w.store.message(a)).toBeDefined()
  })
})

describe('reading', () => {
  it('[CM5] a window brings every column, in the middle of them', async () => {
    const { w, c, a, b } = await three()
    const late = w.join({ ...ANN, sid: 'late' })
    expect(late.frames[0]).toMatchObject({ t: 'state', leaf: a, window: { beside: [{ id: b }, { id: c }] } })
    await w.model.say(' and more', 2)
    expect(textOf(late.messages.get(c)!.parts)).toBe('a2 and more')
    expect(late.gaps).toBe(0)
    const reader = new ReaderOf({ ...ANN, sid: 'paging' })
    w.join(reader.caller, w.store.clock, reader)
    w.frame(reader, { t: 'page', from: b, count: 1 })
    expect([...reader.messages.keys()].sort()).toEqual([a, b, c].sort())
  })

  it('[CM5] what is decided comes as one path', async () => {
    const { w, ann, id, b } = await three()
    w.frame(ann, { t: 'choose', of: id, reply: b })
    const late = w.join({ ...ANN, sid: 'late' })
    expect([...late.messages.keys()]).toEqual([id, b])
  })
})

describe('copies', () => {
  const copied = (w: World, range: Parameters<typeof copyOf>[3]) => {
    const copy = copyOf(w.store, w.room.answers, 'ann', range)
    if (!copy.ok) throw new Error(copy.fault.code)
    const store = new Store(nodeSql())
    adopt(store, 'ann', copy.value, Date.now())
    return store
  }

  it('[CP1] [CM6] takes a comparison along with new ids, and no votes', async () => {
    const { w, ann, id, b } = await three()
    w.frame(ann, { t: 'vote', of: id, verdict: 'tie' })
    w.frame(ann, { t: 'choose', of: id, reply: b })
    const store = copied(w, { message: b, extent: 'all', start: false })
    const [question, ...answers] = stored(store)
    const ids = answers.map((one) => one.id)
    expect(question!.comparison).toEqual({ id: ids[0], replies: ids, chosen: ids[1] })
    expect(ids).not.toContain(b)
    expect(store.sql.all('SELECT * FROM vote')).toEqual([])
  })

  it('[CP1] [CM6] the visible path is an answer like any other', async () => {
    const { w, b } = await three()
    const store = copied(w, { message: b, extent: 'path', start: false })
    expect(stored(store).map(({ role, comparison }) => [role, comparison])).toEqual([
      ['user', undefined],
      ['assistant', undefined],
    ])
  })
})
