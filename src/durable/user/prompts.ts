/** The prompts of one person, with the versions of their texts. One that is deleted can come back for a while. */
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { PromptChange } from '../../shared/prompt-acts.ts'
import { MAX_PROMPTS, MAX_VERSIONS, type Prompt, type PromptVersion } from '../../shared/prompts.ts'
import type { UserFrame } from '../../shared/protocol.ts'
import { first, type Sql } from '../sql.ts'

export const PROMPTS_SCHEMA = `
  CREATE TABLE prompt (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, about TEXT NOT NULL, category TEXT NOT NULL, command TEXT NOT NULL,
    starter INTEGER NOT NULL, pinned INTEGER NOT NULL, uses INTEGER NOT NULL, created INTEGER NOT NULL,
    updated INTEGER NOT NULL, version TEXT NOT NULL, counter INTEGER NOT NULL, gone INTEGER
  ) WITHOUT ROWID;
  CREATE TABLE prompt_version (
    id TEXT PRIMARY KEY, prompt TEXT NOT NULL, n INTEGER NOT NULL, text TEXT NOT NULL, created INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX prompt_version_of ON prompt_version (prompt, n);
  CREATE TABLE prompt_use (at INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE);
  CREATE TABLE prompt_clock (clock INTEGER NOT NULL);
  INSERT INTO prompt_clock VALUES (1);`

/** How long a deleted prompt can come back: longer than any notice that offers it. */
const RESTORE_MS = 24 * 3600 * 1000

/** Deleted prompts that can come back, the last ones. Whoever makes and deletes them by a program fills no disk. */
const MAX_GONE = 100

/** Uses that are remembered, so that one that is told twice is counted once. More are never on their way. */
const REMEMBERED_USES = 500

/** UTF-16 units of text in one frame, so that none is larger than what a socket takes. */
const FRAME_TEXT = 200_000

type Frame = Extract<UserFrame, { t: 'prompts' }>
type Row = Omit<Prompt, 'starter' | 'pinned'> & { starter: number; pinned: number }

const SELECT = `SELECT p.id, p.name, p.about, p.category, p.command, p.starter, p.pinned, p.uses, p.created, p.updated,
    p.version, v.text, (SELECT count(*) FROM prompt_version o WHERE o.prompt = p.id) AS versions
  FROM prompt p JOIN prompt_version v ON v.id = p.version WHERE p.gone IS NULL`

/** All of them, by name. */
export function promptsOf(sql: Sql): Prompt[] {
  return sql.all<Row>(`${SELECT} ORDER BY p.name COLLATE NOCASE, p.id`).map(promptOf)
}

/** A prompt by its id or by that of one of its versions, and all its versions, newest first. */
export function promptWith(sql: Sql, id: string): Result<{ prompt: Prompt; versions: PromptVersion[] }> {
  const of =
    first<{ prompt: string }>(sql, 'SELECT prompt FROM prompt_version WHERE id = ?', id)?.prompt ?? id
  const prompt = find(sql, of)
  if (!prompt) return fail('not_found')
  const versions = sql.all<PromptVersion>(
    'SELECT id, n, text, created FROM prompt_version WHERE prompt = ? ORDER BY n DESC',
    of,
  )
  return ok({ prompt, versions })
}

/** What a page that knows the prompts as of clock `since` has to hear: nothing, or all of them. */
export function promptFrames(sql: Sql, since: number, now: number): Frame[] {
  sweep(sql, now)
  const clock = clockOf(sql)
  const none: Frame = { t: 'prompts', clock, reset: false, items: [], gone: [], more: false }
  if (since === clock) return [none]
  const frames: Frame[] = []
  let size = 0
  for (const prompt of promptsOf(sql)) {
    const last = frames.at(-1)
    if (!last || size + prompt.text.length > FRAME_TEXT) {
      frames.push({ ...none, reset: !last, items: [prompt] })
      size = 0
    } else last.items.push(prompt)
    size += prompt.text.length
  }
  for (const frame of frames.slice(0, -1)) frame.more = true
  return frames.length > 0 ? frames : [{ ...none, reset: true }]
}

