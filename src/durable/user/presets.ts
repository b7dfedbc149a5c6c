/** The presets of one person, in their order. One that is deleted can come back for a while. */
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { Pick } from '../../shared/message.ts'
import { MAX_PRESETS, type Preset, type PresetChange, type PresetSetup } from '../../shared/presets.ts'
import type { UserFrame } from '../../shared/protocol.ts'
import { first, json, type Sql } from '../sql.ts'

export const PRESETS_SCHEMA = `
  CREATE TABLE preset (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, pick TEXT NOT NULL, setup TEXT NOT NULL, place INTEGER NOT NULL,
    standard INTEGER NOT NULL, gone INTEGER
  ) WITHOUT ROWID;`

/** How long a deleted preset can come back: longer than any notice that offers it. */
const RESTORE_MS = 24 * 3600 * 1000

/** Deleted presets that can come back, the last ones. */
const MAX_GONE = 100

/** UTF-16 units of instructions in one frame, so that none is larger than what a socket takes. */
const FRAME_TEXT = 200_000

type Frame = Extract<UserFrame, { t: 'presets' }>
type Row = { id: string; name: string; pick: string; setup: string; place: number; standard: number }

const KEPT = 'SELECT * FROM preset WHERE gone IS NULL'

/** In their order. */
export function presetsOf(sql: Sql): Preset[] {
  return rowsOf(sql).map(presetOf)
}

/** The one that new conversations begin with. */
export function standardPreset(sql: Sql): Preset | null {
  const row = first<Row>(sql, `${KEPT} AND standard = 1`)
  return row ? presetOf(row) : null
}

/** All of them, in as few frames as there can be. */
export function presetFrames(sql: Sql): Frame[] {
  const frames: Frame[] = [{ ...orderOf(sql), items: [] }]
  let size = 0
  for (const preset of presetsOf(sql)) {
    size += preset.setup.instructions?.length ?? 0
    if (size > FRAME_TEXT) {
      frames.push({ ...frames[0]!, items: [] })
      size = preset.setup.instructions?.length ?? 0
    }
    frames.at(-1)!.items.push(preset)
  }
  return frames
}

/** Does it, wholly or not at all. Returns what the pages of this person are to hear. */
export function changePreset(sql: Sql, id: string, change: PresetChange, now: number): Result<UserFrame[]> {
  return sql.transaction(() => {
    sql.run('DELETE FROM preset WHERE gone <= ?', now - RESTORE_MS)
    const done = apply(sql, id, change, now)
    return done.ok ? ok([told(sql, id)]) : done
  })
}

/** The order of all of them; what is not named keeps its place behind those that are. */
export function orderPresets(sql: Sql, ids: readonly string[]): UserFrame[] {
  sql.transaction(() => {
    sql.run('UPDATE preset SET place = place + ?', ids.length)
    for (const [place, id] of ids.entries()) sql.run('UPDATE preset SET place = ? WHERE id = ?', place, id)
  })
  return [{ ...orderOf(sql), items: [] }]
}

function apply(sql: Sql, id: string, change: PresetChange, now: number): Result<null> {
  const known = first<{ gone: number | null }>(sql, 'SELECT gone FROM preset WHERE id = ?', id)
  if (change.what === 'write') return write(sql, id, change.set, known)
  if (!known || (known.gone !== null && change.what === 'standard')) return fail('not_found')
  switch (change.what) {
    case 'standard':
      if (change.on) sql.run('UPDATE preset SET standard = 0')
      sql.run('UPDATE preset SET standard = ? WHERE id = ?', change.on ? 1 : 0, id)
      return ok(null)
    case 'drop':
      sql.run('UPDATE preset SET gone = coalesce(gone, ?) WHERE id = ?', now, id)
      sql.run(
        'DELETE FROM preset WHERE id IN (SELECT id FROM preset WHERE gone IS NOT NULL ORDER BY gone DESC LIMIT -1 OFFSET ?)',
        MAX_GONE,
      )
      return ok(null)
    case 'restore':
      if (known.gone === null) return ok(null)
      if (countOf(sql) >= MAX_PRESETS) return fail('conflict', `at most ${MAX_PRESETS} presets`)
      // Another one may have become the standard meanwhile.
      if (standardPreset(sql)) sql.run('UPDATE preset SET standard = 0 WHERE id = ?', id)
      sql.run('UPDATE preset SET gone = NULL WHERE id = ?', id)
      return ok(null)
  }
}

function write(
  sql: Sql,
  id: string,
  set: Extract<PresetChange, { what: 'write' }>['set'],
  known: { gone: number | null } | undefined,
): Result<null> {
  if (known && known.gone !== null) return fail('not_found')
  const { name, pick, setup } = set
  if (known) {
    if (name !== undefined) sql.run('UPDATE preset SET name = ? WHERE id = ?', name, id)
    if (pick) sql.run('UPDATE preset SET pick = ? WHERE id = ?', JSON.stringify(pick), id)
    if (setup) sql.run('UPDATE preset SET setup = ? WHERE id = ?', JSON.stringify(setup), id)
    return ok(null)
  }
  if (name === undefined || !pick) return fail('bad_request', 'a new preset needs a name and a model')
  if (countOf(sql) >= MAX_PRESETS) return fail('conflict', `at most ${MAX_PRESETS} presets`)
  const place = first<{ place: number | null }>(sql, 'SELECT max(place) AS place FROM preset')?.place ?? 0
  sql.run(
    'INSERT INTO preset VALUES (?, ?, ?, ?, ?, 0, NULL)',
    ...[id, name, JSON.stringify(pick), JSON.stringify(setup ?? {}), place + 1],
  )
  return ok(null)
}

/** One that changed. A page that lacks the others asks for them when it needs them. */
function told(sql: Sql, id: string): Frame {
  const row = first<Row>(sql, `${KEPT} AND id = ?`, id)
  return { ...orderOf(sql), items: row ? [presetOf(row)] : [] }
}

function orderOf(sql: Sql): { t: 'presets'; order: string[]; standard: string | null } {
  const rows = sql.all<{ id: string; standard: number }>(
    'SELECT id, standard FROM preset WHERE gone IS NULL ORDER BY place, id',
  )
  const standard = rows.find((row) => row.standard === 1)?.id ?? null
  return { t: 'presets', order: rows.map(({ id }) => id), standard }
}

function rowsOf(sql: Sql): Row[] {
  return sql.all<Row>(`${KEPT} ORDER BY place, id`)
}

function countOf(sql: Sql): number {
  return first<{ n: number }>(sql, 'SELECT count(*) AS n FROM preset WHERE gone IS NULL')?.n ?? 0
}

function presetOf({ id, name, pick, setup }: Row): Preset {
  // Both were parsed at the door before they were written.
  return { id, name, pick: json<Pick>(pick) as Pick, setup: json<PresetSetup>(setup) ?? {} }
}

/** All of them, and the one that new conversations begin with. */
export function presetList(sql: Sql): { list: Preset[]; standard: string | null } {
  return { list: presetsOf(sql), standard: standardPreset(sql)?.id ?? null }
}
