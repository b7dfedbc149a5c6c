/** The floor of every figure: a pass-through proxy on the same workerd binary that the product runs on. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type BareProxy = { url: string; pid: number; stop(): Promise<void> }

/** Starts the proxy in front of `upstream` (an address that ends in `/v1`). `url` ends in `/v1`, too. */
export async function startProxy(upstream: string): Promise<BareProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'proxy-'))
  const config = join(folder, 'config.capnp')
  writeFileSync(config, configFor(new URL(upstream).host))
  const workerd = createRequire(import.meta.url)('workerd').default as string
  const child = spawn(workerd, ['serve', config, '--control-fd=3'], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  })
  const port = await new Promise<number>((done, fail) => {
    let text = ''
    child.once('exit', () => fail(new Error('the proxy did not start')))
    child.stdio[3]!.on('data', (data) => {
      text += data
      for (const line of text.split('\n').slice(0, -1)) {
        const event = JSON.parse(line) as { event: string; port?: number }
        if (event.event === 'listen') done(event.port!)
      }
    })
  })
  return {
    url: `http://127.0.0.1:${port}/v1`,
    pid: child.pid!,
    async stop() {
      const gone = new Promise((done) => child.once('exit', done))
      child.kill()
      await gone
      rmSync(folder, { recursive: true })
    },
  }
}

/** No JavaScript touches the stream: what this costs is what any server on this runtime costs. */
const WORKER = 'export default { fetch(request) { return fetch(request) } }'

function configFor(upstream: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker", esModule = ${JSON.stringify(WORKER)})],
      compatibilityDate = "2026-10-01",
      globalOutbound = "upstream",
    )),
    (name = "upstream", external = (address = ${JSON.stringify(upstream)}, http = ())),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`
}