/** Does it, wholly or not at all. Returns what the pages of this person are to hear. */
export function changePrompt(sql: Sql, id: string, change: PromptChange, now: number): Result<UserFrame[]> {
  return sql.transaction(() => {
    sweep(sql, now)
    const done = apply(sql, id, change, now)
    if (!done.ok) return done
    sql.run('UPDATE prompt_clock SET clock = clock + 1')
    const prompt = find(sql, id)
    return ok([
      {
        t: 'prompts',
        clock: clockOf(sql),
        reset: false,
        items: prompt ? [prompt] : [],
        gone: prompt ? [] : [id],
        more: false,
      } satisfies UserFrame,
    ])
  })
}

type Kept = { version: string; counter: number; gone: number | null }

function apply(sql: Sql, id: string, change: PromptChange, now: number): Result<null> {
  if (change.what === 'write') return write(sql, id, change, now)
  const known = kept(sql, id)
  if (!known || (known.gone !== null && change.what !== 'restore' && change.what !== 'drop'))
    return fail('not_found')
  switch (change.what) {
    case 'use':
    case 'drop-version': {
      const there = first(
        sql,
        'SELECT 1 AS one FROM prompt_version WHERE id = ? AND prompt = ?',
        change.version,
        id,
      )
      if (change.what === 'drop-version') {
        if (change.version === known.version) return fail('conflict', 'this version is in use')
        // Deleted before: there is nothing left to do.
        sql.run('DELETE FROM prompt_version WHERE id = ? AND prompt = ?', change.version, id)
      } else if (!there) return fail('not_found')
      else sql.run('UPDATE prompt SET version = ?, updated = ? WHERE id = ?', change.version, now, id)
      return ok(null)
    }
    case 'drop':
      sql.run('UPDATE prompt SET gone = coalesce(gone, ?) WHERE id = ?', now, id)
      purge(
        sql,
        'SELECT id FROM prompt WHERE gone IS NOT NULL ORDER BY gone DESC LIMIT -1 OFFSET ?',
        MAX_GONE,
      )
      return ok(null)
    case 'restore':
      return known.gone === null ? ok(null) : restore(sql, id)
    case 'count':
      return count(sql, id, change.use)
  }
}

function write(
  sql: Sql,
  id: string,
  { set, version }: Extract<PromptChange, { what: 'write' }>,
  now: number,
): Result<null> {
  const known = kept(sql, id)
  if (known && known.gone !== null) return fail('not_found')
  if (set.command && isTaken(sql, id, set.command))
    return fail('conflict', `another prompt has the command /${set.command}`)
  const adds = version ? mayAdd(sql, id, version.id) : ok(false)
  if (!adds.ok) return adds
  if (!known) {
    if (set.name === undefined || !version) return fail('bad_request', 'a new prompt needs a name and a text')
    if (countOf(sql) >= MAX_PROMPTS) return fail('conflict', `at most ${MAX_PROMPTS} prompts`)
    sql.run(
      'INSERT INTO prompt VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, 0, NULL)',
      ...[id, set.name, set.about ?? '', set.category ?? '', set.command ?? ''],
      ...[Number(set.starter ?? false), Number(set.pinned ?? false), now, now, version.id],
    )
  } else {
    for (const column of ['name', 'about', 'category', 'command'] as const)
      if (set[column] !== undefined) sql.run(`UPDATE prompt SET ${column} = ? WHERE id = ?`, set[column], id)
    for (const column of ['starter', 'pinned'] as const)
      if (set[column] !== undefined)
        sql.run(`UPDATE prompt SET ${column} = ? WHERE id = ?`, Number(set[column]), id)
    sql.run('UPDATE prompt SET updated = ? WHERE id = ?', now, id)
  }
  if (!version || !adds.value) return ok(null)
  sql.run('UPDATE prompt SET counter = counter + 1 WHERE id = ?', id)
  sql.run(
    'INSERT INTO prompt_version SELECT ?, id, counter, ?, ? FROM prompt WHERE id = ?',
    ...[version.id, version.text, now, id],
  )
  if (version.use) sql.run('UPDATE prompt SET version = ? WHERE id = ?', version.id, id)
  return ok(null)
}

