/** One turn at a time: what the server adds to the first token, and what a whole turn costs. */
import http from 'node:http'
import { newId } from '../../src/shared/ids.ts'
import { call, type Person } from '../../test/support/person.ts'
import type { Measured } from '../budgets.ts'
import { age, now, STAMP } from '../clock.ts'
import { type Lab, openTalks, type Scenario, sleep } from '../lab.ts'
import { ask } from '../load/http.ts'
import { Meter } from '../load/meter.ts'
import { ENDPOINT, Talk } from '../load/talk.ts'
import { cpuMs } from '../procs.ts'
import { median } from '../stats.ts'
import { modelOf } from '../upstream/knobs.ts'

const SHORT = modelOf({ ttft: 20, tps: 200, len: 3 })
const USUAL = modelOf({ ttft: 20, tps: 50, len: 20 })

export const turns: Scenario = {
  name: 'turns',
  run: (lab) =>
    lab.serve(async (server, person) => [
      await open(lab, person),
      await untouched(lab, person),
      await api(person),
      await cpu(lab, person, server.pids),
    ]),
}

async function open(lab: Lab, person: Person): Promise<Measured> {
  const [meter, floor] = [new Meter(), new Meter()]
  const agent = new http.Agent({ keepAlive: true })
  for (const talk of await openTalks(person, meter, 10)) {
    for (let i = 0; i < 10; i++) {
      await talk.turn(SHORT)
      await ask(lab.proxy.url, SHORT, floor, agent)
    }
    talk.close()
  }
  agent.destroy()
  return { id: 'added-open', value: median(meter.added), floor: median(floor.added) }
}

async function untouched(lab: Lab, person: Person): Promise<Measured> {
  const [meter, floor] = [new Meter(), new Meter()]
  for (let i = 0; i < 60; i++) {
    const talk = new Talk(person, meter)
    await talk.open(SHORT)
    talk.close()
    await ask(lab.proxy.url, SHORT, floor, new http.Agent())
  }
  return { id: 'added-new', value: median(meter.added), floor: median(floor.added) }
}

async function api(person: Person): Promise<Measured> {
  const added: number[] = []
  for (let i = 0; i < 40; i++) {
    const asked = now()
    const begun = await call(person, `/api/agents/chat/${ENDPOINT}`, {
      method: 'POST',
      body: JSON.stringify({ text: 'Hello', model: SHORT, conversationId: newId() }),
    })
    const { streamId } = (await begun.json()) as { streamId: string }
    const stream = await call(person, `/api/agents/chat/stream/${streamId}`)
    let text = ''
    for await (const data of stream.body!.pipeThrough(new TextDecoderStream())) {
      const first = /"(?:text|s)":"( \w{4} \w{4})/.exec(text + data)
      if (first && added.length === i) {
        const time = now()
        added.push(time - asked - (age(first[1]!, 0, time) - age(first[1]!, STAMP, time)))
      }
      text += data
    }
  }
  return { id: 'added-api', value: median(added) }
}

async function cpu(lab: Lab, person: Person, pids: () => number[]): Promise<Measured> {
  const talks = await openTalks(person, new Meter(), 10)
  const before = cpuMs(pids())
  await Promise.all(
    talks.map(async (talk) => {
      for (let i = 0; i < 20; i++) await talk.turn(USUAL)
    }),
  )
  // What a turn leaves to be done afterwards is part of its price.
  await sleep(500)
  const used = cpuMs(pids()) - before
  for (const talk of talks) talk.close()
  const floorBefore = cpuMs([lab.proxy.pid])
  for (let i = 0; i < 10; i++) await lab.floor(10, USUAL)
  return { id: 'cpu-turn', value: used / 200, floor: (cpuMs([lab.proxy.pid]) - floorBefore) / 100 }
}
