/**
 * The frames of the two sockets. `/api/convos/:id/ws` speaks `ClientFrame` and `ServerFrame`, `/api/user/ws` speaks
 * `UserClientFrame` and `UserFrame`. Frames from a client are parsed with the schemas here, at the object's door;
 * frames of our own server are typed and trusted. The rules of behaviour are in `durable/room/SPEC.md`.
 */
import * as v from 'valibot'
import type { BranchMap } from './branch-map.ts'
import type { Catalog } from './catalog.ts'
import { Also, EVEN } from './comparison.ts'
import type { ContextUse } from './context.ts'
import type { Delta } from './delta.ts'
import { type Draft, DraftFiles, DraftOf, DraftPiece, type Lack, MAX_DRAFT } from './drafts.ts'
import type { ErrorCode } from './errors.ts'
import { Id } from './ids.ts'
import { LibraryAct } from './library.ts'
import { Feedback, MAX_SUMMARY, type Message, Pick } from './message.ts'
import { TextPart, type UserPart, UserParts } from './parts.ts'
import { Preferences } from './preferences.ts'
import type { Preset } from './presets.ts'
import type { Prompt } from './prompts.ts'
import { Cursor, type FoundPage, Query, SearchFilters } from './search.ts'
import { Setup } from './setup.ts'
import type { LibraryItem, Project, Tag } from './shelf.ts'
import { WINDOW } from './window.ts'

/** Bytes of one frame from a client. Above what a full message needs when every unit is escaped. */
export const MAX_FRAME_BYTES = 4_000_000

export { WINDOW }

/** UTF-16 code units of one piece of a file. */
export const MAX_PIECE = 400_000

/** Sent and answered without waking the object. */
export const PING = 'ping'
export const PONG = 'pong'

const Lengths = v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.maxLength(1000))

/**
 * Ways of a message that comes while an answer is written: it waits for its end, it goes in at the next end of a
 * paragraph, or it cuts the answer off.
 */
export const WHEN = ['queue', 'steer', 'interrupt'] as const

/**
 * A message that waits for an answer to end. `held`: that answer is not being written, so it waits for a person, or for
 * another answer.
 */
export type Queued = {
  id: string
  after: string
  held: boolean
  mode: 'queue' | 'steer'
  parts: UserPart[]
  pick: Pick
}

const EditedText = v.object({
  n: v.pipe(v.number(), v.integer(), v.minValue(0)),
  text: TextPart.entries.text,
})

