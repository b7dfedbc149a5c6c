import { expect, test } from 'vitest'
import {
  around,
  atEnd,
  type Drawn,
  down,
  inSight,
  MAX_DRAWN,
  REST,
  STEP,
  shifted,
  trimmed,
  up,
} from '../../src/web/views/thread-window.ts'

const size = ({ start, end }: Drawn, length: number) => (end ?? length) - start

test('a short conversation is drawn whole', () => {
  expect(atEnd(REST - 1)).toEqual({ start: 0, end: null })
})

test('the first picture is made of what can be in sight, the rest comes in steps that fit into a picture each', () => {
  const count = inSight(900)
  expect(count).toBeLessThan(REST / 2)
  let drawn = atEnd(10_000, count)
  expect(size(drawn, 10_000)).toBe(count)
  while (size(drawn, 10_000) < REST) {
    const before = size(drawn, 10_000)
    drawn = up(drawn, 10_000)
    expect(size(drawn, 10_000) - before).toBe(STEP)
  }
  // Whatever stands in the middle, both sides of it are there.
  expect(around(5000, 10_000, count)).toEqual({ start: 5000 - count, end: 5000 + count })
  expect(around(9999, 10_000, count).end).toBeNull()
})

test('going up through thousands of messages and down again never draws more than the page bears', () => {
  const length = 10_000
  let drawn = atEnd(length)
  let steps = 0
  while (drawn.start > 0) {
    const before = drawn
    drawn = up(drawn, length)
    expect(drawn.start).toBeLessThan(before.start)
    expect(size(drawn, length)).toBeLessThanOrEqual(MAX_DRAWN)
    steps++
  }
  expect(steps).toBeLessThan(length / STEP + 1)
  while (drawn.end !== null) {
    const before = drawn
    drawn = down(drawn, length)
    expect(drawn.end ?? length).toBeGreaterThan(before.end as number)
    expect(size(drawn, length)).toBeLessThanOrEqual(MAX_DRAWN)
  }
  expect(drawn).toEqual({ start: length - MAX_DRAWN, end: null })
})

test('older messages that come above do not move the window', () => {
  expect(shifted({ start: 0, end: null }, 60)).toEqual({ start: 60, end: null })
  expect(shifted({ start: 5, end: 40 }, 60)).toEqual({ start: 65, end: 100 })
})

test('a conversation that is followed for hours sheds what is far above', () => {
  let drawn: Drawn = { start: 0, end: null }
  for (let length = 1; length < 2000; length++) {
    drawn = trimmed(drawn, length)
    expect(size(drawn, length)).toBeLessThanOrEqual(MAX_DRAWN + STEP)
  }
  expect(trimmed({ start: 0, end: 40 }, 5000)).toEqual({ start: 0, end: 40 })
})
