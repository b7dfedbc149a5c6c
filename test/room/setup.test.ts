import { expect, it } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { ANN, PICK, world } from './harness.ts'

const SETUP = { instructions: 'Be brief.', options: { temperature: 0.2, maxTokens: 50 } }

function begin(setup = SETUP) {
  const w = world()
  const ann = w.join()
  const [id, reply] = [newId(), newId()]
  const parts = [{ type: 'text', text: 'hello' }]
  w.frame(ann, { t: 'send', id, reply, parent: null, parts, pick: PICK, setup })
  return { w, ann, id, reply }
}

it('[ST1] what comes with the first message holds for its answer', () => {
  const { w } = begin()
  expect(w.model.calls[0]!.call).toMatchObject({ system: 'Be brief.', options: SETUP.options })
  expect(w.store.head?.setup).toEqual(SETUP)
})

it('[ST1] what is set later holds from then on, and all who are there hear of it', async () => {
  const { w, ann, reply } = begin()
  await w.model.end([
    { kind: 'text', text: 'hi' },
    { kind: 'end', why: 'stop' },
  ])
  const away = w.join({ ...ANN, sid: 'away' })
  w.frame(ann, { t: 'setup', setup: { instructions: 'Be long.' } })
  expect(away.frames.at(-1)).toEqual({ t: 'setup', setup: { instructions: 'Be long.' } })
  w.say(ann, 'more', reply)
  const { call } = w.model.calls.at(-1)!
  expect(call.system).toBe('Be long.')
  expect(call.options).toBeUndefined()
  expect(w.join().frames[0]).toMatchObject({ setup: { instructions: 'Be long.' } })
})

it('[ST1] what no model could take is refused, and changes nothing', () => {
  const { w, ann } = begin()
  for (const setup of [{ options: { temperature: 9 } }, { instructions: 'x'.repeat(100_001) }, 'fast']) {
    w.frame(ann, { t: 'setup', setup })
    expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'bad_request' })
  }
  expect(w.store.head?.setup).toEqual(SETUP)
})

it('[ST1] fewer tokens of history are sent when that was asked for', async () => {
  const { w, ann, reply } = begin({ instructions: '', options: { contextTokens: 300 } } as never)
  await w.model.end([
    { kind: 'text', text: 'x'.repeat(2000) },
    { kind: 'end', why: 'stop' },
  ])
  w.say(ann, 'more', reply)
  expect(w.model.calls.at(-1)!.call.turns.map(({ role }) => role)).toEqual(['user'])
})
