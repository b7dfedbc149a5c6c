/** Who names conversations, as `titleEndpoint`, `titleModel` and their like say. */
import type { Pick } from '../../shared/message.ts'
import { setting } from '../providers/places.ts'
import type { NamingWay } from '../room/naming.ts'
import { type GatewayEnv, installationOf } from './installation.ts'

/** For conversations that `pick` answers; null: nobody. The guide only knows its documentation. */
export function namingOf(env: GatewayEnv, { endpoint: id, model }: Pick): NamingWay | null {
  const { endpoints } = installationOf(env)
  const own = endpoints.find((endpoint) => endpoint.id === id)
  const { titles = {} } = own ?? {}
  if (!own || titles.off || setting(env, 'TITLE_CONVO')?.toLowerCase() === 'false') return null
  const other = endpoints.find((endpoint) => endpoint.id === titles.endpoint)
  const namer = other ?? own
  if (namer.provider === 'guide') return null
  const usual = other && !titles.model ? (other.titles?.model ?? other.models.default[0]) : undefined
  const { prompt, template, immediate } = titles
  return {
    pick: { endpoint: namer.id, model: titles.model ?? usual ?? model },
    ...(prompt && { prompt }),
    ...(template && { template }),
    ...(immediate && { immediate }),
  }
}
