/** One answer straight from an OpenAI-compatible address: the upstream itself, or the bare proxy before it. */
import http from 'node:http'
import { now } from '../clock.ts'
import type { Meter } from './meter.ts'

const MARK = '"content":"'

/** Asks and reads to the end. Unpaced answers are only counted. */
export function ask(url: string, model: string, meter: Meter, agent: http.Agent): Promise<void> {
  const paced = !model.includes('tps0-')
  const body = JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'Hello' }] })
  return new Promise((done, fail) => {
    const asked = now()
    let had = 0
    let rest = ''
    const request = http.request(`${url}/chat/completions`, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    })
    request.on('error', fail)
    request.on('response', (response) => {
      response.setEncoding('latin1')
      response.on('end', done).on('error', fail)
      response.on('data', (data: string) => {
        const time = now()
        const all = rest + data
        let text = ''
        let count = 0
        let from = 0
        for (;;) {
          const at = all.indexOf(MARK, from)
          if (at < 0) break
          const end = all.indexOf('"', at + MARK.length)
          if (end < 0) break
          if (paced) text += all.slice(at + MARK.length, end)
          else if (end > at + MARK.length) count++
          from = end
        }
        rest = all.slice(Math.max(from, all.lastIndexOf('\n') + 1))
        if (!paced) meter.add(count, time)
        else if (text) meter.text(text, had, asked, time)
        had += text.length
      })
    })
    request.end(body)
  })
}
