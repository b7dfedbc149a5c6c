import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { textOf } from '../../src/shared/parts.ts'
import { ANN, PICK, settle, stored, world } from './harness.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('answers', () => {
  it('[DR1] the deltas a reader applied equal the stored reply', async () => {
    const w = world()
    const ann = w.join()
    const bob = w.join({ ...ANN, sid: 'ann-2' })
    const { reply } = w.say(ann, 'hi')
    await w.model.say([
      { kind: 'thinking', text: 'let me ' },
      { kind: 'thinking', text: 'see' },
      { kind: 'seal', signature: 'sig' },
      { kind: 'thinking', text: 'again' },
      { kind: 'text', text: 'An' },
    ])
    await w.model.say('swer 🌊')
    await w.model.say([{ kind: 'source', url: 'https://a.example/', title: 'A' }])
    await w.model.say('.')
    await w.model.end([
      { kind: 'usage', usage: { input: 3, output: 5 } },
      { kind: 'end', why: 'stop' },
    ])
    const message = w.store.message(reply)!
    expect(bob.messages.get(reply)).toEqual(message)
    expect(message.parts.map(({ type }) => type)).toEqual(['thinking', 'thinking', 'text', 'source', 'text'])
    expect(message).toMatchObject({ state: 'settled', why: 'stop', usage: { input: 3, output: 5 } })
  })

  it('[FO1] the first deltas leave in the tick they came, [FO2] and before any other frame', async () => {
    const w = world()
    const ann = w.join()
    for (let i = 0; i < 40; i++) w.join({ ...ANN, sid: `s${i}` })
    const { reply } = w.say(ann, 'hi')
    await w.model.say('first')
    expect(ann.frames.at(-1)).toMatchObject({ t: 'd', r: reply })
    await w.model.say(' second')
    expect(ann.frames.filter(({ t }) => t === 'd')).toHaveLength(1)
    w.room.rename(ANN, 'named')
    expect(ann.frames.slice(-2)).toMatchObject([{ t: 'd', d: [{ s: ' second' }] }, { t: 'title' }])
    await w.model.say(' third')
    await w.model.say(' fourth')
    vi.advanceTimersByTime(200)
    expect(ann.frames.at(-1)).toMatchObject({ t: 'd', d: [{ s: ' third fourth' }] })
  })

  it('[TU1] at most four answers are written at once, one turn a reply', async () => {
    const w = world()
    const ann = w.join()
    const { id } = w.say(ann, 'hi')
    const again = newId()
    w.frame(ann, { t: 'regenerate', of: id, reply: again, pick: PICK })
    w.frame(ann, { t: 'regenerate', of: id, reply: again, pick: PICK })
    expect(w.room.answers.drafts()).toHaveLength(2)
    for (let i = 0; i < 3; i++) w.frame(ann, { t: 'regenerate', of: id, reply: newId(), pick: PICK })
    expect(w.room.answers.drafts()).toHaveLength(4)
    expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'busy' })
  })

  it('[TU2] stop settles within one tick, keeps the text, and nothing comes after it', async () => {
    const w = world()
    const ann = w.join()
    const { reply } = w.say(ann, 'hi')
    await w.model.say([
      { kind: 'usage', usage: { input: 9, output: 1 } },
      { kind: 'text', text: 'so far' },
    ])
    w.frame(ann, { t: 'stop', reply })
    expect(w.store.message(reply)).toMatchObject({ state: 'stopped', usage: { input: 9, output: 1 } })
    expect(w.model.calls[0]!.signal.aborted).toBe(true)
    const frames = ann.frames.length
    await w.model.say(' too late')
    w.frame(ann, { t: 'stop', reply })
    await settle()
    expect(ann.frames).toHaveLength(frames)
    expect(textOf(w.store.message(reply)!.parts)).toBe('so far')
  })

  it('[TU3] a passing failure is retried, says so while it waits, and keeps to its budget', async () => {
    const w = world()
    const ann = w.join()
    const { reply } = w.say(ann, 'hi')
    const fault = {
      code: 'model_rate_limited',
      message: 'slow down',
      from: 'Test',
      retryAfterMs: 2000,
    } as const
    await w.model.end([{ kind: 'fault', fault }])
    expect(ann.frames.at(-1)).toMatchObject({ t: 'd', d: [{ k: 'wait', fault }] })
    expect(w.store.message(reply)!.state).toBe('open')
    await vi.advanceTimersByTimeAsync(2000)
    expect(w.model.calls).toHaveLength(2)
    await w.model.end([{ kind: 'fault', fault }])
    await vi.advanceTimersByTimeAsync(2000)
    await w.model.end([{ kind: 'fault', fault }])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(w.model.calls).toHaveLength(3)
    expect(w.store.message(reply)).toMatchObject({ state: 'failed', fault })
  })

  it.each([
    ['text was shown', 'model_unavailable', 'some text', 0],
    ['it is no passing failure', 'model_key', '', 0],
    ['the vendor asks for more patience than anybody has', 'model_rate_limited', '', 120_000],
  ] as const)('[TU3] nothing is retried when %s', async (_, code, text, retryAfterMs) => {
    const w = world()
    const { reply } = w.say(w.join(), 'hi')
    if (text) await w.model.say(text)
    await w.model.end([{ kind: 'fault', fault: { code, ...(retryAfterMs && { retryAfterMs }) } }])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(w.model.calls).toHaveLength(1)
    expect(w.store.message(reply)).toMatchObject({ state: 'failed', fault: { code } })
    expect(textOf(w.store.message(reply)!.parts)).toBe(text)
  })

  it('[TU3] a stop ends the wait', async () => {
    const w = world()
    const ann = w.join()
    const { reply } = w.say(ann, 'hi')
    await w.model.end([{ kind: 'fault', fault: { code: 'model_unavailable' } }])
    w.frame(ann, { t: 'stop', reply })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(w.model.calls).toHaveLength(1)
    expect(w.store.message(reply)!.state).toBe('stopped')
  })

  it('[TU4] silence is ended by the watchdog, before the first word and in mid-text', async () => {
    const w = world({ timings: { firstMs: 5000, idleMs: 3000 } })
    const ann = w.join()
    const one = w.say(ann, 'hi')
    await vi.advanceTimersByTimeAsync(4000)
    expect(w.store.message(one.reply)!.state).toBe('open')
    await vi.advanceTimersByTimeAsync(3000)
    expect(w.store.message(one.reply)).toMatchObject({ state: 'failed', fault: { code: 'model_stalled' } })
    const two = w.say(ann, 'hi')
    await w.model.say('half')
    await vi.advanceTimersByTimeAsync(6000)
    expect(w.store.message(two.reply)).toMatchObject({ state: 'failed', parts: [{ text: 'half' }] })
    expect(w.model.calls[1]!.signal.aborted).toBe(true)
  })

  it('[TU4] a stream that just ends was cut', async () => {
    const w = world()
    const { reply } = w.say(w.join(), 'hi')
    await w.model.say('half a sen')
    await w.model.end([])
    expect(w.store.message(reply)).toMatchObject({ state: 'failed', fault: { code: 'model_cut' } })
  })

  it('a reply that never ends is cut at its bound', async () => {
    const w = world()
    const { reply } = w.say(w.join(), 'hi')
    const text = 'x'.repeat(100_000)
    for (let i = 0; i < 6; i++) await w.model.say(text)
    expect(w.store.message(reply)).toMatchObject({ state: 'settled', why: 'length' })
    expect(textOf(w.store.message(reply)!.parts)).toHaveLength(500_000)
  })

  it('[TI1] is named by its first words, then by the model, and by a person for good', async () => {
    const w = world({ titles: true })
    const ann = w.join()
    const { reply } = w.say(ann, '# How do *tides* work, and why are there two of them every single day?')
    expect(w.store.head!.title).toBe('How do tides work, and why are there two of them every…')
    await w.model.say('The moon.')
    await w.model.end()
    await w.model.say('"Why tides come ')
    await w.model.end([
      { kind: 'text', text: 'twice."' },
      { kind: 'end', why: 'stop' },
    ])
    expect(w.store.head!.title).toBe('Why tides come twice')
    expect(ann.frames.at(-1)).toEqual({ t: 'title', title: 'Why tides come twice' })
    w.room.rename(ANN, 'Mine')
    w.say(ann, 'more', reply)
    await w.model.end()
    expect([w.store.head!.title, w.model.calls.length]).toEqual(['Mine', 3])
  })
})

