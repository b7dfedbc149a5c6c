/**
 * Where acts on the library arrive, and where the trash is cleared. It knows rooms only to ask about a conversation that
 * nobody has told of yet, and to have one erased for good [LB3]; everything else is the person's own affair.
 */
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { LibraryAct } from '../../shared/library.ts'
import type { UserFrame } from '../../shared/protocol.ts'
import type { Caller, ConversationRpc, Guidance } from '../rpc.ts'
import type { Sql } from '../sql.ts'
import { act, shelvesFrame, told } from './acts.ts'
import type { Library } from './library.ts'
import { instructionsOf } from './projects.ts'
import { Shelves } from './shelf.ts'

export type DeskHost = {
  /** The id of the person. */
  me(): string
  sql: Sql
  library: Library
  room(id: string): Pick<ConversationRpc, 'describe' | 'placed' | 'remove'>
  /** To all pages of this person. */
  tell(frame: UserFrame): void
  /** `clear` is to be called at this time, Unix ms. */
  wakeAt(at: number): Promise<void>
  /** The operator has switched this off. */
  bars?(what: LibraryAct): boolean
}

/** Rooms that are asked to erase themselves side by side. */
const ERASED_AT_ONCE = 20

/** Ms until a room that could not be reached is asked again. */
const ERASE_RETRY_MS = 30_000

/** Rooms that are told side by side where they are now. */
const PLACED_AT_ONCE = 50

/** Conversations of one act that are asked about because nobody has told of them. */
const MET_AT_ONCE = 20

export class Desk {
  readonly shelves: Shelves
  readonly #host: DeskHost

  constructor(host: DeskHost) {
    this.#host = host
    this.shelves = new Shelves(host.sql, host.library)
  }

  /** Does it and tells all pages. `not_found`: the one conversation that it is about does not exist, for this person. */
  async act(what: LibraryAct, now: number): Promise<Result<null>> {
    const { sql, library, tell } = this.#host
    if (this.#host.bars?.(what)) return fail('forbidden')
    if (what.do === 'arrange') {
      try {
        await this.meet(what.ids)
      } catch {
        return fail('unavailable', 'a conversation cannot be reached')
      }
      const [id = '', ...others] = what.ids
      if (others.length === 0 && !library.find(id).item) return fail('not_found')
    }
    const frames = act(sql, library, this.shelves, what, now)
    if (!frames.ok) return frames
    frames.value.forEach(tell)
    if (what.do === 'arrange' && what.set.project !== undefined) await this.#place(what.ids)
    await this.#wake(now, 0)
    return ok(null)
  }

  /** The instructions of a project; of the one that the conversation is in, where the list knows the conversation. */
  guidance(project: string, conversation?: string): Result<Guidance> {
    const { sql, library } = this.#host
    const known = conversation !== undefined && library.find(conversation).known
    const placed = known ? library.placed(conversation) : { project, clock: 0 }
    const instructions = placed.project === null ? '' : instructionsOf(sql, placed.project)
    if (instructions === undefined && conversation === undefined) return fail('not_found')
    return ok({ ...placed, instructions: instructions ?? '' })
  }

  /**
   * [PR1] Rooms hear at once where they are. One that cannot be reached hears it when it tells of itself the next time,
   * and one that left a project that was deleted when it asks for its instructions.
   */
  async #place(ids: readonly string[]): Promise<void> {
    const { library, room } = this.#host
    const found = ids.filter((id) => library.find(id).item)
    for (let at = 0; at < found.length; at += PLACED_AT_ONCE) {
      const some = found.slice(at, at + PLACED_AT_ONCE)
      await Promise.allSettled(some.map((id) => room(id).placed(this.#caller, library.placed(id))))
    }
  }

  /** A conversation that has just begun may be named before its room has told of it. The room says whose it is. */
  async meet(ids: readonly string[]): Promise<void> {
    const { library, room } = this.#host
    const unknown = ids.filter((id) => !library.find(id).known).slice(0, MET_AT_ONCE)
    const answers = await Promise.all(unknown.map((id) => room(id).describe(this.#caller)))
    // Version 0: whatever the room tells by itself is newer. [TE1] Of a temporary one nothing is written down.
    for (const item of answers)
      if (item.ok && !item.value.temporary) library.settle(item.value.id, 0, item.value, item.value.updated)
  }

  /** Erases what the trash has kept for long enough, and what was thrown out of it. Called by the alarm. */
  async clear(now: number): Promise<void> {
    const { library, room, tell } = this.#host
    told(this.shelves.expire(now)).forEach(tell)
    const ends = await Promise.allSettled(
      this.shelves.condemned(ERASED_AT_ONCE).map(async (id) => {
        const removed = await room(id).remove(this.#caller)
        // There is no such room any more, and so nobody who would tell. A room that is erased has told.
        if (!removed.ok) library.settle(id, Number.MAX_SAFE_INTEGER, null, now)
      }),
    )
    if (ends.length > 0) tell(shelvesFrame(this.#host.sql))
    await this.#wake(now, ends.some(({ status }) => status === 'rejected') ? ERASE_RETRY_MS : 0)
  }

  get #caller(): Caller {
    return { user: this.#host.me(), sid: '', role: 'USER' }
  }

  async #wake(now: number, ms: number): Promise<void> {
    const due = this.shelves.due(now)
    if (due !== null) await this.#host.wakeAt(Math.max(due, now + ms))
  }
}
