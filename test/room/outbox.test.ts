import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Outbox } from '../../src/durable/room/outbox.ts'
import { migrate } from '../../src/durable/sql.ts'
import { Library } from '../../src/durable/user/library.ts'
import { SCHEMA } from '../../src/durable/user/schema.ts'
import type { ConversationItem } from '../../src/shared/conversation.ts'
import { nodeSql } from '../support/sql.ts'
import { ANN, settle, world } from './harness.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function post(
  w: ReturnType<typeof world>,
  deliver: (version: number, item: ConversationItem) => Promise<void>,
) {
  const woken: number[] = []
  const outbox = new Outbox({
    store: w.store,
    item: () => w.room.item(),
    send: async (version, item) => {
      await deliver(version, item)
      return { project: null, clock: 0 }
    },
    spend: async () => {},
    wakeIn: (ms) => woken.push(ms),
    background: () => {},
  })
  return { outbox, woken }
}

it('[OB1] what could not be told is told later, once, as it is then', async () => {
  const w = world()
  const ann = w.join()
  const told: [number, string | null][] = []
  let reachable = false
  const { outbox, woken } = post(w, async (version, item) => {
    if (!reachable) throw new Error('away')
    told.push([version, item.title])
  })
  const { reply } = w.say(ann, 'first words')
  outbox.tell(false)
  await settle()
  expect([told, woken]).toEqual([[], [5000]])
  await w.model.end()
  w.room.rename(ANN, 'renamed')
  reachable = true
  outbox.tell(false)
  await settle()
  expect(told).toEqual([[w.store.head!.version, 'renamed']])
  outbox.tell(false)
  await settle()
  expect(told).toHaveLength(1)
  // A restart in between does not lose it either.
  w.say(ann, 'again', reply)
  const after = world({ sql: w.sql })
  const again = post(after, async (version, item) => {
    told.push([version, item.title])
  })
  again.outbox.tell(false)
  await settle()
  expect(told).toHaveLength(2)
})

it('[OB1] a turn that ends within the moment tells once', async () => {
  const w = world()
  const told: boolean[] = []
  const { outbox } = post(w, async (_, item) => {
    told.push(item.running)
  })
  w.say(w.join(), 'hi')
  outbox.tell(true)
  await vi.advanceTimersByTimeAsync(100)
  await w.model.end()
  outbox.tell(false)
  await vi.advanceTimersByTimeAsync(1000)
  expect(told).toEqual([false])
})

it('[OB1] news that comes late or twice changes nothing', () => {
  const sql = nodeSql()
  migrate(sql, SCHEMA)
  const library = new Library(sql)
  const item = (title: string): ConversationItem => ({
    id: '01a1fbc1-01ed-7459-a905-bda4ddae6a33',
    title,
    pick: null,
    created: 1,
    updated: 2,
    running: false,
  })
  expect(library.settle(item('').id, 2, item('new'), 5)).toMatchObject({ clock: 1 })
  expect(library.settle(item('').id, 1, item('old'), 5)).toBeNull()
  expect(library.settle(item('').id, 2, item('new'), 5)).toBeNull()
  expect(library.page(undefined, 10)?.items.map(({ title }) => title)).toEqual(['new'])
  expect(library.settle(item('').id, 9, null, 5)).toMatchObject({ gone: item('').id })
  expect(library.settle(item('').id, 3, item('ghost'), 5)).toBeNull()
  expect(library.page(undefined, 10)?.items).toEqual([])
})
