import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { textOf } from '../../src/shared/parts.ts'
import { ANN, PICK, Reader, stored, world } from './harness.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** q1 ─ a1 ─ q2 ─ a2, and a second answer to q1. */
async function chat() {
  const w = world()
  const ann = w.join()
  const one = w.say(ann, 'q1')
  await w.model.end([
    { kind: 'text', text: 'a1' },
    { kind: 'end', why: 'stop' },
  ])
  const two = w.say(ann, 'q2', one.reply)
  await w.model.end([
    { kind: 'text', text: 'a2' },
    { kind: 'end', why: 'stop' },
  ])
  const other = newId()
  w.frame(ann, { t: 'regenerate', of: one.id, reply: other, pick: PICK })
  await w.model.end()
  w.frame(ann, { t: 'select', id: one.reply })
  return { w, ann, one, two, other }
}

describe('editing in place', () => {
  it('[ED1] changes the words everywhere and asks nobody', async () => {
    const { w, ann, one } = await chat()
    const away = w.join({ ...ANN, sid: 'away' })
    const asked = w.model.calls.length
    w.frame(ann, { t: 'edit', id: one.reply, texts: [{ n: 0, text: 'better' }] })
    expect(textOf(w.store.message(one.reply)!.parts)).toBe('better')
    expect(away.messages.get(one.reply)).toEqual(w.store.message(one.reply))
    expect(w.model.calls).toHaveLength(asked)
    expect(w.store.message(one.reply)!.edited).toBeGreaterThan(0)
  })

  it.each([
    ['no such part', { n: 3, text: 'x' }],
    ['nothing left', { n: 0, text: ' ' }],
  ])('[ED1] refuses %s', async (_, text) => {
    const { w, ann, one } = await chat()
    w.frame(ann, { t: 'edit', id: one.id, texts: [text] })
    expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'bad_request', re: one.id })
    expect(textOf(w.store.message(one.id)!.parts)).toBe('q1')
  })

  it('[ED1] [SD2] a message is never larger than what can be stored, sent or edited', () => {
    const w = world()
    const ann = w.join()
    const long = { type: 'text', text: 'x'.repeat(400_000) }
    const send = (parts: object[]) => {
      const [id, reply] = [newId(), newId()]
      w.frame(ann, { t: 'send', id, reply, parent: null, parts, pick: PICK })
      return id
    }
    send([long, long])
    expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'bad_request' })
    const id = send([
      { type: 'text', text: 'one' },
      { type: 'text', text: 'two' },
    ])
    const texts = [0, 1].map((n) => ({ n, text: long.text }))
    w.frame(ann, { t: 'edit', id, texts })
    expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'too_large', re: id })
    w.frame(ann, { t: 'edit', id, texts: texts.slice(1) })
    expect(textOf(w.store.message(id)!.parts)).toHaveLength(400_005)
  })

  it('[ED1] refuses an answer in progress', async () => {
    const { w, ann, two } = await chat()
    const { reply } = w.say(ann, 'q3', two.reply)
    await w.model.say('half')
    w.frame(ann, { t: 'edit', id: reply, texts: [{ n: 0, text: 'mine' }] })
    expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'busy' })
  })

  it('[ED2] keeps what its reader thinks, until it is taken back', async () => {
    const { w, ann, one } = await chat()
    w.frame(ann, {
      t: 'feedback',
      id: one.reply,
      feedback: { rating: 'down', tag: 'inaccurate', text: 'no' },
    })
    expect(world({ sql: w.sql }).store.message(one.reply)!.feedback).toEqual({
      rating: 'down',
      tag: 'inaccurate',
      text: 'no',
    })
    w.frame(ann, { t: 'feedback', id: one.reply, feedback: null })
    expect(ann.messages.get(one.reply)!.feedback).toBeUndefined()
    w.frame(ann, { t: 'feedback', id: one.id, feedback: { rating: 'up' } })
    expect(ann.frames.at(-1)).toMatchObject({ t: 'error' })
  })
})

describe('deleting', () => {
  it('[DE1] takes everything below along, stops what is written there, and shows what is left', async () => {
    const { w, ann, one, two, other } = await chat()
    const { reply } = w.say(ann, 'q3', two.reply)
    await w.model.say('half')
    const bob = w.join({ ...ANN, sid: 'two' })
    w.frame(ann, { t: 'delete', id: one.reply })
    expect(w.model.calls.at(-1)!.signal.aborted).toBe(true)
    for (const id of [one.reply, two.id, two.reply, reply]) expect(w.store.message(id)).toBeUndefined()
    expect([ann.leaf, bob.leaf, w.join().leaf]).toEqual([other, other, other])
    expect([...bob.messages.keys()]).toEqual([one.id])
    expect(w.join().messages.size).toBe(2)
    w.say(ann, 'into the void', two.reply)
    expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'bad_request' })
    w.frame(ann, { t: 'delete', id: one.id })
    expect([ann.leaf, w.join().leaf, w.join().messages.size]).toEqual([null, null, 0])
  })

  it('[DE1] a device that was away learns of it', async () => {
    const { w, ann, one, other } = await chat()
    const away = new Reader({ ...ANN, sid: 'away' })
    w.join(ANN, 0, away)
    w.leave(away)
    w.frame(ann, { t: 'delete', id: one.reply })
    w.join(ANN, away.clock, away)
    expect(away.frames.at(-1)).toMatchObject({ t: 'since', leaf: other })
    expect([...away.messages.keys()].filter((id) => !w.store.message(id))).toEqual([])
  })

  it('[DE2] is taken back with exactly what it took along', async () => {
    const { w, ann, one, two } = await chat()
    w.frame(ann, { t: 'delete', id: two.reply })
    vi.advanceTimersByTime(1000)
    w.frame(ann, { t: 'delete', id: one.reply })
    w.frame(ann, { t: 'restore', id: two.reply })
    expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'conflict' })
    w.frame(ann, { t: 'restore', id: one.reply })
    expect(w.store.message(two.id)).toBeDefined()
    expect(w.store.message(two.reply)).toBeUndefined()
    expect(ann.leaf).toBe(two.id)
    w.frame(ann, { t: 'restore', id: two.reply })
    expect(ann.leaf).toBe(two.reply)
    expect(stored(w.store)).toHaveLength(5)
  })

  it('[DE3] is final after half an hour, and nothing of the words is left', async () => {
    const { w, ann, one } = await chat()
    w.frame(ann, { t: 'delete', id: one.id })
    vi.advanceTimersByTime(10 * 60 * 1000)
    expect(w.room.tree.reap()).toBe(20 * 60 * 1000)
    vi.advanceTimersByTime(21 * 60 * 1000)
    expect(w.room.tree.reap()).toBeNull()
    w.frame(ann, { t: 'restore', id: one.id })
    expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'not_found' })
    expect(w.sql.all<{ parts: string }>('SELECT parts FROM message').map(({ parts }) => parts)).toEqual(
      Array(5).fill('[]'),
    )
  })
})
