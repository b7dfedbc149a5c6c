import { expect, it } from 'vitest'
import { textOf } from '../../src/shared/parts.ts'
import type { ServerFrame } from '../../src/shared/protocol.ts'
import { PICK, type Played, type Reader, type World, world } from './harness.ts'

/** A conversation of `turns` exchanges of about 100 tokens each. */
async function long(w: World, ann: Reader, turns: number): Promise<string> {
  let parent: string | null = null
  for (let n = 0; n < turns; n++) {
    const { reply } = w.say(ann, `q${n} ${'x'.repeat(196)}`, parent)
    await w.model.end([
      { kind: 'text', text: `a${n} ${'y'.repeat(196)}` },
      { kind: 'end', why: 'stop' },
    ])
    parent = reply
  }
  return parent as string
}

function ask(w: World, ann: Reader, leaf: string | null, pick = PICK) {
  w.frame(ann, { t: 'context', leaf, pick })
  const told = ann.frames.at(-1) as Extract<ServerFrame, { t: 'context' }>
  expect(told.t).toBe('context')
  return told.use
}

const turnsOf = (model: Played) =>
  model.calls.at(-1)!.call.turns.map(({ parts }) => textOf(parts).slice(0, 2))

it('[CX1] what is shown is what is sent', async () => {
  const w = world()
  const ann = w.join()
  const leaf = await long(w, ann, 4)
  const whole = ask(w, ann, leaf)
  expect(whole).toMatchObject({ instructions: 0, summary: 0, files: 0, left: 0, first: null, by: 'usual' })
  expect(whole.recent + whole.earlier).toBe(8 * 50)
  w.frame(ann, { t: 'setup', setup: { instructions: 'z'.repeat(80), options: { contextTokens: 256 } } })
  const use = ask(w, ann, leaf)
  expect(use).toMatchObject({ instructions: 20, recent: 200, earlier: 0, budget: 256, by: 'setup', left: 4 })
  const first = w.store.message(use.first as string)
  expect(textOf(first!.parts).slice(0, 2)).toBe('q2')
  w.say(ann, 'go', leaf)
  expect(turnsOf(w.model)).toEqual(['q2', 'a2', 'q3', 'a3', 'go'])
})

it('[CX1] the window of a model that is known to be smaller is not exceeded', async () => {
  const w = world({ facts: () => ({ context: 128_000 }) })
  const ann = w.join()
  const leaf = await long(w, ann, 1)
  w.frame(ann, { t: 'setup', setup: { options: { contextTokens: 500_000, maxTokens: 1000 } } })
  const use = ask(w, ann, leaf, { endpoint: 'openAI', model: 'gpt-4o' })
  expect(use).toMatchObject({ window: 128_000, budget: 127_000, by: 'window' })
})

it('[CX1] somebody else is told nothing', async () => {
  const w = world()
  const leaf = await long(w, w.join(), 1)
  const bob = w.join({ user: 'bob', sid: 'b', role: 'USER' })
  w.frame(bob, { t: 'context', leaf, pick: PICK })
  expect(bob.frames).toEqual([])
})
