/** What the person set, in their own object, so that it is the same on every device. */
import { DEFAULT_PREFERENCES, type Preferences } from '../../shared/preferences.ts'
import { first, json, type Sql } from '../sql.ts'

/** The preferences, with defaults for what was never set. */
export function preferences(sql: Sql): Preferences {
  const row = first<{ preferences: string }>(sql, 'SELECT preferences FROM person')
  return { ...DEFAULT_PREFERENCES, ...json<Partial<Preferences>>(row?.preferences ?? null) }
}

/** Changes some, and returns all. */
export function setPreferences(
  sql: Sql,
  change: { [K in keyof Preferences]?: Preferences[K] | undefined },
): Preferences {
  const defined = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const next: Preferences = { ...preferences(sql), ...defined }
  sql.run('UPDATE person SET preferences = ?', JSON.stringify(next))
  return next
}
