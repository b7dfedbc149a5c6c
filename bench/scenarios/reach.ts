/** Many who look on: one answer to a thousand sockets, and thousands of sockets where nothing happens. */
import { newId } from '../../src/shared/ids.ts'
import { now } from '../clock.ts'
import { type Scenario, sleep } from '../lab.ts'
import { Meter } from '../load/meter.ts'
import { Talk } from '../load/talk.ts'
import { cpuMs, memoryMb, openFiles } from '../procs.ts'
import { modelOf } from '../upstream/knobs.ts'

const WATCHERS = 1000
const SOCKETS = 5000
const CONVERSATIONS = 100

/** The runtime puts an object to sleep after 70 s without an event. */
const SLEEP_MS = 90_000

export const fanout: Scenario = {
  name: 'fanout',
  run: (lab) =>
    lab.serve(async (server, person) => {
      const meter = new Meter()
      const writer = new Talk(person, new Meter())
      await writer.open()
      await writer.turn(modelOf({ len: 1 }))
      const talks = Array.from({ length: WATCHERS }, () => new Talk(person, meter, writer.conversation))
      for (let i = 0; i < WATCHERS; i += 20)
        await Promise.all(talks.slice(i, i + 20).map((talk) => talk.open()))
      const begin = now()
      meter.window(begin + 1000, begin + 5500)
      const before = cpuMs(server.pids())
      const seen = talks.map((talk) => talk.follow(begin))
      await writer.turn(modelOf({ tps: 50, len: 300 }))
      await Promise.all(seen)
      const cpu = cpuMs(server.pids()) - before
      for (const talk of talks) talk.close()
      return [
        { id: 'fanout-lag', value: meter.lag.at(95) },
        { id: 'fanout-rate', value: meter.inWindow / 4.5 },
        { id: 'fanout-cpu', value: cpu / (now() - begin) },
      ]
    }),
}

export const sockets: Scenario = {
  name: 'sockets',
  run: (lab) =>
    lab.serve(async (server, person) => {
      const before = openFiles(server.pids(), '.sqlite')
      const ids = Array.from({ length: CONVERSATIONS }, () => newId())
      const talks = Array.from(
        { length: SOCKETS },
        (_, i) => new Talk(person, new Meter(), ids[i % CONVERSATIONS]),
      )
      for (let i = 0; i < SOCKETS; i += 50) {
        const some = talks.slice(i, i + 50)
        await Promise.all(some.map((talk) => talk.open()))
        // The first of each conversation makes it real.
        if (i < CONVERSATIONS) await Promise.all(some.map((talk) => talk.turn(modelOf({ len: 1 }))))
      }
      const awake = () => Math.max(0, openFiles(server.pids(), '.sqlite') - before)
      const idle = now()
      while (awake() > 0 && now() - idle < SLEEP_MS) await sleep(1000)
      const memory = memoryMb(server.pids()).now
      const left = awake()
      const asked = now()
      await talks[0]!.turn(modelOf({ ttft: 0, len: 1 }))
      const answer = now() - asked
      for (const talk of talks) talk.close()
      return [
        { id: 'sockets-memory', value: memory },
        { id: 'sockets-awake', value: left },
        { id: 'sockets-answer', value: answer },
      ]
    }),
}
