/** A conversation in a project: what the project says goes to the model first, as it is when the model is asked. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { settleHome } from '../../src/durable/room/home.ts'
import type { Guidance } from '../../src/durable/rpc.ts'
import { newId } from '../../src/shared/ids.ts'
import { PICK, settle, world } from './harness.ts'

const PROJECT = newId()

function begin(guidance: (project: string) => Promise<Guidance | null>, rest = {}) {
  const asked: string[] = []
  const w = world({
    gated: true,
    guidance(project) {
      asked.push(project)
      return guidance(project)
    },
  })
  const ann = w.join()
  const [id, reply] = [newId(), newId()]
  const parts = [{ type: 'text', text: 'hello' }]
  w.frame(ann, { t: 'send', id, reply, parent: null, parts, pick: PICK, project: PROJECT, ...rest })
  return { w, ann, id, reply, asked }
}

const says = (instructions: string, clock = 1): Guidance => ({ project: PROJECT, clock, instructions })
const system = (w: ReturnType<typeof world>) => w.model.calls.at(-1)!.call.system

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('[PR1] the instructions of the project come before those of the conversation', async () => {
  const { w, asked } = begin(async () => says('Speak of the house.'), {
    setup: { instructions: 'Be brief.' },
  })
  await settle()
  expect(asked).toEqual([PROJECT])
  expect(system(w)).toBe('Speak of the house.\n\nBe brief.')
  expect(w.room.item()?.home).toBe(PROJECT)
})

it('[PR1] they hold as they are when the model is asked, also after the conversation was moved', async () => {
  let now = says('First.')
  const { w, ann, reply } = begin(async () => now)
  await settle()
  await w.model.end()
  now = says('Second.', 2)
  const more = w.say(ann, 'more', reply)
  await settle()
  expect(system(w)).toBe('Second.')
  await w.model.end()
  settleHome(w.store, { project: null, clock: 3 })
  const last = w.say(ann, 'and more', more.reply)
  await settle()
  expect(system(w)).toBeUndefined()
  await w.model.end()
  // What was told before that comes late, and changes nothing; also when it was only said again.
  settleHome(w.store, { project: null, clock: 9 })
  settleHome(w.store, says('First.', 8))
  settleHome(w.store, says('First.', 1))
  w.say(ann, 'and more', last.reply)
  await settle()
  expect(system(w)).toBeUndefined()
})

it('[PR1] a conversation in no project asks nobody', async () => {
  let asked = 0
  const w = world({
    guidance: async () => {
      asked++
      return null
    },
  })
  w.say(w.join(), 'hello')
  await settle()
  expect(w.model.calls).toHaveLength(1)
  expect(asked).toBe(0)
})

it('[PR2] instructions that cannot be had within two seconds hold as they were', async () => {
  let answer: () => Promise<Guidance | null> = async () => says('Known.')
  const { w, ann, reply } = begin(() => answer())
  await settle()
  await w.model.end()
  answer = () => new Promise(() => {})
  const more = w.say(ann, 'more', reply)
  await settle()
  expect(w.model.calls).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(2000)
  await settle()
  expect(system(w)).toBe('Known.')
  await w.model.end()
  answer = async () => {
    throw new Error('away')
  }
  w.say(ann, 'more', more.reply)
  await settle()
  expect(system(w)).toBe('Known.')
})

it('[PR2] an answer that is stopped while it waits for them asks no model', async () => {
  const { w, ann, reply } = begin(() => new Promise(() => {}))
  await settle()
  w.frame(ann, { t: 'stop', reply })
  await vi.advanceTimersByTimeAsync(3000)
  await settle()
  expect(w.model.calls).toHaveLength(0)
  expect(w.store.message(reply)?.state).toBe('stopped')
})
