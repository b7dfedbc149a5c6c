/**
 * `rateLimits.fileUploads` of `librechat.yaml`: how many files a person, or an address, may send in a while. Counted in D1
 * beside the limits of the door, because a person writes into many rooms. Where nobody limits it, nothing is asked.
 */
import type { ObjectEnv } from './env.ts'
import { installationOf } from './gateway/installation.ts'
import type { Uploads } from './room/files.ts'

type Budget = { key: string; max: number; windowMs: number }

/** LibreChat's. */
const USUAL = { ipMax: 100, userMax: 50, minutes: 15 }

/** As the door counts, but several at once. */
const COUNT = `INSERT INTO limits (key, hits, ends) VALUES (?1, ?2, ?3)
  ON CONFLICT (key) DO UPDATE SET
    hits = CASE WHEN ends <= ?4 THEN ?2 ELSE hits + ?2 END,
    ends = CASE WHEN ends <= ?4 THEN excluded.ends ELSE ends END
  RETURNING hits, ends`

/** Null where nothing is limited. */
export function uploadsOf(env: ObjectEnv): Uploads | null {
  const rules = installationOf(env).config.rateLimits?.fileUploads
  if (!rules) return null
  const { ipMax, ipWindowInMinutes: ip, userMax, userWindowInMinutes: user } = rules
  return async (caller, files) => {
    const now = Date.now()
    const budgets: Budget[] = []
    const add = (what: string, whose: string, max: number, minutes = USUAL.minutes) =>
      budgets.push({ key: `upload ${what} ${whose}`, max, windowMs: minutes * 60_000 })
    if (userMax !== undefined || user !== undefined) add('user', caller.user, userMax ?? USUAL.userMax, user)
    if (caller.from && (ipMax !== undefined || ip !== undefined))
      add('address', caller.from, ipMax ?? USUAL.ipMax, ip)
    if (budgets.length === 0) return null
    const results = await env.DB.batch<{ hits: number; ends: number }>(
      budgets.map(({ key, windowMs }) => env.DB.prepare(COUNT).bind(key, files, now + windowMs, now)),
    )
    const waits = results.flatMap(({ results: [row] }, at) =>
      row && row.hits > budgets[at]!.max ? [row.ends - now] : [],
    )
    return waits.length > 0 ? { code: 'rate_limited', retryAfterMs: Math.max(...waits) } : null
  }
}