/** False: it is there already, because it was sent twice. */
function mayAdd(sql: Sql, id: string, version: string): Result<boolean> {
  const there = first<{ prompt: string }>(sql, 'SELECT prompt FROM prompt_version WHERE id = ?', version)
  if (there)
    return there.prompt === id ? ok(false) : fail('conflict', 'this version belongs to another prompt')
  const count = 'SELECT count(*) AS n FROM prompt_version WHERE prompt = ?'
  const full = (first<{ n: number }>(sql, count, id)?.n ?? 0) >= MAX_VERSIONS
  return full ? fail('conflict', `at most ${MAX_VERSIONS} versions: delete one first`) : ok(true)
}

/** Its command may have gone to another one meanwhile: then it comes back without. */
function restore(sql: Sql, id: string): Result<null> {
  if (countOf(sql) >= MAX_PROMPTS) return fail('conflict', `at most ${MAX_PROMPTS} prompts`)
  const command =
    first<{ command: string }>(sql, 'SELECT command FROM prompt WHERE id = ?', id)?.command ?? ''
  sql.run('UPDATE prompt SET gone = NULL WHERE id = ?', id)
  if (command && isTaken(sql, id, command)) sql.run("UPDATE prompt SET command = '' WHERE id = ?", id)
  return ok(null)
}

function count(sql: Sql, id: string, use: string): Result<null> {
  if (first(sql, 'SELECT 1 AS one FROM prompt_use WHERE id = ?', use)) return ok(null)
  sql.run('INSERT INTO prompt_use (id) VALUES (?)', use)
  sql.run('DELETE FROM prompt_use WHERE at <= (SELECT max(at) FROM prompt_use) - ?', REMEMBERED_USES)
  sql.run('UPDATE prompt SET uses = uses + 1 WHERE id = ?', id)
  return ok(null)
}

/** What was deleted long ago is deleted now. */
function sweep(sql: Sql, now: number): void {
  purge(sql, 'SELECT id FROM prompt WHERE gone <= ?', now - RESTORE_MS)
}

/** Deletes those that `which` finds with their versions. */
function purge(sql: Sql, which: string, value: number): void {
  sql.run(`DELETE FROM prompt_version WHERE prompt IN (${which})`, value)
  sql.run(`DELETE FROM prompt WHERE id IN (${which})`, value)
}

function isTaken(sql: Sql, id: string, command: string): boolean {
  const other = 'SELECT 1 AS one FROM prompt WHERE command = ? AND id <> ? AND gone IS NULL'
  return first(sql, other, command, id) !== undefined
}

function kept(sql: Sql, id: string): Kept | undefined {
  return first<Kept>(sql, 'SELECT version, counter, gone FROM prompt WHERE id = ?', id)
}

function countOf(sql: Sql): number {
  return first<{ n: number }>(sql, 'SELECT count(*) AS n FROM prompt WHERE gone IS NULL')?.n ?? 0
}

function clockOf(sql: Sql): number {
  return first<{ clock: number }>(sql, 'SELECT clock FROM prompt_clock')?.clock ?? 0
}

function find(sql: Sql, id: string): Prompt | undefined {
  const row = first<Row>(sql, `${SELECT} AND p.id = ?`, id)
  return row && promptOf(row)
}

function promptOf(row: Row): Prompt {
  return { ...row, starter: row.starter === 1, pinned: row.pinned === 1 }
}
