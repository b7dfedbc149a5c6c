/** What the operator has switched off. */
import { expect, it, vi } from 'vitest'
import { barsAsked } from '../../src/durable/gateway/bars.ts'
import { newId } from '../../src/shared/ids.ts'
import { interfaceOf } from '../../src/shared/interface.ts'
import { ANN, PICK, settle, world } from './harness.ts'

const OFF = { temporaryChat: false, multiConvo: false, parameters: false, presets: false, feedback: false }

it('[UI1] what is switched off is refused before a model is asked', async () => {
  const may = interfaceOf({ interface: { ...OFF, retentionMode: 'temporary' } })
  let asked = 0
  const w = world({
    gated: true,
    bars: (what) => barsAsked(may, what),
    async *ask() {
      asked++
      yield [{ kind: 'end' as const, why: 'stop' as const }]
    },
  })
  const ann = w.join()
  const parts = [{ type: 'text', text: 'hi' }]
  const send = (more: object) => {
    const frame = { t: 'send', id: newId(), reply: newId(), parent: null, parts, pick: PICK, ...more }
    w.frame(ann, frame)
    return frame
  }
  const also = [{ reply: newId(), pick: PICK }]
  for (const more of [{ temporary: true }, { also }, { setup: { options: { seed: 1 } } }]) {
    const { id } = send(more)
    await settle()
    expect(ann.frames.at(-1), JSON.stringify(more)).toMatchObject({ t: 'error', code: 'forbidden', re: id })
    expect(w.room.send(ANN, { ...send(more), parent: null } as never)).toMatchObject({ ok: false })
  }
  expect(w.store.head).toBeNull()
  expect(asked).toBe(0)
  const { id } = send({ setup: { instructions: 'Be brief.' } })
  await vi.waitFor(() => expect(w.store.message(id)).toBeDefined())
  w.frame(ann, { t: 'setup', setup: { options: { seed: 1 } } })
  expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'forbidden' })
  const answer = w.store.message(id) && [...w.room.window(w.store.leaf(ANN.user)).path].at(-1)
  w.frame(ann, { t: 'feedback', id: answer?.id, feedback: { rating: 'up' } })
  expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'forbidden' })
  w.frame(ann, { t: 'regenerate', of: id, reply: newId(), pick: PICK, also })
  expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'forbidden' })
})

it('[UI2] who has not accepted the terms asks no model, by whatever frame, and can read', async () => {
  const w = world()
  const ann = w.join()
  const { id, reply } = w.say(ann, 'before there were terms')
  await settle()
  await w.model.end([
    { kind: 'text', text: 'yes' },
    { kind: 'end', why: 'stop' },
  ])
  await settle()
  const asked = w.model.calls.length
  const bound = w.join({ ...ANN, barred: 'terms' })
  expect(bound.messages.get(reply)).toBeDefined()
  const [other, again] = [newId(), newId()]
  const parts = [{ type: 'text', text: 'hi' }]
  const frames = [
    { t: 'send', id: other, reply: again, parent: reply, parts, pick: PICK },
    { t: 'regenerate', of: id, reply: again, pick: PICK },
    { t: 'continue', reply, pick: PICK },
    { t: 'summarize', leaf: reply, pick: PICK },
    { t: 'queue-run' },
  ]
  for (const frame of frames) {
    w.frame(bound, frame)
    await settle()
    expect(bound.frames.at(-1), frame.t).toMatchObject({ t: 'error', code: 'terms' })
  }
  const message = { id: other, reply: again, parent: reply, parts, pick: PICK } as never
  const gated = world({ gated: true }).room
  const first = { ...(message as object), parent: null } as never
  expect(gated.hasten({ ...ANN, barred: 'terms' }, first)).toBeNull()
  const early = gated.hasten(ANN, first)
  expect(early).not.toBeNull()
  early?.drop()
  expect(w.room.send({ ...ANN, barred: 'terms' }, message)).toMatchObject({ fault: { code: 'terms' } })
  expect(w.model.calls).toHaveLength(asked)
})
