/** Who is at the other end of the wire, for rate limits only. Headers that anybody can write are not believed. */
import type { Context } from 'hono'
import { settingsOf } from '../config.ts'
import type { AppEnv } from '../env.ts'

/**
 * `shared`: the address does not tell one client from another (loopback, which is also where a proxy that nobody told
 * us of comes from; or none at all), so a budget for it is one for everybody.
 */
export type Client = { address: string; shared: boolean }

/** The client's address; of IPv6 the /64, which is what one subscriber has. */
export function clientOf(c: Context<AppEnv>): Client {
  const address = addressOf(c)
  if (!address || /^(127\.|::1$|::ffff:127\.)/.test(address)) return { address: 'shared', shared: true }
  return { address: address.includes(':') ? subnetOf(address) : address, shared: false }
}

/**
 * `cf` is made by the runtime and out of a client's reach: workerd puts the socket's address in it, Cloudflare the data
 * centre; only with the latter is `CF-Connecting-IP` Cloudflare's word.
 */
function addressOf(c: Context<AppEnv>): string | undefined {
  const { proxies } = settingsOf(c.env)
  const cf = c.req.raw.cf as { clientIp?: string; colo?: string } | undefined
  if (proxies > 0) {
    const hops = c.req.header('x-forwarded-for')?.split(',') ?? []
    const hop = hops.at(-proxies)?.trim()
    if (hop) return hop
  }
  if (cf?.clientIp) return cf.clientIp.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
  return cf?.colo ? c.req.header('cf-connecting-ip') : undefined
}

function subnetOf(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::')
  const groups = head.split(':').filter(Boolean)
  const after = tail?.split(':').filter(Boolean) ?? []
  while (tail !== undefined && groups.length + after.length < 8) groups.push('0')
  return `${[...groups, ...after].slice(0, 4).join(':')}::/64`
}
