/** One answer of 200,000 characters: what its last words cost the server, beside its first. */
import { now } from '../clock.ts'
import { type Scenario, sleep } from '../lab.ts'
import { Meter } from '../load/meter.ts'
import { Talk } from '../load/talk.ts'
import { cpuMs } from '../procs.ts'
import { modelOf } from '../upstream/knobs.ts'

/** A token is five characters. */
const TOKENS = 40_000
const RATE = 4000

export const huge: Scenario = {
  name: 'huge',
  run: (lab) =>
    lab.serve(async (server, person) => {
      const meter = new Meter()
      const talk = new Talk(person, meter)
      await talk.open()
      const over = talk.turn(modelOf({ ttft: 1, tps: RATE, len: TOKENS }))
      const costs: number[] = []
      let [tokens, cpu, at] = [0, cpuMs(server.pids()), now()]
      while (meter.tokens < TOKENS * 0.98) {
        await sleep(20)
        if (meter.tokens - tokens < TOKENS / 5) continue
        const used = cpuMs(server.pids())
        costs.push(((used - cpu) * 1000) / (meter.tokens - tokens))
        ;[tokens, cpu, at] = [meter.tokens, used, now()]
      }
      const rest = TOKENS - tokens
      await over
      costs.push(((cpuMs(server.pids()) - cpu) * 1000) / Math.max(1, rest))
      talk.close()
      const [first = 0, ...others] = costs
      return [
        { id: 'huge-first', value: first },
        { id: 'huge-last', value: others.at(-1) ?? first },
        { id: 'huge-rate', value: (rest * 1000) / Math.max(1, meter.lastAt - at) },
      ]
    }),
}