export const ClientFrame = v.variant('t', [
  /** First frame after every connect. `since` is the last clock seen (0: nothing), `have` the lengths held of open replies. */
  v.object({
    t: v.literal('hello'),
    since: v.pipe(v.number(), v.integer(), v.minValue(0)),
    have: v.optional(v.record(Id, Lengths), {}),
  }),
  /**
   * A message and the id its reply will have. A new version of a message has the same parent as the old one. `when` says
   * what becomes of it while the answer before it is written; without it, it is refused as busy.
   */
  v.object({
    t: v.literal('send'),
    id: Id,
    reply: Id,
    parent: v.nullable(Id),
    parts: UserParts,
    pick: Pick,
    when: v.optional(v.picklist(WHEN)),
    /** Asks further models the same: their answers stand beside the first. */
    also: v.optional(Also),
    /** Of the first message: the conversation is to leave no trace. */
    temporary: v.optional(v.boolean()),
    /** Of the first message: how its conversation asks. */
    setup: v.optional(Setup),
    /** Of the first message: the project that its conversation begins in. */
    project: v.optional(Id),
  }),
  /**
   * A piece of the file `id`, which begins at unit `at` of it. All pieces come before the `send` whose parts name the file;
   * the piece at 0 begins it anew.
   */
  v.object({
    t: v.literal('file'),
    id: Id,
    at: v.pipe(v.number(), v.integer(), v.minValue(0)),
    text: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_PIECE)),
  }),
  /** What would go along with a message after `leaf`; the answer is a `context`. */
  v.object({ t: v.literal('context'), leaf: v.nullable(Id), pick: Pick }),
  /** Summarises everything above the last exchange before `leaf` now. */
  v.object({ t: v.literal('summarize'), leaf: Id, pick: Pick }),
  v.object({ t: v.literal('summarize-stop') }),
  /** New words for the summary that ends with the message `id`; null takes it away. */
  v.object({
    t: v.literal('summary'),
    id: Id,
    text: v.nullable(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_SUMMARY))),
  }),
  /** From now on the conversation asks like this; replaces what was set before. */
  v.object({ t: v.literal('setup'), setup: Setup }),
  /** New words for a message that waits. */
  v.object({ t: v.literal('queue-edit'), id: Id, parts: UserParts }),
  /** Lets it wait before another one (null: last). */
  v.object({ t: v.literal('queue-move'), id: Id, before: v.nullable(Id) }),
  v.object({ t: v.literal('queue-drop'), id: Id }),
  /** Sends the first of those that are held; `after`: below this answer, which is looked at. */
  v.object({ t: v.literal('queue-run'), after: v.optional(Id) }),
  /** Makes a temporary conversation one like any other. */
  v.object({ t: v.literal('keep') }),
  /**
   * Another reply to the user message `of`, or several beside each other. While it is compared, one may take the column of
   * the answer `instead`.
   */
  v.object({
    t: v.literal('regenerate'),
    of: Id,
    reply: Id,
    pick: Pick,
    also: v.optional(Also),
    instead: v.optional(Id),
  }),
  /** Of the answers that are compared under `of`, go on from this one: it was the best, unless the person voted otherwise. */
  v.object({ t: v.literal('choose'), of: Id, reply: Id }),
  /** A vote without a winner on the comparison under `of`; null takes it back. */
  v.object({ t: v.literal('vote'), of: Id, verdict: v.nullable(v.picklist(EVEN)) }),
  /** Go on writing a reply that was stopped, interrupted, cut or failed. */
  v.object({ t: v.literal('continue'), reply: Id, pick: v.optional(Pick) }),
  v.object({ t: v.literal('stop'), reply: Id }),
  /** Show the branch that leads through this message, on every device of this person. */
  v.object({ t: v.literal('select'), id: Id }),
  /** New words in place, by the index of the text part. Nothing is asked again. */
  v.object({
    t: v.literal('edit'),
    id: Id,
    texts: v.pipe(v.array(EditedText), v.minLength(1), v.maxLength(20)),
  }),
  v.object({ t: v.literal('feedback'), id: Id, feedback: v.nullable(Feedback) }),
  /** Deletes a message and everything below it; `restore` takes that back for a while. */
  v.object({ t: v.literal('delete'), id: Id }),
  v.object({ t: v.literal('restore'), id: Id }),
  /**
   * Copies messages to the end of another branch, after `parent`, under new ids: one message, or a question and its answer.
   * Nothing is asked.
   */
  v.object({
    t: v.literal('bring'),
    parent: Id,
    items: v.pipe(v.array(v.object({ of: Id, id: Id })), v.minLength(1), v.maxLength(2)),
  }),
  /** Asks for the map of all branches. */
  v.object({ t: v.literal('map') }),
  /** Asks for the beginning of a message. */
  v.object({ t: v.literal('glance'), id: Id }),
  /**
   * The window of ancestors that ends with `from`, or the last `count` of them. With `below` it ends as many messages
   * further down this person's branch, so that `from` is in its midst.
   */
  v.object({
    t: v.literal('page'),
    from: Id,
    count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(WINDOW))),
    below: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(WINDOW - 1))),
  }),
])
export type ClientFrame = v.InferOutput<typeof ClientFrame>

/**
 * Messages of one path, oldest first, and for every parent among them that has more than one child the ids of its
 * children in the order they were made. The key of the roots is ''. The path goes on upwards where the first
 * message has a parent. `beside`: the answers that are compared with the last of the path.
 */
export type Window = { path: Message[]; kids: Record<string, string[]>; beside?: Message[] }

export type ServerFrame =
  /** Answer to `hello` from nothing, or from too long ago: the window that ends at `leaf`. Replaces what the client holds. */
  | {
      t: 'state'
      clock: number
      title: string | null
      leaf: string | null
      temporary: boolean
      setup: Setup
      /** Some message has several versions. */
      forks?: true
      window: Window
      tails: Tail[]
    }
  /** Answer to `hello`: what changed since, and the tails of the replies that are still open. */
  | {
      t: 'since'
      clock: number
      title: string | null
      leaf: string | null
      temporary: boolean
      setup: Setup
      forks?: true
      messages: Message[]
      /** Deleted meanwhile. */
      gone: string[]
      tails: Tail[]
    }
  /** The message is stored: it can no longer be lost. */
  | { t: 'ack'; id: string; clock: number }
  /** Messages made or changed, parents first; `leaf` where this person's branch moved with it. */
  | { t: 'put'; clock: number; messages: Message[]; leaf?: string }
  /** An open reply grew. */
  | { t: 'd'; r: string; d: Delta[] }
  /** Deleted, all of them: a reader may hold some without what is between. `leaf` is where this person's branch now ends. */
  | { t: 'gone'; clock: number; ids: string[]; leaf: string | null }
  /** What waits, in the order it will be sent; all of it, whenever it changes, and after `hello` when there is any. */
  | { t: 'queue'; items: Queued[] }
  /** This person chose a branch, here or on another device. */
  | { t: 'branch'; leaf: string; window: Window }
  /** `of`: the message whose surroundings were asked for. */
  | { t: 'page'; window: Window; of?: string }
  | ({ t: 'map' } & BranchMap)
  /** How the message begins. */
  | { t: 'glance'; id: string; text: string }
  | { t: 'title'; title: string }
  | { t: 'setup'; setup: Setup }
  /** Earlier messages are being summarised because somebody asked for it, or that is over. */
  | { t: 'summarizing'; on: boolean; failed?: boolean }
  /** What would go along with a message after `leaf`. */
  | { t: 'context'; leaf: string | null; use: ContextUse }
  /** The conversation is temporary no more. */
  | { t: 'kept'; title: string | null }
  /** A frame was refused. `re` is the id it was about (`send.id`, `reply`, …). The connection goes on. */
  | { t: 'error'; code: ErrorCode; message?: string; re?: string }

