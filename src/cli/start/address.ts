/** Where to listen: the addresses behind a host name, on a port that is free on all of them. */
import { lookup } from 'node:dns/promises'
import { createServer } from 'node:net'
import { Refusal } from '../refusal.ts'

export type Address = { url: string; listen: string[] }

/** `port` 0 chooses a free one. Throws a `Refusal` when the host is not this machine's or the port is taken. */
export async function findAddress(host: string, port: number): Promise<Address> {
  const found = await lookup(host, { all: true, order: 'ipv4first' }).catch(() => [])
  // Some systems give only one of the two for the name that means both.
  const addresses = [
    ...new Set([...found.map(({ address }) => address), ...(host === 'localhost' ? ['::1'] : [])]),
  ]
  const bound: string[] = []
  let chosen = port
  for (const address of addresses) {
    const free = await tryPort(address, chosen)
    if ('port' in free) {
      chosen = free.port
      bound.push(address)
    } else if (free.code !== 'EADDRNOTAVAIL' && free.code !== 'EAFNOSUPPORT') {
      throw new Refusal(
        refusals[free.code]?.(host, port) ?? `cannot listen on ${host}:${port} (${free.code})`,
      )
    }
  }
  if (bound.length === 0) {
    throw new Refusal(
      `host "${host}" is no address of this machine: try --host localhost, or --host 0.0.0.0 for all`,
    )
  }
  return {
    url: `http://${visible(host)}:${chosen}`,
    listen: bound.map((address) => `${bracketed(address)}:${chosen}`),
  }
}

const refusals: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (host, port) =>
    `port ${port} on ${host} is taken by another program: end that one, or choose another with --port`,
  EACCES: (_, port) => `port ${port} needs more rights than you have: choose one above 1023 with --port`,
}

function tryPort(host: string, port: number): Promise<{ port: number } | { code: string }> {
  return new Promise((done) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => done({ code: error.code ?? error.message }))
    server.listen({ host, port, ipv6Only: true }, () => {
      const address = server.address()
      server.close(() => done({ port: typeof address === 'object' && address ? address.port : port }))
    })
  })
}

const bracketed = (address: string) => (address.includes(':') ? `[${address}]` : address)
/** What to open in a browser: "all addresses" is none that can be opened. */
const visible = (host: string) => (host === '0.0.0.0' || host === '::' ? 'localhost' : bracketed(host))
