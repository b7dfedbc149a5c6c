import { describe, expect, it } from 'vitest'
import { adopt, copyOf } from '../../src/durable/room/copy.ts'
import { Store } from '../../src/durable/room/store.ts'
import type { CopyRange } from '../../src/shared/conversation.ts'
import { newId } from '../../src/shared/ids.ts'
import { textOf } from '../../src/shared/parts.ts'
import { nodeSql } from '../support/sql.ts'
import { PICK, settle, stored, world } from './harness.ts'

/**
 * q1 ─ a1 ─ q2 ─ a2 (looked at)
 *    └ a1'    └ a2'
 * x1 ─ y1 (another root)
 */
async function chat() {
  const w = world()
  const ann = w.join()
  const answer = async (text: string) =>
    w.model.end([
      { kind: 'text', text },
      { kind: 'end', why: 'stop' },
    ])
  const again = async (of: string, text: string) => {
    const reply = newId()
    w.frame(ann, { t: 'regenerate', of, reply, pick: PICK })
    await settle()
    await answer(text)
    return reply
  }
  w.say(ann, 'x1')
  await answer('y1')
  const one = w.say(ann, 'q1')
  await answer('a1')
  const two = w.say(ann, 'q2', one.reply)
  await answer('a2')
  await again(one.id, "a1'")
  await again(two.id, "a2'")
  w.frame(ann, { t: 'select', id: two.reply })
  return { w, ann, one, two }
}

const range = (extent: CopyRange['extent'], message?: string, start = false): CopyRange => ({
  extent,
  start,
  ...(message && { message }),
})

describe('[CP1] copies', () => {
  it.each([
    ['path', 'a1', false, ['q1', 'a1']],
    ['branches', 'a1', false, ['q1', 'a1', "a1'"]],
    ['all', 'a1', false, ['q1', 'a1', 'q2', 'a2', "a1'", "a2'"]],
    ['path', 'q2', true, ['q2', 'a2']],
    ['all', 'q2', true, ['q2', 'a2', "a2'"]],
    ['path', undefined, false, ['q1', 'a1', 'q2', 'a2']],
  ] as const)('%s of %s (start %s)', async (extent, text, start, expected) => {
    const { w } = await chat()
    const target = stored(w.store).find(({ parts }) => textOf(parts) === text)?.id
    const copy = copyOf(w.store, w.room.answers, 'ann', range(extent, target, start))
    if (!copy.ok) throw new Error(copy.fault.message)
    const store = new Store(nodeSql())
    expect(adopt(store, 'ann', copy.value, 5)).toMatchObject({ ok: true })
    expect(stored(store).map(({ parts }) => textOf(parts))).toEqual(expected)
    const old = new Set(stored(w.store).map(({ id }) => id))
    for (const message of stored(store)) {
      expect(old.has(message.id)).toBe(false)
      if (message.parent !== null) expect(store.message(message.parent)).toBeDefined()
    }
    expect(stored(store)[0]!.parent).toBeNull()
    const leaf = store.leaf('ann')!
    expect(store.message(leaf)).toBeDefined()
    // Nothing that was taken along lies out of sight below the end of the branch.
    expect(stored(store).filter(({ parent }) => parent === leaf)).toEqual([])
  })

  it('an answer in progress comes as it is, and is over in the copy', async () => {
    const { w, ann, two } = await chat()
    w.say(ann, 'q3', two.reply)
    await w.model.say('half')
    const copy = copyOf(w.store, w.room.answers, 'ann', range('path'))
    if (!copy.ok) throw new Error('refused')
    expect(copy.value.messages.at(-1)).toMatchObject({ state: 'stopped', parts: [{ text: 'half' }] })
  })

  it('goes nowhere where something is, and comes from nowhere else', async () => {
    const { w } = await chat()
    const copy = copyOf(w.store, w.room.answers, 'ann', range('all'))
    if (!copy.ok) throw new Error('refused')
    expect(adopt(w.store, 'ann', copy.value, 5)).toMatchObject({ ok: false, fault: { code: 'conflict' } })
    expect(copyOf(w.store, w.room.answers, 'ann', range('all', newId()))).toMatchObject({ ok: false })
  })
})