export type Tail = { r: string; d: Delta[] }

export const UserClientFrame = v.variant('t', [
  v.object({ t: v.literal('hello'), since: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  v.object({ t: v.literal('preferences'), set: v.partial(Preferences) }),
  /** Something done to the library. `re` is answered by `done` or `error`; doing it twice does it once. */
  v.object({ t: v.literal('act'), re: Id, act: LibraryAct }),
  /**
   * What is written in a composer, a second after it was; '' and no files when it was sent. `base` is the `at` of the draft it
   * replaces: where the server holds another one, it answers with that one, and nothing is written over.
   */
  v.object({
    t: v.literal('draft'),
    of: DraftOf,
    base: v.pipe(v.number(), v.integer(), v.minValue(0)),
    text: v.pipe(v.string(), v.maxLength(MAX_DRAFT)),
    files: v.optional(DraftFiles),
  }),
  v.object({ t: v.literal('draft-ask'), of: DraftOf }),
  /** A piece of a file of a draft, which begins at unit `at` of it. The answer says where it goes on. */
  v.object({
    t: v.literal('draft-file'),
    of: DraftOf,
    id: Id,
    at: v.pipe(v.number(), v.integer(), v.minValue(0)),
    text: DraftPiece,
  }),
  /** This page shows the conversation to somebody (null: none), so its answers count as read. */
  v.object({ t: v.literal('look'), id: v.nullable(Id) }),
  /** Looks for `query`; the answer is `found` with the same `n`. */
  v.object({
    t: v.literal('search'),
    n: v.pipe(v.number(), v.integer()),
    query: Query,
    filters: v.optional(SearchFilters, {}),
    cursor: v.optional(Cursor),
  }),
  /** Asks for the prompts. `since` is the clock of those that are known (0: none). */
  v.object({ t: v.literal('prompts'), since: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  /** Asks for the presets. */
  v.object({ t: v.literal('presets') }),
  /** Asks for the models as they are now: somebody opens the list of them. */
  v.object({ t: v.literal('models') }),
])
export type UserClientFrame = v.InferOutput<typeof UserClientFrame>

export type UserFrame =
  /** The head of the library (`reset`), or what changed since. */
  | { t: 'library'; clock: number; reset: boolean; items: LibraryItem[]; nextCursor: string | null }
  | { t: 'item'; clock: number; item: LibraryItem }
  | { t: 'gone'; clock: number; id: string }
  | ({ t: 'models' } & Catalog)
  | { t: 'preferences'; preferences: Preferences }
  /** All bookmarks and projects, after each change of one. */
  | { t: 'shelves'; tags: Tag[]; projects: Project[] }
  /**
   * Prompts, all of them (`reset`) or what changed. `more`: a further frame belongs to these. Whoever never asked for
   * them may pass over it.
   */
  | { t: 'prompts'; clock: number; reset: boolean; items: Prompt[]; gone: string[]; more: boolean }
  /**
   * The order of all presets, the one that new conversations begin with, and those that changed or were asked for. Whoever
   * never asked for them may lack some.
   */
  | { t: 'presets'; order: string[]; standard: string | null; items: Preset[] }
  /** A draft as it is stored: asked for, written on another device, or in the way of what was sent. */
  | ({ t: 'draft' } & Draft)
  /** `full`: files that found no room and stay where they were chosen. */
  | { t: 'draft-kept'; of: string; at: number; lacks?: Lack[]; full?: string[] }
  /** What is here of a file of a draft ends at `at` (null: nobody waits for it); all pages are told when it is `whole`. */
  | { t: 'draft-file'; of: string; id: string; at: number | null; whole: boolean }
  /** The act `re` is done, and what it changed was told before. */
  | { t: 'done'; re: string }
  | ({ t: 'found'; n: number } & FoundPage)
  | { t: 'error'; code: ErrorCode; message?: string; re?: string }
