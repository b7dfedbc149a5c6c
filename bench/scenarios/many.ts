/** Many answers at a time: all begun at once, held for long, and as fast as they go. */
import { now } from '../clock.ts'
import { openTalks, type Scenario, sleep } from '../lab.ts'
import { Meter } from '../load/meter.ts'
import type { Talk } from '../load/talk.ts'
import { cpuMs, memoryMb } from '../procs.ts'
import { median } from '../stats.ts'
import { modelOf } from '../upstream/knobs.ts'

const STREAMS = 200

export const burst: Scenario = {
  name: 'burst',
  async run(lab) {
    const model = modelOf({ ttft: 20, tps: 50, len: 500 })
    // From one second after the beginning until just before the first answer ends, 10,000 tokens/s are offered.
    const window = (meter: Meter) => meter.window(now() + 1000, now() + 9500)
    const again: number[] = []
    const [ours, used] = await lab.serve(async (server, person) => {
      let talks: Talk[] = []
      const measured = await loaded(server.pids, async (meter) => {
        talks = await openTalks(person, meter, STREAMS)
        return () => {
          window(meter)
          return Promise.all(talks.map((talk) => talk.turn(model)))
        }
      })
      await sleep(2000)
      const [{ first }] = measured
      const before = first.length
      await Promise.all(talks.map((talk) => talk.turn(modelOf({ ttft: 20, tps: 50, len: 50 }))))
      again.push(...first.splice(before))
      return measured
    })
    await lab.floor(STREAMS, modelOf({ len: 1 }))
    const [floor, floorUsed] = await loaded(
      () => [lab.proxy.pid],
      async (meter) => () => {
        window(meter)
        return lab.floor(STREAMS, model, undefined, meter)
      },
    )
    const token = (used * 1000) / (STREAMS * 500)
    const floorToken = (floorUsed * 1000) / (STREAMS * 500)
    return [
      { id: 'burst-first', value: median(ours.first), floor: median(floor.first) },
      { id: 'burst-again', value: median(again) },
      { id: 'burst-rate', value: ours.inWindow / 8.5, floor: floor.inWindow / 8.5 },
      { id: 'burst-cpu', value: token, floor: floorToken },
      { id: 'burst-ratio', value: token / floorToken },
      { id: 'burst-lag', value: ours.lag.at(95), floor: floor.lag.at(95) },
    ]
  },
}

export const held: Scenario = {
  name: 'held',
  run: (lab) =>
    lab.serve(async (server, person) => {
      const model = modelOf({ ttft: 20, tps: 20, len: 240 })
      const meter = new Meter()
      const talks = await openTalks(person, meter, STREAMS)
      const begin = now()
      meter.window(begin + 3000, begin + 12_000)
      // Begun over two seconds, as people do: their tokens do not come in step.
      const answers = talks.map(async (talk, i) => {
        await sleep((i * 2000) / STREAMS)
        await talk.turn(model)
      })
      await Promise.all(answers)
      const memory = memoryMb(server.pids()).peak
      const floor = new Meter()
      floor.window(now() + 3000, now() + 12_000)
      const floors = talks.map(async (_, i) => {
        await sleep((i * 2000) / STREAMS)
        await lab.floor(1, model, undefined, floor)
      })
      await Promise.all(floors)
      return [
        { id: 'held-lag', value: meter.lag.at(95), floor: floor.lag.at(95) },
        { id: 'held-memory', value: memory },
      ]
    }),
}

export const unpaced: Scenario = {
  name: 'unpaced',
  async run(lab) {
    const model = modelOf({ ttft: 0, tps: 0, len: 3000 })
    const rate = async (begin: (meter: Meter) => Promise<unknown>, meter: Meter) => {
      const from = now()
      await begin(meter)
      return (meter.tokens * 1000) / (meter.lastAt - from)
    }
    const value = await lab.serve(async (_, person) => {
      const meter = new Meter()
      const talks = await openTalks(person, meter, STREAMS)
      return rate(() => Promise.all(talks.map((talk) => talk.turn(model))), meter)
    })
    const floor = await rate((meter) => lab.floor(STREAMS, model, undefined, meter), new Meter())
    return [{ id: 'unpaced-rate', value, floor }]
  },
}

/** The meter of a load, and the CPU ms that `pids` used from its beginning until its end. */
async function loaded(
  pids: () => number[],
  prepare: (meter: Meter) => Promise<() => Promise<unknown>>,
): Promise<[Meter, number]> {
  const meter = new Meter()
  const begin = await prepare(meter)
  const before = cpuMs(pids())
  await begin()
  return [meter, cpuMs(pids()) - before]
}
