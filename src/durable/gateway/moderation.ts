/** OpenAI's moderation of what a person wrote, before a model is asked. Source: https://platform.openai.com/docs/guides/moderation. */
import type { Fault } from '../../shared/errors.ts'
import { jsonOrNull } from '../providers/http.ts'
import { baseOf, fixedOf, setting } from '../providers/places.ts'
import type { ProviderEnv } from '../providers/spec.ts'

export type Moderation = (text: string, fetcher: typeof fetch, signal: AbortSignal) => Promise<Fault | null>

const ADDRESS = 'https://api.openai.com/v1'

/** Ms after which an answer that does not come counts as a failure. */
const PATIENCE_MS = 10_000

/** The moderation that `OPENAI_MODERATION` asks for; null when it is off. The address is for the guard to know. */
export function moderationOf(env: ProviderEnv): { address: string; check: Moderation } | null {
  if (setting(env, 'OPENAI_MODERATION')?.toLowerCase() !== 'true') return null
  const key = setting(env, 'OPENAI_MODERATION_API_KEY') ?? fixedOf(env, 'OPENAI_API_KEY')
  const address = baseOf(setting(env, 'OPENAI_MODERATION_REVERSE_PROXY'), /\/moderations$/) ?? ADDRESS
  return {
    address,
    async check(text, fetcher, signal) {
      // It is refused what is blank: a message may be a picture alone.
      if (text.trim() === '') return null
      if (key === null) return unavailable()
      try {
        const response = await fetcher(`${address}/moderations`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
          body: JSON.stringify({ model: 'omni-moderation-latest', input: text }),
          signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
        })
        return response.ok ? verdict(jsonOrNull(await response.text())) : unavailable()
      } catch {
        signal.throwIfAborted()
        return unavailable()
      }
    },
  }
}

/** A check that cannot be made holds the message back: whoever switched it on wants nothing to pass unseen. */
const unavailable = (): Fault => ({
  code: 'filtered',
  message: 'The check of messages cannot be reached. Try again.',
})

function verdict(body: unknown): Fault | null {
  const { results } = (body ?? {}) as {
    results?: { flagged?: unknown; categories?: Record<string, unknown> }[]
  }
  const first = Array.isArray(results) ? results[0] : undefined
  if (!first) return unavailable()
  if (first.flagged !== true) return null
  const named = Object.entries(first.categories ?? {}).flatMap(([name, flagged]) =>
    flagged === true ? [name] : [],
  )
  return { code: 'filtered', ...(named.length > 0 && { message: `Held back: ${named.join(', ')}` }) }
}
