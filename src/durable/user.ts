/**
 * The Durable Object of one person: their library, preferences, and the socket that keeps their pages current. Wires,
 * does not think.
 */
import { DurableObject } from 'cloudflare:workers'
import { ERRORS, type ErrorCode, fail, ok, type Result } from '../shared/errors.ts'
import type { LibraryAct } from '../shared/library.ts'
import { never } from '../shared/never.ts'
import { PING, PONG, type UserFrame } from '../shared/protocol.ts'
import type { LibraryItem } from '../shared/shelf.ts'
import { callerOf } from './caller.ts'
import { actBarsOf, type ObjectEnv, roomOf } from './env.ts'
import { accountRulesOf } from './gateway/account.ts'
import type { AccountAsk, Caller, UserRpc } from './rpc.ts'
import { closeBack } from './session.ts'
import { migrate, type Sql, sqlOf } from './sql.ts'
import { shelvesFrame, shelvesOf } from './user/acts.ts'
import { bootOf } from './user/boot.ts'
import { Desk } from './user/desk.ts'
import { type DraftFrame, onDraft, serveDraft } from './user/drafts.ts'
import { askedFrames, frameOf, helloFrames, lookOf, parse, send } from './user/frames.ts'
import { Ledger } from './user/ledger.ts'
import { Library } from './user/library.ts'
import { Models } from './user/models.ts'
import { setPreferences } from './user/preferences.ts'
import { Presence } from './user/presence.ts'
import { presetList } from './user/presets.ts'
import { promptsOf, promptWith } from './user/prompts.ts'
import { SCHEMA } from './user/schema.ts'
import { Search } from './user/search/search.ts'
import { tagNames } from './user/tags.ts'
import { settleVotes } from './user/votes.ts'

export class UserObject extends DurableObject<ObjectEnv> implements UserRpc {
  readonly #sql: Sql
  readonly #library: Library
  readonly #presence: Presence
  readonly #desk: Desk
  readonly #search: Search
  readonly #models: Models
  readonly #ledger: Ledger

