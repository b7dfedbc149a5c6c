import { expect, it } from 'vitest'
import type { SummaryRules } from '../../src/durable/room/summary.ts'
import { newId } from '../../src/shared/ids.ts'
import { textOf } from '../../src/shared/parts.ts'
import { DOT_PNG, sizeOf } from '../support/pictures.ts'
import { PICK, type Reader, settle, type World, world } from './harness.ts'

const SETUP = { context: 'summarize', options: { contextTokens: 360 } }

/** A summary takes some steps more than an answer. */
async function rest(): Promise<void> {
  for (let n = 0; n < 5; n++) await settle()
}

/** `turns` exchanges of about 100 tokens each, the first of which brings the setup. */
async function begun(turns: number, setup: object = SETUP, summarizing: SummaryRules | null = null) {
  const w = world({ summarizing })
  const ann = w.join()
  const replies: string[] = []
  for (let n = 0; n < turns; n++) {
    const { reply } = w.say(ann, `q${n} ${'x'.repeat(196)}`, replies.at(-1) ?? null)
    if (n === 0) w.frame(ann, { t: 'setup', setup })
    await answer(w, `a${n} ${'y'.repeat(196)}`)
    replies.push(reply)
  }
  return { w, ann, replies }
}

async function answer(w: World, text: string): Promise<void> {
  await w.model.end([
    { kind: 'text', text },
    { kind: 'end', why: 'stop' },
  ])
  await rest()
}

const asked = (w: World) => w.model.calls.at(-1)!.call.turns.map(({ parts }) => textOf(parts))
const doings = (ann: Reader) =>
  ann.frames.flatMap((frame) =>
    frame.t === 'd' ? frame.d.flatMap((delta) => (delta.k === 'doing' ? [delta.what] : [])) : [],
  )

it('[SU1] what is too long is summarised before the answer, and the summary goes along instead', async () => {
  const { w, ann, replies } = await begun(3)
  const { reply } = w.say(ann, 'and now?', replies[2]!)
  await rest()
  const [request] = asked(w)
  expect(request).toMatch(/^Summarise the conversation below/)
  expect(request).toContain('User: q0')
  expect(request).not.toContain('q2')
  expect(doings(ann)).toEqual(['summary'])
  await answer(w, 'They spoke of x and y.')
  expect(doings(ann)).toEqual(['summary', 'asking'])
  const [first, ...others] = asked(w)
  expect(first).toContain('They spoke of x and y.')
  expect(others.join()).not.toContain('q0')
  expect(others.at(-1) ?? first).toContain('and now?')
  await answer(w, 'Now this.')
  const carrier = [...ann.messages.values()].find(({ summary }) => summary)
  expect(carrier).toMatchObject({ id: replies[1], summary: { text: 'They spoke of x and y.' } })
  expect(w.join().messages.get(replies[1]!)?.summary).toBeDefined()
  w.frame(ann, { t: 'context', leaf: reply, pick: PICK })
  expect(ann.frames.at(-1)).toMatchObject({ use: { left: 0, first: null } })
})

it('[SU1] the next one rests on the one before; a person can rewrite it and take it away', async () => {
  const { w, ann, replies } = await begun(3)
  const one = w.say(ann, `q3 ${'x'.repeat(400)}`, replies[2]!)
  await rest()
  // More than is read at once: the second request rests on what came of the first.
  await answer(w, 'HALF')
  expect(asked(w)[0]).toContain('Summary of what came before:\nHALF')
  await answer(w, 'FIRST')
  await answer(w, `a3 ${'y'.repeat(400)}`)
  w.frame(ann, { t: 'summary', id: replies[2], text: 'MINE' })
  expect(ann.messages.get(replies[2]!)?.summary).toMatchObject({ text: 'MINE', edited: expect.any(Number) })
  w.say(ann, `q4 ${'x'.repeat(400)}`, one.reply)
  await rest()
  expect(asked(w)[0]).toContain('Summary of what came before:\nMINE')
  expect(asked(w)[0]).not.toContain('q0')
  await answer(w, 'SECOND')
  expect(asked(w)[0]).toContain('SECOND')
  await answer(w, 'done')
  w.frame(ann, { t: 'summary', id: replies[2], text: null })
  expect(ann.messages.get(replies[2]!)?.summary).toBeUndefined()
  w.frame(ann, { t: 'summary', id: replies[0], text: 'none here' })
  expect(ann.frames.at(-1)).toMatchObject({ t: 'error' })
})

it('[SU1] a branch that does not lead through it has nothing of it', async () => {
  const { w, ann, replies } = await begun(3)
  w.say(ann, 'and now?', replies[2]!)
  await rest()
  await answer(w, 'SUMMARY')
  await answer(w, 'done')
  w.say(ann, 'elsewhere', replies[0]!)
  await rest()
  expect(asked(w).join()).not.toContain('SUMMARY')
  expect(asked(w)[0]).toContain('q0')
})

it('[SU1] one that fails is told: the oldest are left out, and the answer keeps that in mind', async () => {
  const { w, ann, replies } = await begun(3)
  const { reply } = w.say(ann, 'and now?', replies[2]!)
  await rest()
  await w.model.end([{ kind: 'fault', fault: { code: 'model_unavailable' } }])
  await rest()
  expect(doings(ann)).toEqual(['summary', 'unsummarized'])
  expect(asked(w).at(-1)).toBe('and now?')
  await answer(w, 'done')
  expect(w.store.message(reply)).toMatchObject({ state: 'settled', unsummarized: true })
})

