/** What calls of models take, from the room to the person's object: counted once, whatever happens on the way. */
import { expect, it } from 'vitest'
import type { Chunk } from '../../src/durable/providers/spec.ts'
import { chargesOf, chargesTold } from '../../src/durable/room/charges.ts'
import type { Purse } from '../../src/durable/room/meter.ts'
import { Outbox } from '../../src/durable/room/outbox.ts'
import { migrate } from '../../src/durable/sql.ts'
import { Ledger } from '../../src/durable/user/ledger.ts'
import { SCHEMA } from '../../src/durable/user/schema.ts'
import { newId } from '../../src/shared/ids.ts'
import type { Charge } from '../../src/shared/ledger.ts'
import { nodeSql } from '../support/sql.ts'
import { PICK, Played, settle, type World, world } from './harness.ts'

const PRICE = { input: 1, output: 10, cacheRead: 0.1 }
const PURSE: Purse = { reserve: null, release: async () => {} }

/** A world whose model says that it was asked, as the gateway does. */
function counting(options: Parameters<typeof world>[0] = {}) {
  const model = new Played()
  const w = world({
    purse: PURSE,
    facts: () => ({ price: PRICE }),
    ask: (pick, call, signal) => {
      call.asked?.(pick)
      return model.ask(call, signal)
    },
    ...options,
  })
  return Object.assign(w, { model }) as World & { model: Played }
}

const used = (input: number, output: number): Chunk => ({ kind: 'usage', usage: { input, output } })
const STOP: Chunk = { kind: 'end', why: 'stop' }

it('[LE1] a call is written with the end of its answer, at the price of its model', async () => {
  const w = counting()
  const ann = w.join()
  const { reply } = w.say(ann, 'hello')
  await w.model.say('hi there')
  expect(chargesOf(w.store)).toEqual([])
  await w.model.end([{ kind: 'usage', usage: { input: 100, output: 20, cacheRead: 50 } }, STOP])
  expect(chargesOf(w.store)).toMatchObject([{ kind: 'answer', message: reply, ...PICK, cost: 50 + 5 + 200 }])
  expect(chargesOf(w.store)[0]).not.toHaveProperty('estimated')
})

it('[LE1] who stops an answer pays for what was used: the vendor’s figure, else the estimate', async () => {
  const w = counting()
  const ann = w.join()
  const first = w.say(ann, 'x'.repeat(400))
  await w.model.say('y'.repeat(80))
  w.frame(ann, { t: 'stop', reply: first.reply })
  await settle()
  expect(chargesOf(w.store)).toMatchObject([
    { usage: { input: 100, output: 20 }, estimated: true, cost: 300 },
  ])
  const second = w.say(ann, 'again', first.reply)
  await w.model.say([used(77, 1), { kind: 'text', text: 'z'.repeat(40) }])
  w.frame(ann, { t: 'stop', reply: second.reply })
  await settle()
  expect(chargesOf(w.store)[1]).toMatchObject({ usage: { input: 77, output: 10 }, estimated: true })
})

it('[LE1] a call that failed before anything came costs nothing; titles and summaries count', async () => {
  const w = counting({ titles: true })
  const ann = w.join()
  const failed = w.say(ann, 'hello')
  await w.model.end([{ kind: 'fault', fault: { code: 'model_key' } }])
  expect(chargesOf(w.store)).toEqual([])
  w.say(ann, 'hello', failed.reply)
  await w.model.end([{ kind: 'text', text: 'hi' }, used(10, 1), STOP])
  await w.model.end([{ kind: 'text', text: 'A title' }, used(30, 3), STOP])
  expect(chargesOf(w.store).map(({ kind, usage }) => [kind, usage.input])).toEqual([
    ['answer', 10],
    ['title', 30],
  ])
})

it('[LE1] of several who were asked for one answer, each pays for itself', async () => {
  const other = { endpoint: 'test', model: 'other' }
  const w = counting({
    ask: async function* (pick, call) {
      call.asked?.(pick)
      yield [used(5, 0)]
      call.asked?.(other)
      yield [{ kind: 'text', text: 'hi' }, used(6, 1), STOP]
    },
  })
  w.say(w.join(), 'hello')
  await settle()
  expect(chargesOf(w.store).map(({ model, usage }) => [model, usage.input])).toEqual([
    ['played', 5],
    ['other', 6],
  ])
})

it('[RC1] [LE1] what an answer used before the process died is not lost', async () => {
  const sql = nodeSql()
  const w = counting({ sql })
  w.say(w.join(), 'x'.repeat(40))
  await w.model.say('y'.repeat(40))
  w.room.answers.flush()
  expect(chargesOf(w.store)).toEqual([])
  const later = counting({ sql })
  expect(chargesOf(later.store)).toMatchObject([{ usage: { input: 10, output: 10 }, estimated: true }])
})

it('nothing is kept where nothing is to be kept', async () => {
  const w = counting({ purse: null })
  w.say(w.join(), 'hello')
  await w.model.end([{ kind: 'text', text: 'hi' }, used(10, 1), STOP])
  expect(chargesOf(w.store)).toEqual([])
})

function ledger() {
  const sql = nodeSql()
  sql.transaction(() => migrate(sql, SCHEMA))
  const made = new Ledger(sql, { kept: true, balance: null, cost: true, currency: { code: 'USD', rate: 1 } })
  const rows = () => sql.all<{ n: number; temporary: number }>('SELECT * FROM spent ORDER BY n')
  return { ledger: made, rows }
}

