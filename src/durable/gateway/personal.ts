/**
 * Endpoints for which each person brings the key, and perhaps the address. What the installation has is never combined
 * with an address that a person gave: neither its key nor its headers go there.
 */
import { addressOf, refusalOf } from '../egress-hosts.ts'
import type { Endpoint } from '../providers/spec.ts'
import type { Secret } from '../user/keys.ts'

/** Ends of an address that people paste and an SDK adds itself. */
const ENDS: Record<string, RegExp> = { anthropic: /\/v1(\/messages)?$/, google: /\/v1(beta)?$/ }
const USUAL_END = /\/chat\/completions$/

/** The endpoint with what its person brought. */
export function personally(endpoint: Endpoint, { apiKey, baseURL }: Secret): Endpoint {
  if (baseURL === undefined) return { ...endpoint, apiKey }
  // Whatever else an endpoint may get one day stays here, unless it is named: it could be a secret.
  const rest = defined({
    id: endpoint.id,
    label: endpoint.label,
    provider: endpoint.provider,
    personal: endpoint.personal,
    models: endpoint.models,
    titles: endpoint.titles,
    family: endpoint.family,
    dialect: endpoint.dialect,
    drop: endpoint.drop,
    facts: endpoint.facts,
    responses: endpoint.responses,
    pace: endpoint.pace,
    defined: endpoint.defined,
  })
  const end = ENDS[endpoint.provider] ?? USUAL_END
  const base = baseURL.replace(/\/+$/, '').replace(end, '').replace(/\/+$/, '')
  return { ...rest, apiKey, baseURL: base }
}

function defined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}

/** Why a person's address cannot be used, in a sentence; null when it can. */
export function addressRefusal(baseURL: string, allowed: ReadonlySet<string>): string | null {
  const url = URL.parse(baseURL)
  if (!url) return 'this is not an address'
  if (url.search || url.hash) return 'an address without ? and # is needed'
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) return refusalOf(url)
  return allowed.has(addressOf(url)) ? null : refusalOf(url)
}
