/**
 * What the Worker and the objects may ask of each other. Types only, so that the Worker can import them. Every method
 * says who asks and answers a `Result`: permission is decided inside the object.
 */
import type { Catalog } from '../shared/catalog.ts'
import type { Also, Verdict } from '../shared/comparison.ts'
import type { ConversationItem, CopyRange } from '../shared/conversation.ts'
import type { Result } from '../shared/errors.ts'
import type { KeyChange, OwnKey } from '../shared/keys.ts'
import type { Balance, Charge, UsageQuery, UsageReport } from '../shared/ledger.ts'
import type { LibraryAct } from '../shared/library.ts'
import type { Message, Pick } from '../shared/message.ts'
import type { UserPart } from '../shared/parts.ts'
import type { Preferences } from '../shared/preferences.ts'
import type { Preset } from '../shared/presets.ts'
import type { Prompt, PromptVersion } from '../shared/prompts.ts'
import type { WHEN } from '../shared/protocol.ts'
import type { FoundPage, SearchFilters } from '../shared/search.ts'
import type { Setup } from '../shared/setup.ts'
import type { Filter, LibraryItem, Project, Tag } from '../shared/shelf.ts'
import type { Role } from '../shared/user.ts'
import type { Copy } from './room/copy.ts'
import type { Secret } from './user/keys.ts'

/** Proven by the Worker. Travels to `fetch` of an object as JSON in this header, which the Worker always sets itself. */
export type Caller = {
  user: string
  sid: string
  role: Role
  /** Where they come from, as a hash; only where files are limited by it. */
  from?: string
  /** May not ask a model: has not accepted the operator's terms. */
  barred?: 'terms'
}
export const CALLER_HEADER = 'x-parley-caller'

/** What is in a file: its text, or the Base64 of what is none. */
export type FileContent = { id: string; text: string }

export interface ConversationRpc {
  /**
   * The WebSocket of the conversation, or, for GET `?reply=ID`, the SSE of that reply (`Last-Event-ID` resumes it), or for
   * `?file=ID` a file.
   */
  fetch(request: Request): Promise<Response>
  describe(caller: Caller): Promise<Result<ConversationItem>>
  /** Messages of the whole tree in the order they were made, `limit` ≤ 200 at a time. */
  messages(caller: Caller, page: { cursor?: string; limit: number }): Promise<Result<MessagePage>>
  /**
   * Stores the message and starts the reply, exactly like the `send` frame. The conversation is made if there is none.
   * `contents`: what is in the files that the message names.
   */
  send(
    caller: Caller,
    message: Sending,
    contents?: FileContent[],
  ): Promise<Result<{ id: string; reply: string }>>
  stop(caller: Caller, reply: string): Promise<Result<null>>
  rename(caller: Caller, title: string): Promise<Result<ConversationItem>>
  /** Copies a part of this conversation into the new one `id`. */
  copy(caller: Caller, id: string, range: CopyRange): Promise<Result<ConversationItem>>
  /** From another conversation of the same person: fills this one, which does not exist yet, with a copy. */
  adopt(caller: Caller, copy: Copy): Promise<Result<ConversationItem>>
  /** From the User object: the conversation was put into a project, or out of it. */
  placed(caller: Caller, placed: Placed): Promise<void>
  /** Stops what runs, closes the sockets and erases the object's storage. */
  remove(caller: Caller): Promise<Result<null>>
  /** From the User object: closes this person's sockets, of one session or of all. */
  revoke(user: string, sid: string | null): Promise<void>
  /** From the process manager: writes open drafts to disk now. */
  flush(): Promise<void>
}

/** `parent` undefined: the message follows the newest message of the caller's branch. */
export type Sending = {
  id: string
  reply: string
  parent?: string | null
  parts: UserPart[]
  pick: Pick
  /** Further models that are asked the same. */
  also?: Also | undefined
  /** What becomes of it while the answer before it is written; without it, it is refused as busy. */
  when?: (typeof WHEN)[number] | undefined
  /** Of the first message: the conversation is to leave no trace. */
  temporary?: boolean | undefined
  /** Of the first message: how its conversation asks, and the project it begins in. */
  setup?: Setup | undefined
  project?: string | undefined
}

export type MessagePage = { messages: Message[]; nextCursor: string | null }