  constructor(ctx: DurableObjectState, env: ObjectEnv) {
    super(ctx, env)
    this.#sql = sqlOf(ctx.storage)
    this.#sql.transaction(() => migrate(this.#sql, SCHEMA))
    this.#library = new Library(this.#sql)
    this.#presence = new Presence(this.#sql)
    this.#search = new Search(this.#sql)
    this.#ledger = new Ledger(this.#sql, accountRulesOf(env))
    this.#models = new Models(env, this.#sql, () => this.#me, this.#broadcast.bind(this))
    this.#desk = new Desk({
      me: () => this.#me,
      sql: this.#sql,
      library: this.#library,
      room: (id) => roomOf(env, id),
      tell: (frame) => this.#broadcast(frame),
      wakeAt: (ms) => ctx.storage.setAlarm(ms),
      bars: actBarsOf(env),
    })
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG))
  }

  override async fetch(request: Request): Promise<Response> {
    const caller = callerOf(request)
    if (!this.#isMe(caller) || this.#presence.isRevoked(caller.sid))
      return new Response(null, { status: 404 })
    if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket')
      return this.#models.download(caller.role, request) ?? serveDraft(this.#sql, request)
    const { 0: client, 1: server } = new WebSocketPair()
    this.ctx.acceptWebSocket(server, [caller.sid])
    return new Response(null, { status: 101, webSocket: client })
  }

  override webSocketMessage(ws: WebSocket, data: string | ArrayBuffer): void {
    // [AC1] We closed it: what still comes is nobody's.
    if (ws.readyState !== WebSocket.OPEN) return
    const frame = parse(data)
    if (!frame.ok) {
      send(ws, { t: 'error', ...frame.fault })
      return
    }
    switch (frame.value.t) {
      case 'hello':
        for (const told of helloFrames(this.#sql, this.#library, frame.value.since)) send(ws, told)
        this.#offer(ws)
        break
      case 'preferences':
        this.#broadcast({ t: 'preferences', preferences: setPreferences(this.#sql, frame.value.set) })
        break
      case 'look':
        this.#look(ws, frame.value.id)
        break
      case 'act':
        this.ctx.waitUntil(this.#act(ws, frame.value.re, frame.value.act))
        break
      case 'models':
        this.#offer(ws)
        break
      case 'search':
        send(ws, this.#search.answer(frame.value))
        break
      case 'prompts':
      case 'presets':
        for (const told of askedFrames(this.#sql, frame.value, Date.now())) send(ws, told)
        break
      case 'draft':
      case 'draft-ask':
      case 'draft-file':
        this.#draft(ws, frame.value)
        break
      default:
        never(frame.value)
    }
  }

  override webSocketClose(ws: WebSocket, code: number): void {
    closeBack(ws, code)
  }

  override async alarm(): Promise<void> {
    await this.#desk.clear(Date.now())
  }

  async boot(caller: Caller): ReturnType<UserRpc['boot']> {
    return this.#isMe(caller) ? ok(bootOf(this.#sql, this.#library, this.#models)) : fail('not_found')
  }

  async list(...[caller, page]: Parameters<UserRpc['list']>): ReturnType<UserRpc['list']> {
    if (!this.#isMe(caller)) return fail('not_found')
    const found = this.#library.page(page.cursor, page.limit, page.filter)
    if (!found) return fail('bad_request', 'cursor: not one of ours')
    return ok({ ...found, tags: tagNames(this.#sql) })
  }

  async item(caller: Caller, id: string): Promise<Result<LibraryItem>> {
    if (!this.#isMe(caller)) return fail('not_found')
    await this.#desk.meet([id])
    const { item } = this.#library.find(id)
    return item ? ok(item) : fail('not_found')
  }

  async act(caller: Caller, what: LibraryAct): Promise<Result<null>> {
    return this.#isMe(caller) ? this.#desk.act(what, Date.now()) : fail('not_found')
  }

  async shelves(caller: Caller): ReturnType<UserRpc['shelves']> {
    return this.#isMe(caller) ? ok(shelvesOf(this.#sql)) : fail('not_found')
  }

  async prompts(caller: Caller): ReturnType<UserRpc['prompts']> {
    return this.#isMe(caller) ? ok(promptsOf(this.#sql)) : fail('not_found')
  }

  async prompt(caller: Caller, id: string): ReturnType<UserRpc['prompt']> {
    return this.#isMe(caller) ? promptWith(this.#sql, id) : fail('not_found')
  }

  async presets(caller: Caller): ReturnType<UserRpc['presets']> {
    return this.#isMe(caller) ? ok(presetList(this.#sql)) : fail('not_found')
  }

  async guidance(...[caller, ...of]: Parameters<UserRpc['guidance']>): ReturnType<UserRpc['guidance']> {
    return this.#isMe(caller) ? this.#desk.guidance(...of) : fail('not_found')
  }

  async models(caller: Caller): ReturnType<UserRpc['models']> {
    return this.#isMe(caller) ? ok(await this.#models.current(Date.now())) : fail('not_found')
  }

  async keys(...[caller, change]: Parameters<UserRpc['keys']>): ReturnType<UserRpc['keys']> {
    if (!this.#isMe(caller)) return fail('not_found')
    return change ? this.#models.changeKey(change, Date.now()) : ok(this.#models.keys())
  }

  async secret(caller: Caller, endpoint: string): ReturnType<UserRpc['secret']> {
    return this.#isMe(caller) ? this.#models.secret(endpoint, Date.now()) : fail('not_found')
  }

  async search(...[caller, wish]: Parameters<UserRpc['search']>): ReturnType<UserRpc['search']> {
    if (!this.#isMe(caller)) return fail('not_found')
    const page = this.#search.find(wish.query, wish.filters, wish.cursor, wish.limit)
    return page ? ok(page) : fail('bad_request', 'cursor: not one of ours')
  }

  async account<A extends AccountAsk>(caller: Caller, ask: A) {
    return this.#isMe(caller) ? this.#ledger.answer(ask, Date.now()) : fail('not_found')
  }

  async settle(
    ...[id, version, item, news = null]: Parameters<UserRpc['settle']>
  ): ReturnType<UserRpc['settle']> {
    const seen = this.ctx.getWebSockets().some((ws) => lookOf(ws) === id)
    const change = this.#library.settle(id, version, item, Date.now(), seen)
    if (change) this.#broadcast(frameOf(change))
    if (!item) this.#broadcast(shelvesFrame(this.#sql))
    settleVotes(this.#sql, news?.votes ?? [])
    this.#ledger.take(id, news?.charges ?? [], Date.now())
    // After the list: whatever is wrong with a text, the list is right.
    this.#search.texts.settle(id, item, change !== null, news)
    return this.#library.placed(id)
  }

  async watch(conversation: string, sid: string, open: boolean): Promise<boolean> {
    return this.#presence.watch(conversation, sid, open)
  }

  async revoke(sid: string | null): Promise<void> {
    const conversations = this.#presence.revoke(sid, Date.now())
    for (const ws of sid === null ? this.ctx.getWebSockets() : this.ctx.getWebSockets(sid))
      ws.close(ERRORS.unauthorized.close, 'unauthorized' satisfies ErrorCode)
    await Promise.all(conversations.map((id) => roomOf(this.env, id).revoke(this.#me, sid)))
  }

  get #me(): string {
    return this.ctx.id.name ?? ''
  }

  /** A person's object is named after them and serves nobody else. */
  #isMe(caller: Caller): boolean {
    return caller.user === this.#me
  }

  #offer(ws: WebSocket): void {
    this.ctx.waitUntil(this.#models.offer((frame) => send(ws, frame), Date.now()))
  }

  async #act(ws: WebSocket, re: string, what: LibraryAct): Promise<void> {
    const done = await this.#desk.act(what, Date.now()).catch(() => fail('internal'))
    send(ws, done.ok ? { t: 'done', re } : { t: 'error', re, ...done.fault })
  }

  #draft(ws: WebSocket, frame: DraftFrame): void {
    const { mine, others } = onDraft(this.#sql, frame, Date.now())
    send(ws, mine)
    if (others) this.#broadcast(others, ws)
  }

  /** This page shows the conversation: what came there is read, on every device. */
  #look(ws: WebSocket, id: string | null): void {
    ws.serializeAttachment({ look: id })
    const change = id === null ? null : this.#desk.shelves.read(id)
    if (change) this.#broadcast(frameOf(change))
  }

  #broadcast(frame: UserFrame, except?: WebSocket): void {
    for (const ws of this.ctx.getWebSockets()) if (ws !== except) send(ws, frame)
  }
}
