/** [EA1] Models that are asked before their question is written. */
import { expect, test } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { ANN, BOB, PICK, settle, stored, world } from './harness.ts'

const sending = (text: string, parent: string | null = null) => ({
  id: newId(),
  reply: newId(),
  parent,
  parts: [{ type: 'text' as const, text }],
  pick: PICK,
})

/** Until everything that was asked early has left. What waits for a timer now comes before the second one of ours. */
const left = async () => {
  for (let n = 0; n < 3; n++) await new Promise((done) => setTimeout(done, 2))
  await settle()
}

test('[EA1] the model is asked before the question is stored, once, and answers into it', async () => {
  const w = world({ gated: true })
  const ann = w.join()
  const { reply } = w.say(ann, 'hello')
  expect(w.model.calls).toHaveLength(1)
  expect(w.store.head).toBeNull()
  await w.model.say('early ')
  await left()
  await w.model.say('bird')
  await w.model.end()
  expect(w.model.calls).toHaveLength(1)
  expect(w.store.message(reply)).toMatchObject({
    state: 'settled',
    parts: [{ type: 'text', text: 'early bird' }],
  })
  expect(stored(w.store)).toHaveLength(2)
  expect(ann.frames.map(({ t }) => t)).toEqual(['state', 'ack', 'd', 'd', 'd'])
})

test('[EA1] the second question is asked with what was said before it', async () => {
  const w = world({ gated: true })
  const ann = w.join()
  const first = w.say(ann, 'one')
  await left()
  await w.model.say('two')
  await w.model.end()
  w.say(ann, 'three', first.reply)
  expect(w.model.calls[1]?.call.turns.map(({ parts }) => parts)).toEqual([
    [{ type: 'text', text: 'one' }],
    [{ type: 'text', text: 'two' }],
    [{ type: 'text', text: 'three' }],
  ])
})

test('[EA1] instructions that come with the first message are among what is asked', async () => {
  const w = world({ gated: true })
  const ann = w.join()
  w.frame(ann, { t: 'send', ...sending('hello'), setup: { instructions: 'Be brief.' } })
  expect(w.model.calls[0]?.call.system).toBe('Be brief.')
})

test('[EA1] what is refused ends its request, and nothing is stored', async () => {
  const w = world({ gated: true })
  const ann = w.join()
  const bob = w.join(BOB)
  w.frame(bob, { t: 'send', ...sending('mine') })
  w.frame(ann, { t: 'send', ...sending('no, mine') })
  expect(w.model.calls).toHaveLength(2)
  await left()
  // [HS2] Bob was first: to Ann there is no conversation.
  expect(w.store.head?.owner).toBe('bob')
  expect(ann.closed?.code).toBe(4404)
  expect(w.model.calls.map(({ signal }) => signal.aborted)).toEqual([false, true])
  expect(stored(w.store)).toHaveLength(2)
})

test('[EA1] [SD1] the same message over two sockets at once is stored once and answered once', async () => {
  const w = world({ gated: true })
  const [one, two] = [w.join(), w.join()]
  const message = sending('hello')
  w.frame(one, { t: 'send', ...message })
  w.frame(two, { t: 'send', ...message })
  await left()
  expect(w.model.calls.filter(({ signal }) => !signal.aborted)).toHaveLength(1)
  expect([one, two].map((reader) => reader.frames.filter(({ t }) => t === 'ack').length)).toEqual([1, 1])
  expect(stored(w.store)).toHaveLength(2)
  const answered = w.model.calls.findIndex(({ signal }) => !signal.aborted)
  await w.model.say('once', answered)
  await w.model.end(undefined, answered)
  expect(two.messages.get(message.reply)?.parts).toEqual([{ type: 'text', text: 'once' }])
})

test('[EA1] [TU2] what is said after a message is taken after it: a stop stops its answer', async () => {
  const w = world({ gated: true })
  const ann = w.join()
  const message = sending('hello')
  w.frame(ann, { t: 'send', ...message })
  w.frame(ann, { t: 'stop', reply: message.reply })
  await left()
  expect(w.store.message(message.reply)?.state).toBe('stopped')
  expect(w.model.calls[0]?.signal.aborted).toBe(true)
})

test('[EA1] a message whose tab closed right after it is stored; one whose session was revoked is not', async () => {
  for (const over of [false, true]) {
    const w = world({ gated: true })
    const ann = w.join()
    w.frame(ann, { t: 'send', ...sending('goodbye') })
    if (over) w.sockets.revoke(ANN.user, ANN.sid)
    w.leave(ann)
    await left()
    expect(w.store.head === null).toBe(over)
    expect(w.model.calls[0]?.signal.aborted).toBe(over)
  }
})

test('[EA1] a request that fails is the failure of the answer', async () => {
  const w = world({ gated: true })
  const ann = w.join()
  const { reply } = w.say(ann, 'hello')
  await w.model.end([{ kind: 'fault', fault: { code: 'model_key' } }])
  await left()
  expect(w.store.message(reply)).toMatchObject({ state: 'failed', fault: { code: 'model_key' } })
})

test('[EA1] what cannot be written ends its request', async () => {
  const w = world({ gated: true })
  const ann = w.join()
  w.say(ann, 'hello')
  const full = new Error('disk full')
  w.sql.transaction = () => {
    throw full
  }
  const failed: unknown[] = []
  const note = (error: unknown) => failed.push(error)
  process.on('unhandledRejection', note)
  await left()
  process.off('unhandledRejection', note)
  expect(w.model.calls[0]?.signal.aborted).toBe(true)
  expect(w.store.head).toBeNull()
})
