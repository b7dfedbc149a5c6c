/**
 * Properties of the page, on walks that nobody planned: a chosen version survives a reload and shows on other devices, an
 * offer to copy disappears once it is taken and always leads to the copy, model, draft and messages survive a reload, what
 * was sent is there once and in its order, and what a page shows is what is stored. `WALK_SEED`, `WALK_RUNS` and
 * `WALK_STEPS` repeat or extend a walk.
 */
import { afterAll, expect, test } from 'vitest'
import { openHouse } from './house.ts'
import { Walk } from './walk.ts'

const SEED = Number(process.env.WALK_SEED ?? 1)
const RUNS = Number(process.env.WALK_RUNS ?? 2)
const STEPS = Number(process.env.WALK_STEPS ?? 24)
/** Steps after which everything comes to rest and is compared. */
const STRETCH = 8

const house = openHouse()
const did = new Map<string, number>()

test.each(Array.from({ length: RUNS }, (_, n) => SEED + n))(
  'a walk, seed %i',
  async (seed) => {
    const walk = await Walk.begin(house, seed)
    try {
      for (let step = 1; step <= STEPS; step++) {
        await walk.step()
        if (step % STRETCH === 0) await walk.check()
      }
    } catch (error) {
      throw new Error(
        `seed ${seed}, step ${walk.log.length}: ${walk.log.join(', ')}\n${(error as Error).message}\nThe server: ${house.server.output().slice(-400)}`,
        {
          cause: error,
        },
      )
    }
    for (const [what, times] of walk.did) did.set(what, (did.get(what) ?? 0) + times)
  },
  300_000,
)

// A walk on which nothing could be done shows nothing.
afterAll(() => {
  if (did.size > 0 && RUNS > 1) expect(did.size).toBeGreaterThan(8)
})
