/**
 * What a person, or an address, may ask for in a while: `rateLimits.fileUploads` of `librechat.yaml` and the names
 * `LIMIT_MESSAGE_…` of `.env`. Counted in D1 beside the limits of the door, because a person writes into many rooms. Where
 * nobody limits anything, nothing is asked.
 */
import type { ObjectEnv } from './env.ts'
import { installationOf } from './gateway/installation.ts'
import type { Limits, Taken } from './room/limits.ts'

type Rule = { of: keyof Taken; by: 'user' | 'address'; max: number; minutes: number }

/** As the door counts, but several at once. */
const COUNT = `INSERT INTO limits (key, hits, ends) VALUES (?1, ?2, ?3)
  ON CONFLICT (key) DO UPDATE SET
    hits = CASE WHEN ends <= ?4 THEN ?2 ELSE hits + ?2 END,
    ends = CASE WHEN ends <= ?4 THEN excluded.ends ELSE ends END
  RETURNING hits, ends`

/** Null where nothing is limited. */
export function limitsOf(env: ObjectEnv): Limits | null {
  const rules = rulesOf(env)
  if (rules.length === 0) return null
  return async (caller, taken) => {
    const now = Date.now()
    const budgets = rules.flatMap(({ of, by, max, minutes }) => {
      const whose = by === 'user' ? caller.user : caller.from
      const key = `${of} ${by} ${whose}`
      return whose && taken[of] > 0 ? [{ key, hits: taken[of], max, ends: now + minutes * 60_000 }] : []
    })
    if (budgets.length === 0) return null
    const results = await env.DB.batch<{ hits: number; ends: number }>(
      budgets.map(({ key, hits, ends }) => env.DB.prepare(COUNT).bind(key, hits, ends, now)),
    )
    const waits = results.flatMap(({ results: [row] }, at) =>
      row && row.hits > budgets[at]!.max ? [row.ends - now] : [],
    )
    return waits.length > 0 ? { code: 'rate_limited', retryAfterMs: Math.max(...waits) } : null
  }
}

/** Where one of a pair is missing, it is LibreChat's. */
function rulesOf(env: ObjectEnv): Rule[] {
  const { ipMax, ipWindowInMinutes, userMax, userWindowInMinutes } =
    installationOf(env).config.rateLimits?.fileUploads ?? {}
  const rules: Rule[] = []
  const files = (by: Rule['by'], usual: number, max?: number, minutes?: number) => {
    if (max !== undefined || minutes !== undefined)
      rules.push({ of: 'files', by, max: max ?? usual, minutes: minutes ?? 15 })
  }
  files('user', 50, userMax, userWindowInMinutes)
  files('address', 100, ipMax, ipWindowInMinutes)
  const messages = (by: Rule['by'], on?: string, max?: string, minutes?: string) => {
    if (on?.trim().toLowerCase() === 'true')
      rules.push({ of: 'messages', by, max: figure(max, 40), minutes: figure(minutes, 1) })
  }
  messages('user', env.LIMIT_MESSAGE_USER, env.MESSAGE_USER_MAX, env.MESSAGE_USER_WINDOW)
  messages('address', env.LIMIT_MESSAGE_IP, env.MESSAGE_IP_MAX, env.MESSAGE_IP_WINDOW)
  return rules
}

const figure = (text: string | undefined, usual: number) => {
  const value = Number(text)
  return value > 0 ? value : usual
}
