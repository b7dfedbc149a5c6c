/** One conversation over its socket, as the page holds it, but drawing nothing: only the clock and the counter run. */
import WebSocket from 'ws'
import { newId } from '../../src/shared/ids.ts'
import type { Pick } from '../../src/shared/message.ts'
import type { ServerFrame } from '../../src/shared/protocol.ts'
import type { Person } from '../../test/support/person.ts'
import { now, STAMP } from '../clock.ts'
import type { Meter } from './meter.ts'

/** The endpoint that the bench's server calls the upstream by. */
export const ENDPOINT = 'Bench'

export class Talk {
  readonly conversation: string
  /** Called with each frame that is no delta. */
  onFrame: (frame: ServerFrame) => void = () => {}
  bytes = 0
  readonly #person: Person
  readonly #meter: Meter
  #socket: WebSocket | null = null
  #leaf: string | null = null
  #asked = 0
  #paced = true
  #expected: 'told' | 'over' = 'told'
  #done: (() => void) | null = null
  #failed: ((reason: Error) => void) | null = null

  constructor(person: Person, meter: Meter, conversation = newId()) {
    this.#person = person
    this.#meter = meter
    this.conversation = conversation
  }

  /** Opens the socket, and says hello; resolves when that is answered. With `model`, the first turn is sent at once. */
  async open(model?: string): Promise<void> {
    const begun = now()
    const { url, token } = this.#person
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/convos/${this.conversation}/ws`, {
      headers: { authorization: `Bearer ${token}` },
      perMessageDeflate: false,
      skipUTF8Validation: true,
    })
    this.#socket = socket
    socket.on('message', (data: Buffer) => this.#receive(data))
    socket.on('close', (code, reason) =>
      this.#failed?.(new Error(`the socket was closed: ${code} ${reason.toString()}`)),
    )
    await new Promise<void>((done, fail) => socket.once('open', done).once('error', fail))
    socket.send('{"t":"hello","since":0,"have":{}}')
    if (model === undefined) await this.#wait('told')
    else await this.turn(model, begun)
  }

  /** Sends a message to `model` and resolves when the reply is over. `asked`: when the clock starts. */
  turn(model: string, asked = now()): Promise<void> {
    const id = newId()
    const reply = newId()
    const pick: Pick = { endpoint: ENDPOINT, model }
    const parts = [{ type: 'text', text: 'Hello' }]
    this.#asked = asked
    this.#paced = !model.includes('tps0-')
    this.#socket!.send(JSON.stringify({ t: 'send', id, reply, parent: this.#leaf, parts, pick }))
    this.#leaf = reply
    return this.#wait('over')
  }

  close(): void {
    this.#failed = null
    this.#socket?.terminate()
  }

  /** Follows the answers that somebody else asks for at `asked`. Resolves when the next one is over. */
  follow(asked: number): Promise<void> {
    this.#asked = asked
    return this.#wait('over')
  }

  #wait(what: 'told' | 'over'): Promise<void> {
    this.#expected = what
    return new Promise((done, fail) => {
      this.#done = done
      this.#failed = fail
    })
  }

  #receive(data: Buffer): void {
    const time = now()
    this.bytes += data.length
    const frame = JSON.parse(data.toString('latin1')) as ServerFrame
    if (frame.t !== 'd') {
      this.onFrame(frame)
      if (frame.t === 'state' && this.#expected === 'told') this.#done?.()
      if (frame.t === 'error') this.#failed?.(new Error(JSON.stringify(frame)))
      return
    }
    for (const delta of frame.d) {
      if (delta.k === 'open' && delta.part.type === 'text') this.#count(delta.part.text, 0, time)
      else if (delta.k === 'text') this.#count(delta.s, delta.at, time)
      else if (delta.k === 'end') {
        if (delta.state === 'settled') this.#done?.()
        else this.#failed?.(new Error(JSON.stringify(delta)))
      }
    }
  }

  #count(text: string, at: number, time: number): void {
    if (text === '') return
    if (this.#paced) this.#meter.text(text, at, this.#asked, time)
    else this.#meter.add(text.length / STAMP, time)
  }
}
