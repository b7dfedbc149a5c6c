import { describe, expect, it } from 'vitest'
import type { Run } from '../../src/shared/branch-map.ts'
import { layOut, step } from '../../src/web/models/map-layout.ts'

/** Runs by their parents' places; the end of each is its own name. */
const runsOf = (...ups: (number | [number, 'compared'])[]): Run[] =>
  ups.map((given, n) => {
    const [up, compared] = typeof given === 'number' ? [given] : given
    return {
      id: `r${n}`,
      up,
      count: 1,
      text: `t${n}`,
      role: 'user',
      created: n,
      end: `r${n}`,
      state: 'settled',
      ...(compared && { compared: true }),
    }
  })

const drawn = (runs: Run[], leaf: string | null) =>
  layOut({ runs, leaf, left: 0 }).rows.map(
    ({ lane, runs, rails, from, below }) =>
      `${'|'.repeat(rails.length)}${from === 'side' ? '>' : ''}${runs.join('+') || 'start'}@${lane}${below === 'on' ? '!' : below === 'off' ? '.' : ''}`,
  )

describe('the layout of the map', () => {
  it('lets what is on the screen go straight on, beside its side branches', () => {
    expect(drawn(runsOf(-1, 0, 0, 1, 1), 'r2')).toEqual(['0@0!', '|>1@1.', '||>3@2', '|4@1', '2@0'])
    expect(drawn(runsOf(-1, 0, 0, 1, 1), 'r4')).toEqual(['0@0!', '|>2@1', '1@0!', '|>3@1', '4@0'])
  })

  it('lets most of a tree go straight on, so that it stays narrow', () => {
    // A ladder of 700 forks.
    const ups = [-1]
    for (let n = 0; n < 700; n++) ups.push(n * 2, n * 2)
    const { lanes, rows } = layOut({ runs: runsOf(...ups.map((up) => up)), leaf: null, left: 0 })
    expect(lanes).toBe(2)
    expect(rows.length).toBe(1401)
    // Whatever the shape: as many columns as the tree can be halved.
    const wild = [-1]
    for (let n = 1; n < 1500; n++) wild.push((n - 1) >> 1)
    expect(layOut({ runs: runsOf(...wild), leaf: 'r1499', left: 0 }).lanes).toBeLessThan(13)
  })

  it('gives several beginnings one start', () => {
    expect(drawn(runsOf(-1, -1), 'r0')).toEqual(['start@0!', '|>1@1', '0@0'])
  })

  it('puts compared answers into one row', () => {
    const runs = runsOf(-1, [0, 'compared'], [0, 'compared'], 0, 2)
    expect(drawn(runs, 'r4')).toEqual(['0@0!', '|>3@1', '1+2@0!', '4@0'])
    const layout = layOut({ runs, leaf: 'r4', left: 0 })
    expect(layout.among[2]).toEqual({ at: 2, of: 3 })
    expect(step(layout, runs, 1, 'ahead')).toBe(2)
    expect(step(layout, runs, 2, 'ahead')).toBe(4)
    expect(step(layout, runs, 2, 'back')).toBe(1)
    expect(step(layout, runs, 1, 'back')).toBe(0)
    expect(step(layout, runs, 4, 'up')).toBe(1)
  })

  it('walks by keys and stays where nothing is', () => {
    const runs = runsOf(-1, -1, 0)
    const layout = layOut({ runs, leaf: 'r2', left: 0 })
    expect(step(layout, runs, 1, 'up')).toBe(null)
    expect(step(layout, runs, 1, 'back')).toBe(null)
    expect(step(layout, runs, 2, 'ahead')).toBe(null)
    expect(step(layout, runs, 2, 'first')).toBe(1)
    expect(step(layout, runs, 1, 'last')).toBe(2)
    expect(step(layout, runs, 0, 'ahead')).toBe(2)
  })
})