it('[SU1] [TU2] a stop ends it, and the model is not asked', async () => {
  const { w, ann, replies } = await begun(3)
  const { reply } = w.say(ann, 'and now?', replies[2]!)
  await rest()
  const calls = w.model.calls.length
  w.frame(ann, { t: 'stop', reply })
  await rest()
  expect(w.model.calls.at(-1)!.signal.aborted).toBe(true)
  expect(w.model.calls.length).toBe(calls)
  expect(w.store.message(reply)?.state).toBe('stopped')
  expect([...ann.messages.values()].some(({ summary }) => summary)).toBe(false)
})

it('[SU1] it can be asked for at any time; nobody else may', async () => {
  const { w, ann, replies } = await begun(3, {})
  w.frame(ann, { t: 'summarize', leaf: replies[2], pick: PICK })
  expect(ann.frames.at(-1)).toEqual({ t: 'summarizing', on: true })
  await rest()
  expect(asked(w)[0]).toContain('User: q1')
  await answer(w, 'ALL')
  expect(ann.frames.at(-1)).toEqual({ t: 'summarizing', on: false })
  expect(ann.messages.get(replies[1]!)?.summary?.text).toBe('ALL')
  const calls = w.model.calls.length
  w.frame(ann, { t: 'summarize', leaf: replies[2], pick: PICK })
  expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'conflict' })
  expect(w.model.calls.length).toBe(calls)
})

it('[SU1] without the wish for it, the oldest are left out', async () => {
  const { w, ann, replies } = await begun(3, { options: { contextTokens: 300 } })
  w.say(ann, 'and now?', replies[2]!)
  await rest()
  expect(asked(w)[0]).toMatch(/^q1/)
})

it('[SU1] [CM1] answers beside each other wait for one summary; one that gives up does not take it from the others', async () => {
  const { w, ann, replies } = await begun(3)
  const [id, reply, other] = [newId(), newId(), newId()]
  const parts = [{ type: 'text', text: 'all of you' }]
  const calls = w.model.calls.length
  const also = [{ reply: other, pick: PICK }]
  w.frame(ann, { t: 'send', id, reply, parent: replies[2], parts, pick: PICK, also })
  await rest()
  expect(w.model.calls.length).toBe(calls + 1)
  w.frame(ann, { t: 'stop', reply })
  await rest()
  await answer(w, 'ONE')
  expect(asked(w)[0]).toContain('ONE')
  await answer(w, 'done')
  expect(w.store.message(other)).toMatchObject({ state: 'settled' })
  expect(w.store.message(other)?.unsummarized).toBeUndefined()
})

it('[HB1] [SU1] what was held back is in no summary', async () => {
  const { w, ann, replies } = await begun(2)
  const { reply } = w.say(ann, `a secret ${'s'.repeat(200)}`, replies[1]!)
  await rest()
  await w.model.end([{ kind: 'fault', fault: { code: 'filtered' } }])
  await rest()
  expect(w.store.message(reply)?.fault?.code).toBe('filtered')
  const next = w.say(ann, `q3 ${'x'.repeat(196)}`, reply).reply
  await rest()
  for (let n = 0; n < 6 && w.store.message(next)?.state === 'open'; n++) await answer(w, 'In short.')
  w.frame(ann, { t: 'summarize', leaf: w.say(ann, 'go on', next).reply, pick: PICK })
  for (let n = 0; n < 6; n++) await answer(w, 'In short.')
  const summaries = w.model.calls.filter(({ call }) => call.purpose === 'summary')
  expect(summaries.length).toBeGreaterThan(0)
  expect(JSON.stringify(summaries.map(({ call }) => call))).not.toContain('a secret')
})

it('[SU1] an operator says when, by whom and how, and it is the usual way then', async () => {
  const rules: SummaryRules = {
    off: false,
    by: { endpoint: 'Small', model: 'tiny' },
    prompt: 'Say it briefly.',
    trigger: { type: 'token_ratio', value: 0.05 },
    turns: 1,
    kept: 1,
    most: 50,
  }
  const { w, ann, replies } = await begun(2, { options: { contextTokens: 3000 } }, rules)
  w.say(ann, 'and now?', replies[1]!)
  await rest()
  const { call } = w.model.calls.at(-1)!
  expect(call).toMatchObject({ model: 'tiny', maxTokens: 50, purpose: 'summary' })
  expect(asked(w)[0]).toMatch(/^Say it briefly\.\n\nConversation:\nUser: q0/)
  expect(asked(w)[0]).not.toContain('q1')
})

it('[SU1] where the operator wants none, there are none', async () => {
  const { w, ann, replies } = await begun(3, SETUP, { off: true })
  w.frame(ann, { t: 'summarize', leaf: replies[2], pick: PICK })
  expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'forbidden' })
  w.say(ann, 'and now?', replies[2]!)
  await rest()
  expect(asked(w).join()).not.toMatch(/Summarise/)
})

it('[SU1] pictures take room too: what is left out because of them is all in the summary', async () => {
  const w = world()
  const ann = w.join()
  let parent: string | null = null
  for (let n = 0; n < 6; n++) {
    const [id, reply, file] = [newId(), newId(), newId()]
    w.frame(ann, { t: 'file', id: file, at: 0, text: DOT_PNG })
    const dot = {
      type: 'file',
      id: file,
      name: `${n}.png`,
      mime: 'image/png',
      size: sizeOf(DOT_PNG),
      preview: '',
    }
    const parts = [{ type: 'text', text: `q${n}` }, dot]
    w.frame(ann, { t: 'send', id, reply, parent, parts, pick: PICK })
    await answer(w, `a${n}`)
    parent = reply
  }
  w.frame(ann, { t: 'setup', setup: { context: 'summarize', options: { contextTokens: 7000 } } })
  w.say(ann, 'and now?', parent)
  await rest()
  const [request] = asked(w)
  for (const said of ['q0', 'q1', 'q2', 'q3']) expect(request).toContain(`User: ${said}`)
  expect(request).not.toContain('User: q5')
})
