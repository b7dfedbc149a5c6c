/** Frames of the person's socket: what a page sends is parsed here, and what changed in the list is told. */
import * as v from 'valibot'
import { fail, ok, type Result } from '../../shared/errors.ts'
import { MAX_FRAME_BYTES, UserClientFrame, type UserFrame } from '../../shared/protocol.ts'
import type { Sql } from '../sql.ts'
import { anew, shelvesFrame } from './acts.ts'
import type { Change, Library } from './library.ts'
import { preferences } from './preferences.ts'
import { presetFrames } from './presets.ts'
import { promptFrames } from './prompts.ts'

export function parse(data: string | ArrayBuffer): Result<UserClientFrame> {
  if (typeof data !== 'string') return fail('bad_request', 'a frame is JSON text')
  if (data.length > MAX_FRAME_BYTES) return fail('too_large', 'the frame is too large')
  try {
    const parsed = v.safeParse(UserClientFrame, JSON.parse(data))
    return parsed.success ? ok(parsed.output) : fail('bad_request', parsed.issues[0].message)
  } catch {
    return fail('bad_request', 'a frame is JSON text')
  }
}

export function frameOf(change: Change): UserFrame {
  return 'item' in change
    ? { t: 'item', clock: change.clock, item: change.item }
    : { t: 'gone', clock: change.clock, id: change.gone }
}

/** A socket that is closing throws; its close event follows, so nothing is to be done here. */
export function send(ws: { send(data: string): void }, frame: UserFrame): void {
  try {
    ws.send(JSON.stringify(frame))
  } catch {}
}

/** The conversation that the page of this socket shows. Kept with the socket, so that it outlives sleep. */
export function lookOf(ws: { deserializeAttachment(): unknown }): string | null {
  return (ws.deserializeAttachment() as { look: string | null } | null)?.look ?? null
}

/** What a page is told that has said hello: the list since then, and everything beside it. */
export function* helloFrames(sql: Sql, library: Library, since: number): Generator<UserFrame> {
  const changes = library.since(since)
  if (changes) yield* changes.map(frameOf)
  else yield anew(library)
  yield shelvesFrame(sql)
  yield { t: 'preferences', preferences: preferences(sql) }
}

/** What pages ask for when somebody wants to see it. */
export function askedFrames(
  sql: Sql,
  frame: Extract<UserClientFrame, { t: 'prompts' | 'presets' }>,
  now: number,
): UserFrame[] {
  return frame.t === 'prompts' ? promptFrames(sql, frame.since, now) : presetFrames(sql)
}