it('[LE2] whatever is told twice, late or half counts once', async () => {
  const w = counting()
  const ann = w.join()
  const { ledger: person, rows } = ledger()
  let way: 'lost' | 'unconfirmed' | 'fine' = 'lost'
  const outbox = () =>
    new Outbox({
      store: w.store,
      item: () => w.room.item(),
      send: async (_, __, news) => {
        if (way === 'lost') throw new Error('away')
        person.take('c', structuredClone(news?.charges ?? []), 0)
        if (way === 'unconfirmed') throw new Error('away')
        return { project: null, clock: 0 }
      },
      spend: async () => {},
      wakeIn: () => {},
      background: () => {},
    })
  let leaf: string | null = null
  for (const [n, next] of (['lost', 'unconfirmed', 'unconfirmed', 'fine', 'fine'] as const).entries()) {
    way = next
    leaf = w.say(ann, `q${n}`, leaf).reply
    await w.model.end([{ kind: 'text', text: 'a' }, used(n + 1, 1), STOP])
    outbox().tell(false)
    await settle()
  }
  expect(rows()).toHaveLength(5)
  expect(chargesOf(w.store)).toEqual([])
  expect(person.report({ days: 1, zone: 0 }, Date.now()).total).toMatchObject({
    calls: 5,
    input: 15,
    output: 5,
  })
})

it('[LE2] of a temporary conversation the amounts are told, and nothing else; also as it is erased', async () => {
  const w = counting()
  const ann = w.join()
  const { ledger: person, rows } = ledger()
  const told: Charge[][] = []
  const outbox = new Outbox({
    store: w.store,
    item: () => w.room.item(),
    send: async () => expect.unreachable(),
    spend: async (charges) => {
      told.push(charges)
      person.take('c', charges, 0)
    },
    wakeIn: () => {},
    background: () => {},
  })
  const [id, reply] = [newId(), newId()]
  const parts = [{ type: 'text', text: 'secret words' }]
  w.frame(ann, { t: 'send', id, reply, parent: null, parts, pick: PICK, temporary: true })
  await w.model.end([{ kind: 'text', text: 'hidden' }, used(10, 1), STOP])
  outbox.tell(false)
  await settle()
  expect(rows()).toMatchObject([{ temporary: 1 }])
  expect(JSON.stringify(told)).not.toMatch(/secret|hidden/)
  expect(JSON.stringify([told, rows()])).not.toMatch(new RegExp(`${id}|${reply}|"c"`))
  w.frame(ann, { t: 'send', id: newId(), reply: newId(), parent: reply, parts, pick: PICK })
  await w.model.say('more')
  w.room.answers.stopAll()
  await outbox.close()
  expect(rows()).toHaveLength(2)
  const { conversations } = person.report({ days: 1, zone: 0 }, Date.now())
  expect(conversations).toMatchObject([{ id: null, title: null, calls: 2 }])
})

it('[LE3] credits are asked for before the call; what was not used is given back', async () => {
  const holds = new Map<string, number>()
  let granted = true
  const purse: Purse = {
    reserve: async (_, id, least, most) => {
      if (!granted) return { ok: false, fault: { code: 'no_credits', message: `${least}` } }
      holds.set(id, most)
      return { ok: true, value: null }
    },
    release: async (_, id) => void holds.delete(id),
  }
  const w = counting({ purse })
  const ann = w.join()
  const first = w.say(ann, 'x'.repeat(40))
  await settle()
  expect([...holds.values()]).toEqual([10 + 40_000])
  await w.model.end([{ kind: 'fault', fault: { code: 'model_key' } }])
  await settle()
  expect(holds.size).toBe(0)
  const second = w.say(ann, 'again', first.reply)
  await settle()
  await w.model.end([{ kind: 'text', text: 'hi' }, used(10, 1), STOP])
  expect(chargesOf(w.store)).toMatchObject([{ hold: [...holds.keys()][0] }])
  chargesTold(w.store, chargesOf(w.store))
  granted = false
  const calls = w.model.calls.length
  const third = w.say(ann, 'more', second.reply)
  await settle()
  expect(w.store.message(third.reply)).toMatchObject({ state: 'failed', fault: { code: 'no_credits' } })
  expect(w.model.calls).toHaveLength(calls)
})

it('[LE2] a conversation that was erased and begun anew under the same names pays again', async () => {
  const { ledger: person, rows } = ledger()
  const [id, reply] = [newId(), newId()]
  for (let life = 0; life < 3; life++) {
    const w = counting()
    const ann = w.join()
    w.frame(ann, { t: 'send', id, reply, parent: null, parts: [{ type: 'text', text: 'hi' }], pick: PICK })
    await w.model.end([{ kind: 'text', text: 'a' }, used(100, 1), STOP])
    const charges = chargesOf(w.store)
    person.take('c', charges, 0)
    person.take('c', charges, 0)
    expect(rows()).toHaveLength(life + 1)
    await new Promise((next) => setTimeout(next, 5))
  }
})

it('[LE1] what a server says it used cannot fill anybody’s purse, nor break it', async () => {
  const w = counting()
  const ann = w.join()
  const { reply } = w.say(ann, 'hello')
  const usage = { input: -1e9, output: Number.NaN, cacheRead: -5, cacheWrite: 1e308, thinking: 1.5 }
  await w.model.end([{ kind: 'text', text: 'a' }, { kind: 'usage', usage }, STOP])
  const [charge] = chargesOf(w.store)
  expect(charge?.cost).toBeGreaterThanOrEqual(0)
  const whole = { input: 0, output: 0, cacheRead: 0, cacheWrite: 1_000_000_000, thinking: 2 }
  expect(charge?.usage).toEqual(whole)
  expect(w.store.message(reply)?.usage).toEqual(whole)
})
