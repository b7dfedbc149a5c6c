/**
 * The Durable Object of one conversation: wires the room to the platform and does not think. Every entry begins with
 * `#enter`, which recovers what a dead process left behind.
 */
import { DurableObject } from 'cloudflare:workers'
import type { ConversationItem, CopyRange } from '../shared/conversation.ts'
import { fail, ok, type Result } from '../shared/errors.ts'
import { PING, PONG } from '../shared/protocol.ts'
import { Alarm, HEARTBEAT_MS } from './alarm.ts'
import { callerOf } from './caller.ts'
import { guidanceOf, lapseTermsOf, type ObjectEnv, personOf, reachOf, roomOf, roomTermsOf } from './env.ts'
import { ask } from './gateway/ask.ts'
import { modelFacts } from './gateway/facts.ts'
import { namingOf } from './gateway/naming.ts'
import { limitsOf } from './limits.ts'
import { purseOf, tellingOf } from './purse.ts'
import { adopt, type Copy, copyOf } from './room/copy.ts'
import { settleHome } from './room/home.ts'
import { Lapse } from './room/lapse.ts'
import { liveConversations } from './room/live.ts'
import { Outbox } from './room/outbox.ts'
import { recover } from './room/recover.ts'
import { Room } from './room/room.ts'
import { serve } from './room/serve.ts'
import { Sockets } from './room/sockets.ts'
import { Store } from './room/store.ts'
import { pageOf } from './room/window.ts'
import type { Caller, ConversationRpc, FileContent, MessagePage, Placed, Sending } from './rpc.ts'
import { closeBack, sessionOf } from './session.ts'
import { sqlOf } from './sql.ts'
import { Watch } from './watch.ts'

/** Ms after a socket opened before what is not urgent: a message that comes with it goes first. */
const PREPARE_MS = 50

export class ConversationObject extends DurableObject<ObjectEnv> implements ConversationRpc {
  readonly #id: string
  readonly #store: Store
  readonly #room: Room
  readonly #sockets: Sockets
  readonly #outbox: Outbox
  readonly #lapse: Lapse
  readonly #watch: Watch
  #recovered = false
  readonly #alarm: Alarm

