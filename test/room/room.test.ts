import { describe, expect, it } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { textOf } from '../../src/shared/parts.ts'
import { ANN, BOB, PICK, Reader, settle, stored, world } from './harness.ts'

describe('who', () => {
  it('[HS2] closes a stranger before any content, also when the conversation was begun after the socket', async () => {
    const w = world()
    const early = w.join(BOB)
    const ann = w.join(ANN)
    w.say(ann, 'mine')
    w.frame(early, { t: 'hello', since: 0 })
    expect(early.closed?.code).toBe(4404)
    expect(JSON.stringify(early.frames)).not.toContain('mine')
    const late = w.join(BOB)
    expect(late.closed?.code).toBe(4404)
    expect(late.frames).toEqual([])
  })

  it('[HS2] tells a stranger who waits nothing of what is written', async () => {
    const w = world()
    const early = w.join(BOB)
    w.say(w.join(ANN), 'secret')
    await w.model.say('hidden')
    expect(JSON.stringify(early.frames)).not.toMatch(/secret|hidden/)
  })

  it('[AC1] revoking closes the sockets of one session, or all', () => {
    const w = world()
    const one = w.join(ANN)
    const two = w.join({ ...ANN, sid: 'ann-2' })
    w.sockets.revoke('ann', 'ann-2')
    expect([one.closed, two.closed?.code]).toEqual([null, 4401])
    w.sockets.revoke('ann', null)
    expect(one.closed?.code).toBe(4401)
  })

  it('[AC2] an unknown conversation leaves no trace until its first message', () => {
    const w = world()
    const ann = w.join()
    w.frame(ann, { t: 'stop', reply: newId() })
    w.frame(ann, { t: 'select', id: newId() })
    w.frame(ann, { t: 'page', from: newId() })
    expect(w.sql.all('SELECT name FROM sqlite_master')).toEqual([])
    w.say(ann, 'hello')
    expect(w.store.head?.owner).toBe('ann')
  })
})

describe('reading', () => {
  it('[HS1] hello answers in one frame: the window, then only what changed', async () => {
    const w = world()
    const ann = w.join()
    w.say(ann, 'one')
    await w.model.say('partial')
    const second = w.join()
    expect(second.frames).toHaveLength(1)
    expect(second.frames[0]).toMatchObject({ t: 'state', leaf: ann.leaf ?? second.leaf })
    expect(textOf([...second.messages.values()].at(-1)!.parts)).toBe('partial')
    w.leave(second)
    await w.model.say(' and more')
    second.frames.length = 0
    w.join(ANN, second.clock, second)
    expect(second.frames).toHaveLength(1)
    expect(second.frames[0]).toMatchObject({
      t: 'since',
      messages: [],
      tails: [{ d: [{ k: 'text', s: ' and more' }] }],
    })
  })

  it('[HS3] a session is sent nothing before its hello', async () => {
    const w = world()
    const ann = w.join()
    const mute = new Reader(ANN)
    w.sockets.open(mute)
    w.say(ann, 'hi')
    await w.model.say('hey')
    expect(mute.frames).toEqual([])
  })

  it('[WI1] a long conversation is read in windows', async () => {
    const w = world()
    const ann = w.join()
    let parent: string | null = null
    for (let i = 0; i < 100; i++) {
      parent = w.say(ann, `message ${i}`, parent).reply
      await w.model.end()
    }
    const late = w.join()
    expect(late.messages.size).toBe(60)
    const oldest = [...late.messages.values()][0]!
    w.frame(late, { t: 'page', from: oldest.parent! })
    expect(late.messages.size).toBe(120)
    // In the middle: as many below it as were asked for, and it is in the window whatever the others weigh.
    const path = stored(w.store)
    w.frame(late, { t: 'page', from: path[40]!.id, below: 30 })
    const middle = late.frames.at(-1)
    if (middle?.t !== 'page') throw new Error('no page')
    expect(middle.of).toBe(path[40]!.id)
    expect(middle.window.path.map(({ id }) => id)).toEqual(path.slice(11, 71).map(({ id }) => id))
    w.frame(late, { t: 'page', from: path.at(-2)!.id, below: 30 })
    expect(late.frames.at(-1)).toMatchObject({ of: path.at(-2)!.id })
    const fat = 'x'.repeat(400_000)
    parent = w.say(ann, fat, parent).reply
    await w.model.say(fat)
    await w.model.end()
    parent = w.say(ann, fat, parent).reply
    await w.model.end()
    expect(w.join().messages.size).toBe(3)
  })

  it('[BR1] the chosen branch is stored, also across a restart, and told to all devices', async () => {
    const w = world()
    const a = w.join()
    const b = w.join({ ...ANN, sid: 'ann-2' })
    const one = w.say(a, 'first')
    await w.model.end()
    const below = w.say(a, 'deeper', one.reply)
    await w.model.end()
    const two = w.say(a, 'second')
    await w.model.end()
    expect(b.leaf).toBe(two.reply)
    w.frame(a, { t: 'select', id: one.id })
    expect([a.leaf, b.leaf]).toEqual([below.reply, below.reply])
    const again = world({ sql: w.sql })
    expect(again.join().leaf).toBe(below.reply)
    again.say(again.join(), 'more', below.reply)
    expect(again.join().leaf).not.toBe(below.reply)
  })

  it('[BR1] siblings are listed in the order they were made', async () => {
    const w = world()
    const ann = w.join()
    const one = w.say(ann, 'question')
    await w.model.end()
    const replies = [one.reply]
    for (let i = 0; i < 2; i++) {
      const reply = newId()
      replies.push(reply)
      w.frame(ann, { t: 'regenerate', of: one.id, reply, pick: PICK })
      await w.model.end()
    }
    const state = w.join().frames[0]
    expect(state).toMatchObject({ t: 'state', leaf: replies[2], window: { kids: { [one.id]: replies } } })
  })
})

