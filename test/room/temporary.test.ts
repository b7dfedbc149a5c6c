import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Lapse } from '../../src/durable/room/lapse.ts'
import { newsOf } from '../../src/durable/room/news.ts'
import { newId } from '../../src/shared/ids.ts'
import { PICK, world } from './harness.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const MINUTE = 60_000

function whisper() {
  const w = world({ titles: true })
  const ann = w.join()
  const [id, reply] = [newId(), newId()]
  const parts = [{ type: 'text', text: 'psst' }]
  w.frame(ann, { t: 'send', id, reply, parent: null, parts, pick: PICK, temporary: true })
  return { w, ann, id, reply }
}

function lapse(w: ReturnType<typeof world>) {
  const log = { erased: 0, wake: 0 }
  const one = new Lapse({
    store: w.store,
    now: Date.now,
    watched: () => w.room.fanout.sessions.size > 0,
    wakeIn: (ms) => {
      log.wake = ms
    },
    erase: async () => {
      log.erased++
    },
    desertedMs: 15 * MINUTE,
  })
  return { one, log }
}

it('[TE1] is told to nobody, and no model names it', async () => {
  const { w, ann, reply } = whisper()
  await w.model.say('hm')
  await w.model.end()
  expect(w.store.head).toMatchObject({ temporary: true, title: null })
  expect(w.store.untold).toBe(false)
  expect(w.model.calls).toHaveLength(1)
  expect(w.join().frames[0]).toMatchObject({ t: 'state', temporary: true })
  w.say(ann, 'and', reply)
  expect(w.store.head!.temporary).toBe(true)
})

it('[TE2] is erased when nobody had it open for a while, not before', async () => {
  const { w, ann } = whisper()
  const { one, log } = lapse(w)
  one.watch()
  w.leave(ann)
  one.watch()
  vi.advanceTimersByTime(14 * MINUTE)
  expect(await one.check()).toBe(false)
  w.join(ann.caller, 0, ann)
  one.watch()
  vi.advanceTimersByTime(60 * MINUTE)
  expect(await one.check()).toBe(false)
  w.leave(ann)
  one.watch()
  vi.advanceTimersByTime(15 * MINUTE)
  expect([await one.check(), log.erased]).toEqual([true, 1])
})

it('[TE2] is erased though the process died and nobody said that the tabs were closed', async () => {
  const { w } = whisper()
  const after = world({ sql: w.sql })
  const { one, log } = lapse(after)
  expect(await one.check()).toBe(false)
  expect(log.wake).toBe(15 * MINUTE)
  vi.advanceTimersByTime(log.wake)
  expect(await one.check()).toBe(true)
})

it('[TE2] ends after its time, also while it is open; others never do', async () => {
  const { w } = whisper()
  vi.advanceTimersByTime(31 * 24 * 60 * MINUTE)
  expect(await lapse(w).one.check()).toBe(true)
  const other = world()
  other.say(other.join(), 'to keep')
  vi.advanceTimersByTime(31 * 24 * 60 * MINUTE)
  expect(await lapse(other).one.check()).toBe(false)
})

it('[TE3] once kept it is like any other', async () => {
  const { w, ann, id, reply } = whisper()
  await w.model.say('hm')
  await w.model.end()
  w.frame(ann, { t: 'keep' })
  expect(ann.frames.at(-1)).toEqual({ t: 'kept', title: 'psst' })
  expect(w.store.untold).toBe(true)
  expect(newsOf(w.store)!.news.texts.map((text) => text.id)).toEqual([id, reply])
  w.leave(ann)
  vi.advanceTimersByTime(60 * MINUTE)
  expect(await lapse(w).one.check()).toBe(false)
})