  constructor(ctx: DurableObjectState, env: ObjectEnv) {
    super(ctx, env)
    this.#id = ctx.id.name ?? ''
    this.#store = new Store(sqlOf(ctx.storage))
    const background = (work: Promise<void>) => ctx.waitUntil(work)
    this.#alarm = new Alarm((at) => background(ctx.storage.setAlarm(at)))
    const wakeIn = (ms: number) => this.#alarm.wakeIn(ms)
    const owner = () => this.#store.head?.owner ?? ''
    const reach = reachOf(env, this.#id, owner)
    this.#room = new Room({
      id: this.#id,
      store: this.#store,
      now: Date.now,
      ask: (...question) => ask(env, reach, ...question),
      gated: true,
      guidance: (project) => guidanceOf(env, owner(), project, this.#id),
      naming: (pick) => namingOf(env, pick),
      facts: (pick) => modelFacts(env, pick),
      purse: purseOf(env),
      background,
      wakeIn,
      began: () => this.#lapse.watch(),
      tell: (soon) => this.#outbox.tell(soon),
      live: (live) => {
        liveConversations[live ? 'add' : 'delete'](this.#id)
      },
      ...roomTermsOf(env),
    })
    this.#outbox = new Outbox({
      store: this.#store,
      item: () => this.#room.item(),
      ...tellingOf(env, this.#id, owner, () => wakeIn(HEARTBEAT_MS)),
      wakeIn,
      background,
    })
    this.#lapse = new Lapse({
      store: this.#store,
      now: Date.now,
      watched: () => this.#room.fanout.sessions.size > 0,
      wakeIn,
      erase: () => this.#erase(),
      ...lapseTermsOf(env),
    })
    this.#sockets = new Sockets(this.#room, this.#store, limitsOf(env))
    this.#watch = new Watch({
      env,
      conversation: this.#id,
      background,
      revoked: (user, sid) => this.#sockets.revoke(user, sid),
    })
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG))
    for (const ws of ctx.getWebSockets())
      if (ws.readyState === WebSocket.OPEN) this.#room.fanout.sessions.add(sessionOf(ws))
  }

  override async fetch(request: Request): Promise<Response> {
    const caller = callerOf(request)
    this.#enter()
    const may = this.#room.may(caller)
    if (request.headers.get('upgrade')?.toLowerCase() === 'websocket') {
      return may === 'nothing' ? new Response(null, { status: 404 }) : this.#accept(caller)
    }
    return may === 'act' ? serve(this.#room, this.#store, request) : new Response(null, { status: 404 })
  }

  override webSocketMessage(ws: WebSocket, data: string | ArrayBuffer): Promise<void> | void {
    this.#enter()
    const session = sessionOf(ws)
    const wasReady = session.ready
    const taken = this.#sockets.message(session, data)
    if (session.ready === wasReady) return taken
    ws.serializeAttachment({ ...session.caller, ready: session.ready })
    // The alarm brings us back if the process dies after the first message, or if that never comes.
    setTimeout(() => this.#store.prepare() && this.#alarm.wakeIn(HEARTBEAT_MS), PREPARE_MS)
  }

  override webSocketClose(ws: WebSocket, code: number): void {
    this.#gone(ws)
    closeBack(ws, code)
  }

  override webSocketError(ws: WebSocket): void {
    this.#gone(ws)
  }

  override async alarm(): Promise<void> {
    this.#alarm.rang()
    this.#enter()
    if (!this.#store.head) {
      // [AC2] Prepared for a first message that did not come.
      await this.ctx.storage.deleteAll()
      this.#store.reset()
      return
    }
    if (await this.#lapse.check()) return
    // Whatever asked for a later alarm than the one that rang asks again.
    const reap = this.#room.tree.reap()
    if (reap !== null) this.#alarm.wakeIn(reap)
    if (this.#room.answers.count > 0) this.#alarm.wakeIn(HEARTBEAT_MS)
    this.#outbox.tell(false)
  }

  async describe(caller: Caller): Promise<Result<ConversationItem>> {
    const item = this.#mine(caller) ? this.#room.item() : null
    return item ? ok(item) : fail('not_found')
  }

  async messages(caller: Caller, page: { cursor?: string; limit: number }): Promise<Result<MessagePage>> {
    return this.#mine(caller) ? pageOf(this.#store, this.#room.answers, page) : fail('not_found')
  }

  async send(caller: Caller, message: Sending, contents: FileContent[] = []) {
    this.#enter()
    return this.#sockets.send(caller, message, contents)
  }

  async stop(caller: Caller, reply: string): Promise<Result<null>> {
    if (!this.#mine(caller) || this.#store.message(reply)?.role !== 'assistant') return fail('not_found')
    this.#room.answers.stop(reply)
    return ok(null)
  }

  async rename(caller: Caller, title: string): Promise<Result<ConversationItem>> {
    return this.#mine(caller) ? this.#room.rename(caller, title) : fail('not_found')
  }

  async copy(caller: Caller, id: string, range: CopyRange): Promise<Result<ConversationItem>> {
    if (!this.#mine(caller)) return fail('not_found')
    const copy = copyOf(this.#store, this.#room.answers, caller.user, range)
    return copy.ok ? roomOf(this.env, id).adopt(caller, copy.value) : copy
  }

  async adopt(caller: Caller, copy: Copy): Promise<Result<ConversationItem>> {
    this.#enter()
    if (this.#room.may(caller) === 'nothing') return fail('not_found')
    const adopted = adopt(this.#store, caller.user, copy, Date.now())
    if (!adopted.ok) return adopted
    this.#outbox.tell(false)
    return ok(this.#room.item() as ConversationItem)
  }

  async placed(caller: Caller, placed: Placed): Promise<void> {
    if (this.#mine(caller)) settleHome(this.#store, placed)
  }

  async remove(caller: Caller): Promise<Result<null>> {
    if (!this.#mine(caller)) return fail('not_found')
    const { lastVersion } = this.#store
    this.#room.answers.stopAll()
    // The library first: if this object dies before it is erased, the deletion can be asked for again.
    if (!this.#store.head?.temporary)
      await personOf(this.env, this.#store.head?.owner ?? '').settle(this.#id, lastVersion, null)
    await this.#erase()
    return ok(null)
  }

  async revoke(user: string, sid: string | null): Promise<void> {
    this.#sockets.revoke(user, sid)
  }

  async flush(): Promise<void> {
    this.#room.answers.flush()
    await this.ctx.storage.sync()
  }

  async #erase(): Promise<void> {
    this.#room.answers.stopAll()
    this.#sockets.closeAll()
    await this.#outbox.close()
    await this.ctx.storage.deleteAll()
    this.#store.reset()
  }

  #mine(caller: Caller): boolean {
    this.#enter()
    return this.#room.may(caller) === 'act'
  }

  #enter(): void {
    if (this.#recovered) return
    this.#recovered = true
    if (recover(this.#store, new Set(), Date.now()) || this.#store.untold) this.#outbox.tell(false)
  }

  #accept(caller: Caller): Response {
    const { 0: client, 1: server } = new WebSocketPair()
    this.ctx.acceptWebSocket(server)
    server.serializeAttachment({ ...caller, ready: false })
    const session = sessionOf(server)
    if (this.#sockets.open(session)) this.#watch.opened(session)
    this.#lapse.watch()
    return new Response(null, { status: 101, webSocket: client })
  }

  #gone(ws: WebSocket): void {
    const session = sessionOf(ws)
    this.#sockets.closed(session)
    this.#lapse.watch()
    this.#watch.closed(session)
  }
}
