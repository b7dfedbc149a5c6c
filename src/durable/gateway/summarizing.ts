/** `summarization` of `librechat.yaml`: whether, when, by whom and how what is too long is told in fewer words. */
import type { Config } from '../../shared/config/index.ts'
import { readPreset } from '../../shared/preset-json.ts'
import type { SummaryRules } from '../room/summary.ts'
import { type GatewayEnv, installationOf } from './installation.ts'

/** Null where nothing is said. */
export function summaryRulesOf(env: GatewayEnv): SummaryRules | null {
  const { config, endpoints } = installationOf(env)
  const said = config.summarization
  if (!said) return null
  const { enabled, provider, model, parameters, prompt, updatePrompt } = said
  const { trigger, reserveRatio, maxSummaryTokens, retainRecent } = said
  const by = endpoints.some(({ id }) => id === provider) ? provider : undefined
  const { options } = readPreset(parameters ?? {}).set.setup ?? {}
  return {
    off: enabled === false,
    ...((by || model) && { by: { ...(by && { endpoint: by }), ...(model && { model }) } }),
    ...(options && { options }),
    ...(prompt && { prompt }),
    ...(updatePrompt && { updatePrompt }),
    ...(trigger && { trigger }),
    ...(reserveRatio !== undefined && { reserve: reserveRatio }),
    ...(maxSummaryTokens !== undefined && { most: maxSummaryTokens }),
    ...(retainRecent?.turns !== undefined && { turns: retainRecent.turns }),
    ...(retainRecent?.tokens !== undefined && { kept: retainRecent.tokens }),
  }
}

/** Whether this model is the one that the operator lets summarise, whatever people may choose. */
export function summarizes(
  { summarization }: Config,
  { endpoint, model }: { endpoint: string; model: string },
) {
  const { provider = endpoint, model: named } = summarization ?? {}
  return named !== undefined && named === model && provider === endpoint
}