export interface UserRpc {
  /** The WebSocket of the person's library. */
  fetch(request: Request): Promise<Response>
  /** What the first page needs, in one call. */
  boot(caller: Caller): Promise<Result<Boot>>
  /** Newest first; `limit` ≤ 100. */
  list(caller: Caller, page: { cursor?: string; limit: number; filter?: Filter }): Promise<Result<NamedPage>>
  /** One conversation with its place in the list. */
  item(caller: Caller, id: string): Promise<Result<LibraryItem>>
  /** Something done to the library, exactly like the `act` frame. What names one conversation that is not there is refused. */
  act(caller: Caller, act: LibraryAct): Promise<Result<null>>
  /** Bookmarks and projects. */
  shelves(caller: Caller): Promise<Result<Shelves>>
  models(caller: Caller): Promise<Result<Catalog>>
  /** The keys this person brought, after a change of them. */
  keys(caller: Caller, change?: KeyChange): Promise<Result<OwnKey[]>>
  /** From a room of this person: the key for an endpoint that takes one. */
  secret(caller: Caller, endpoint: string): Promise<Result<Secret>>
  /** In their order, and the id of the one that new conversations begin with. */
  presets(caller: Caller): Promise<Result<{ list: Preset[]; standard: string | null }>>
  /** The instructions of a project; of the one that the conversation is in, where the list knows the conversation. */
  guidance(caller: Caller, project: string, conversation?: string): Promise<Result<Guidance>>
  /** All prompts of this person, by name. */
  prompts(caller: Caller): Promise<Result<Prompt[]>>
  /** A prompt by its id or by that of one of its versions, with all of them, newest first. */
  prompt(caller: Caller, id: string): Promise<Result<PromptWithVersions>>
  /**
   * From a conversation's outbox: what the library should say of it now (null: it is gone), and texts for the search.
   * Idempotent by `version` and by the clock of the news. Says where the conversation is.
   */
  settle(
    conversation: string,
    version: number,
    item: ConversationItem | null,
    news?: News | null,
  ): Promise<Placed>
  /** Credits and what was used; from a room of this person, credits set aside for a call, and what its calls took. */
  account<A extends AccountAsk>(caller: Caller, ask: A): Promise<Result<AccountTells[A['do']]>>
  /** Hits in the texts and titles of this person's conversations, best first; `limit` ≤ 50. */
  search(caller: Caller, search: Search): Promise<Result<FoundPage>>
  /** From a conversation: a socket of this session opened or closed there. False: the session was revoked. */
  watch(conversation: string, sid: string, open: boolean): Promise<boolean>
  /** From the Worker, after D1 said so: closes every socket of the session (null: of the person). */
  revoke(sid: string | null): Promise<void>
}

/** Texts of messages as they are at this clock of their room, for the search. `gone`: they are deleted. */
export type News = {
  clock: number
  texts: NewsText[]
  gone: string[]
  votes?: VoteNews[]
  charges?: Charge[]
}
export type NewsText = {
  id: string
  role: Message['role']
  model: string | null
  created: number
  text: string
}

export type AccountAsk =
  | { do: 'usage'; query: UsageQuery }
  | { do: 'balance' }
  | { do: 'reserve'; id: string; least: number; most: number }
  | { do: 'release'; id: string }
  | { do: 'spend'; conversation: string; charges: Charge[] }
  /** From the process manager: credits that are added, or that there are from now on. */
  | { do: 'credit'; add?: number | undefined; set?: number | undefined }

export type AccountTells = {
  usage: UsageReport
  /** Null: no credits are needed here. */
  balance: Balance | null
  reserve: null
  release: null
  spend: null
  credit: Balance | null
}

/** What came of a comparison; `verdict` null: the vote was taken back. Whoever took part, in the order of the columns. */
export type VoteNews = {
  id: string
  verdict: Verdict | null
  picks: (Pick | null)[]
  /** Index in `picks`; null without a winner. */
  winner: number | null
  at: number
}

/** The project of a conversation (null: none) as of this clock of its person's object. */
export type Placed = { project: string | null; clock: number }
export type Guidance = Placed & { instructions: string }

export type Search = { query: string; filters: SearchFilters; cursor?: string; limit: number }

export type ItemPage = { items: LibraryItem[]; nextCursor: string | null }

/** A page, and the names of all bookmarks by their ids. */
export type NamedPage = ItemPage & { tags: { id: string; name: string }[] }

export type PromptWithVersions = { prompt: Prompt; versions: PromptVersion[] }

export type Shelves = { tags: Tag[]; projects: Project[] }

export type Boot = {
  preferences: Preferences
  library: ItemPage & { clock: number }
  shelves: Shelves
  catalog: Catalog
  preset: Preset | null
}