describe('writing', () => {
  it('[SD1] the same send twice is one message, acknowledged twice', async () => {
    const w = world()
    const ann = w.join()
    const frame = {
      t: 'send',
      id: newId(),
      reply: newId(),
      parent: null,
      parts: [{ type: 'text', text: 'hi' }],
      pick: PICK,
    }
    w.frame(ann, frame)
    w.frame(ann, frame)
    await settle()
    expect(stored(w.store)).toHaveLength(2)
    expect(ann.frames.filter(({ t }) => t === 'ack')).toHaveLength(2)
    expect(w.model.calls).toHaveLength(1)
  })

  it('[SD1] who asks again with another reply id hears of the one that is being written', async () => {
    const w = world()
    const { id, reply } = w.say(w.join(), 'hi')
    const parts = [{ type: 'text' as const, text: 'hi' }]
    expect(w.room.send(ANN, { id, reply: newId(), parts, pick: PICK })).toEqual({
      ok: true,
      value: { id, reply },
    })
  })

  it('[SD2] a parent outside this tree is refused, and so is a message without words', async () => {
    const w = world()
    const ann = w.join()
    w.say(ann, 'hi')
    await w.model.end()
    const clock = w.store.clock
    w.say(ann, 'lost', newId())
    w.say(ann, '   ', null)
    expect(ann.frames.slice(-2)).toMatchObject([
      { t: 'error', code: 'bad_request' },
      { t: 'error', code: 'bad_request' },
    ])
    expect(w.store.clock).toBe(clock)
  })

  it('[SD3] a message after an answer in progress is refused as busy', async () => {
    const w = world()
    const ann = w.join()
    const { reply } = w.say(ann, 'hi')
    const { id } = w.say(ann, 'and', reply)
    expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'busy', re: id })
  })

  it('[ST1] each fact advances the clock once, a snapshot not at all', async () => {
    const w = world()
    const ann = w.join()
    w.say(ann, 'hi')
    expect(w.store.clock).toBe(1)
    await w.model.say('text')
    w.room.answers.flush()
    expect(w.store.clock).toBe(1)
    await w.model.end()
    expect(w.store.clock).toBe(2)
  })

  it('[CO1] a stopped answer goes on in place, and not when something follows it', async () => {
    const w = world()
    const ann = w.join()
    const { reply } = w.say(ann, 'count')
    await w.model.say('one two')
    w.frame(ann, { t: 'stop', reply })
    w.frame(ann, { t: 'continue', reply })
    await settle()
    const asked = w.model.calls[1]!.call.turns
    expect(asked.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
    await w.model.say(' three')
    await w.model.end()
    expect(textOf(w.store.message(reply)!.parts)).toBe('one two three')
    expect(w.store.message(reply)!.state).toBe('settled')
    w.frame(ann, { t: 'continue', reply })
    expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'conflict' })
    expect(ann.gaps).toBe(0)
  })

  it('an answer that failed before its first word begins anew in place', async () => {
    const w = world()
    const ann = w.join()
    const { reply } = w.say(ann, 'hi')
    await w.model.end([{ kind: 'fault', fault: { code: 'model_key' } }])
    expect(w.store.message(reply)).toMatchObject({ state: 'failed', fault: { code: 'model_key' } })
    w.frame(ann, { t: 'continue', reply })
    await w.model.end([
      { kind: 'text', text: 'yes' },
      { kind: 'end', why: 'stop' },
    ])
    const { fault, ...message } = w.store.message(reply)!
    expect(fault).toBeUndefined()
    expect(message).toMatchObject({ state: 'settled', why: 'stop' })
    expect(w.model.calls[1]!.call.turns).toHaveLength(1)
  })
})

describe('frames nobody should send', () => {
  it.each([
    ['not json', '{'],
    ['null', 'null'],
    ['an array', '[]'],
    ['an unknown kind', '{"t":"nope"}'],
    ['a foreign prototype', '{"t":"send","__proto__":{"id":1}}'],
    ['a broken id', '{"t":"stop","reply":"../../x"}'],
    [
      'too many parts',
      JSON.stringify({
        t: 'send',
        id: newId(),
        reply: newId(),
        parent: null,
        pick: PICK,
        parts: Array(30).fill({ type: 'text', text: 'x' }),
      }),
    ],
    ['binary', new ArrayBuffer(8)],
    ['too much', 'x'.repeat(4_000_001)],
  ])('answers %s with an error and goes on', (_, data) => {
    const w = world()
    const ann = w.join()
    w.sockets.message(ann, data)
    expect(ann.frames.at(-1)).toMatchObject({ t: 'error' })
    expect(ann.closed).toBeNull()
    w.say(ann, 'still here')
    expect(ann.frames.at(-1)).toMatchObject({ t: 'ack' })
  })
})
