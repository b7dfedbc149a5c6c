/** Which conversations of a page stay connected. */
import { expect, test } from 'vitest'
import type { ConversationModel } from '../../src/web/models/conversation.ts'
import { createKeptOpen } from '../../src/web/models/kept-open.ts'

function page() {
  const made: string[] = []
  const ended: string[] = []
  const kept = createKeptOpen((id) => {
    const name = id ?? 'fresh'
    made.push(name)
    const model = { id: { peek: () => name }, [Symbol.dispose]: () => ended.push(name) }
    return model as unknown as ConversationModel
  })
  return { kept, made, ended }
}

test('the last four stay, so that going back makes none anew', () => {
  const { kept, made, ended } = page()
  for (const id of ['a', 'b', 'c', 'd', 'e', 'b']) kept.open(id)
  expect(made).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(ended).toEqual(['a'])
})

test('one that somebody presses on is connected when they open it', () => {
  const { kept, made } = page()
  kept.open('a')
  kept.expect('b')
  expect(made).toEqual(['a', 'b'])
  const [, b] = made
  expect(kept.open('b').id.peek()).toBe(b)
  expect(made).toEqual(['a', 'b'])
})

test('however many are pressed on, the one on the screen stays', () => {
  const { kept, ended } = page()
  kept.open('a')
  for (const id of ['b', 'c', 'd', 'e', 'f', 'g']) kept.expect(id)
  expect(ended).not.toContain('a')
  expect(kept.all.peek()).toHaveLength(4)
})

test('one that has just begun stays the one it was', () => {
  const { kept, made } = page()
  const fresh = kept.open(null)
  expect(kept.open('fresh')).toBe(fresh)
  expect(kept.all.peek()).toEqual([fresh])
  kept.open(null)
  expect(made).toEqual(['fresh', 'fresh'])
})
