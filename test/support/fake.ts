/** The real server with the paced upstream of the bench as its one custom endpoint. */
import { type Knobs, modelOf } from '../../bench/upstream/knobs.ts'
import { startUpstream, type Upstream } from '../../bench/upstream/server.ts'
import type { Pick } from '../../src/shared/message.ts'
import { type Options, type Server, startServer } from './server.ts'

export const ENDPOINT = 'Fake'

/** A model that says the text that follows from the user's message, written as `knobs` say. */
export const pickOf = (knobs: Partial<Knobs>): Pick => ({
  endpoint: ENDPOINT,
  model: modelOf({ text: 'seed', ...knobs }),
})

/** `restart` starts the server again on the same port and data after it was killed. */
export type Fake = { upstream: Upstream; server: Server; restart(): Promise<void>; stop(): Promise<void> }

export async function startFake(options: Options = {}): Promise<Fake> {
  const upstream = await startUpstream()
  const config = `version: 1.3.1
endpoints:
  custom:
    - name: ${ENDPOINT}
      apiKey: test
      baseURL: ${upstream.url}
      models:
        default: [${modelOf({})}]
        fetch: true
`
  const fake: Fake = {
    upstream,
    server: await startServer({ ...options, config }),
    async restart() {
      const { data, url } = fake.server
      fake.server = await startServer({ ...options, config, data, port: Number(new URL(url).port) })
    },
    async stop() {
      await fake.server.stop()
      await upstream.stop()
    },
  }
  return fake
}