describe('a name as the operator wants it', () => {
  it('[TI2] comes from the first message, with the words of the operator', async () => {
    const prompt = 'Name this, in Latin: {convo}'
    const w = world({ titles: { immediate: true, prompt, template: '<{input}> <{output}>' } })
    w.say(w.join(), 'hello')
    expect(textOf(w.model.calls[0]!.call.turns[0]!.parts)).toContain('hello')
    expect(textOf(w.model.calls[1]!.call.turns[0]!.parts)).toBe('Name this, in Latin: <hello> <>')
    await w.model.end(
      [
        { kind: 'text', text: 'Salve' },
        { kind: 'end', why: 'stop' },
      ],
      1,
    )
    expect(w.store.head!.title).toBe('Salve')
    await w.model.end([{ kind: 'end', why: 'stop' }], 0)
    expect(w.model.calls).toHaveLength(2)
  })
})

describe('after a crash', () => {
  it('[RC1] an open reply becomes interrupted with the text of its last snapshot, and can go on', async () => {
    const w = world()
    const { reply } = w.say(w.join(), 'hi')
    await w.model.say('saved')
    await vi.advanceTimersByTimeAsync(1000)
    await w.model.say(' and lost')
    const after = world({ sql: w.sql })
    const ann = after.join()
    expect(ann.messages.get(reply)).toMatchObject({ state: 'interrupted', parts: [{ text: 'saved' }] })
    after.frame(ann, { t: 'continue', reply })
    await after.model.end([
      { kind: 'text', text: ', and done' },
      { kind: 'end', why: 'stop' },
    ])
    expect(stored(after.store)).toHaveLength(2)
    expect(after.store.message(reply)).toMatchObject({
      state: 'settled',
      parts: [{ text: 'saved, and done' }],
    })
  })

  it('[RC2] a message sent again after the crash is not doubled', () => {
    const w = world()
    const frame = {
      t: 'send',
      id: newId(),
      reply: newId(),
      parent: null,
      parts: [{ type: 'text', text: 'hi' }],
      pick: PICK,
    }
    w.frame(w.join(), frame)
    const after = world({ sql: w.sql })
    const ann = after.join()
    after.frame(ann, frame)
    expect(ann.frames.at(-1)).toMatchObject({ t: 'ack', id: frame.id })
    expect(stored(after.store)).toHaveLength(2)
    expect(after.model.calls).toHaveLength(0)
  })
})
