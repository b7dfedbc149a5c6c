/**
 * Keeps one conversation's tree true to the server: the socket, what is told after every break, and every frame that
 * comes. What was written here stays drawn and in the outbox until the server has it.
 */
import { batch, computed, signal } from '@preact/signals'
import type { Delta } from '../../shared/delta.ts'
import type { ERRORS, Fault } from '../../shared/errors.ts'
import { never } from '../../shared/never.ts'
import type { ClientFrame, Queued, ServerFrame } from '../../shared/protocol.ts'
import type { Setup } from '../../shared/setup.ts'
import { openSocket, type Socket } from '../net/socket.ts'
import { statusOf } from '../net/status.ts'
import { createCarrying } from './conversation-carrying.ts'
import { frameQueue, isFact } from './conversation-frames.ts'
import { createKept } from './conversation-kept.ts'
import { createStretch } from './conversation-stretch.ts'
import type { Tree } from './conversation-tree.ts'
import { dropText } from './file-texts.ts'
import { filesIn, idOf, type Outbox, repliesOf, type Unsent } from './outbox.ts'
import { Posts } from './posts.ts'

/** Close codes after which there is nothing to come back to. */
const FORBIDDEN: typeof ERRORS.forbidden.close = 4403
const NOT_FOUND: typeof ERRORS.not_found.close = 4404

export type SyncDeps = {
  id: string
  tree: Tree
  outbox: Outbox
  renew: () => Promise<boolean>
  /** Draws what a frame will make. Called again when the tree was replaced. */
  draw(frame: Unsent): void
  /** The server will not store it. */
  refused(frame: Unsent, fault: Fault): void
  /** What waits for answers to end. */
  waits(items: readonly Queued[]): void
  /** What was asked about the branches. */
  mapped(frame: Extract<ServerFrame, { t: 'map' | 'glance' }>): void
  /** It is stored, as a message or in the queue. */
  stored(messageId: string): void
  /** Something else that was asked for was refused. */
  notice(fault: Fault): void
}

/** An acknowledgement that takes longer makes the line suspect. */
const ACK_MS = 6000
export type Sync = ReturnType<typeof createSync>

export function createSync(deps: SyncDeps) {
  const { id, tree, outbox, renew, draw, refused, waits, notice } = deps
  const line = signal<Socket<ClientFrame> | null>(null)
  const title = signal<string | null>(null)
  /** `empty`: the server knows of no such conversation. `gone`: and will not hear of it any more. */
  const temporary = signal(false)
  /** How the conversation asks its model. */
  const setup = signal<Setup>({})
  /** Some message has several versions. */
  const forks = signal(false)
  /** What would go along with a message, as the server last planned it. */
  const context = signal<Extract<ServerFrame, { t: 'context' }> | null>(null)
  /** Earlier messages are being summarised, because somebody asked for it. */
  const summarizing = signal(false)
  const standing = signal<'unknown' | 'known' | 'empty' | 'gone'>('unknown')
  /** Counts what changed besides the growing of an answer. */
  const facts = signal(0)
  /** Without a connection: when what is shown was true, Unix ms; `none`: nothing was kept of it. */
  const asOf = signal<number | 'none' | null>(null)
  const frames = frameQueue((held) =>
    batch(() => {
      for (const frame of held) take(frame)
      if (held.some(isFact)) facts.value++
    }),
  )
  /** The last attempt failed: another one is a wait like the others, or the words would change with each. */
  const failed = signal(false)
  const status = computed(() => {
    const now = line.value?.status.value ?? 'connecting'
    return now === 'connecting' && failed.value ? 'waiting' : now
  })
  let clock = 0
  let resyncing = false
  /** Choices of a branch that the server has not answered: what it says of earlier ones is old. */
  let selecting = 0
  /** Where this person's branch ends, by the server's word of clock `at`. */
  let head: { leaf: string | null; at: number } = { leaf: null, at: 0 }
  const stretch = createStretch({
    tree,
    ask: (frame) => standing.peek() === 'known' && (line.peek()?.send(frame) ?? false),
  })
  const posts = new Posts(id)
  /** What certainly never left this page. */
  const unsent = new Set<string>()
  const carrying = createCarrying({
    outbox,
    send: (frame) => line.peek()?.send(frame),
    wanted: (frame) => !isRefused(frame),
    carried(frame) {
      // It may have been stored long ago, on a branch that the answer to `hello` does not show.
      if (!unsent.delete(idOf(frame))) line.peek()?.send({ t: 'page', from: frame.reply })
    },
  })
  let overdue: ReturnType<typeof setTimeout> | undefined

  function connect(): void {
    if (line.peek()) return
    const handlers = { open: greet, frame: frames.push, close: closed }
    line.value = openSocket<ClientFrame, ServerFrame>(`/api/convos/${id}/ws`, handlers, { refresh: renew })
  }

  function greet(): void {
    failed.value = false
    resync()
    // Before the answer to `hello` is known: repeating does no harm, and waiting would cost a round trip.
    void carrying.all()
  }

  function resync(): void {
    resyncing = true
    const have = Object.fromEntries(tree.open().map((message) => [message.id, message.lengths()]))
    line.peek()?.send({ t: 'hello', since: clock, have })
  }

  function closed(code: number): void {
    failed.value = true
    frames.flush()
    if (code === FORBIDDEN || code === NOT_FOUND) gone()
    else if (standing.peek() === 'unknown' && outbox.list().length === 0) void doubt()
  }

  /** Somebody else's conversation refuses the socket, which looks like a server that is away. */
  async function doubt(): Promise<void> {
    const status = await statusOf(`/api/convos/${id}`)
    if (status !== 404 || standing.peek() !== 'unknown' || outbox.list().length > 0) return
    line.peek()?.close()
    gone()
  }

  function gone(): void {
    standing.value = 'gone'
    for (const frame of outbox.list()) refused(frame, { code: 'not_found' })
  }

  function take(frame: ServerFrame): void {
    if ('clock' in frame) clock = Math.max(clock, frame.clock)
    switch (frame.t) {
      case 'state':
        clock = frame.clock
        tree.replace(frame.window)
        for (const unsent of outbox.list()) draw(unsent)
        caughtUp(frame)
        break
      case 'since':
        tree.put(frame.messages)
        for (const gone of frame.gone) tree.cut(gone)
        caughtUp(frame)
        break
      case 'ack':
        acknowledged(frame)
        break
      case 'put':
        tree.put(frame.messages)
        for (const message of frame.messages) delivered(message.id)
        if (frame.leaf !== undefined) follow(frame.leaf)
        break
      case 'd':
        grow(frame.r, frame.d)
        break
      case 'gone':
        for (const gone of frame.ids) tree.cut(gone)
        follow(frame.leaf)
        break
      case 'branch':
        selecting = Math.max(0, selecting - 1)
        tree.add(frame.window)
        if (selecting === 0) follow(frame.leaf)
        break
      case 'page':
        tree.add(frame.window)
        stretch.took(frame)
        clearStored()
        if (head.leaf !== null && tree.get(head.leaf)) align()
        break
      case 'title':
        title.value = frame.title
        break
      case 'setup':
        setup.value = frame.setup
        break
      case 'summarizing':
        summarizing.value = frame.on
        if (frame.failed) notice({ code: 'model_unavailable' })
        break
      case 'context':
        context.value = frame
        break
      case 'kept':
        temporary.value = false
        title.value = frame.title
        break
      case 'queue':
        waits(frame.items)
        break
      case 'map':
      case 'glance':
        deps.mapped(frame)
        break
      case 'error':
        refuse(frame)
        break
      default:
        never(frame)
    }
    if (clock > 0 && standing.peek() === 'empty') standing.value = 'known'
  }

  function caughtUp(frame: Extract<ServerFrame, { t: 'state' | 'since' }>): void {
    selecting = 0
    stretch.loading.value = false
    standing.value = frame.clock > 0 ? 'known' : 'empty'
    forks.value = frame.forks === true
    title.value = frame.title
    // Of a conversation that has not begun, the page knows better.
    if (frame.clock > 0) temporary.value = frame.temporary
    if (frame.clock > 0 && !posts.has('setup')) setup.value = frame.setup
    // A frame of its own follows when something waits.
    waits([])
    for (const { r, d } of frame.tails) grow(r, d)
    resyncing = false
    asOf.value = null
    clearStored()
    const waiting = posts.take()
    if (!waiting.some(movesBranch)) follow(frame.leaf)
    for (const one of waiting) post(one)
  }

  /** What the server has just shown needs not be sent again. */
  function clearStored(): void {
    for (const frame of outbox.list()) {
      if (tree.get(idOf(frame))?.delivery.peek() === 'sent') delivered(idOf(frame))
    }
  }

  /** The person's branch moved: by their own hand, here or on another device. */
  function follow(leaf: string | null, at = clock): void {
    head = { leaf, at }
    align()
  }

  /** Shows the person's branch, unless something holds the view: words that are not stored yet, or a choice made here. */
  function align(): void {
    const end = tree.path.peek().at(-1)
    if (selecting > 0 || (end && end.delivery.peek() !== 'sent')) return
    if (head.leaf === null || tree.get(head.leaf)) tree.show(head.leaf)
    else line.peek()?.send({ t: 'page', from: head.leaf })
  }

  /** A message is stored, and its branch is the person's, unless that was long ago and only told again. */
  function acknowledged({ id: messageId, clock: at }: { id: string; clock: number }): void {
    const frame = delivered(messageId)
    if (frame && at > head.at && tree.get(frame.reply)) head = { leaf: frame.reply, at }
    align()
  }

  /** A reply that is not here belongs to a branch that nobody looks at: it comes whole when somebody does. */
  function grow(reply: string, deltas: readonly Delta[]): void {
    const message = tree.get(reply)
    if (!message) return
    if (message.delivery.peek() !== 'sent') delivered(reply)
    if (!deltas.every((delta) => message.apply(delta)) && !resyncing) resync()
    for (const delta of deltas) if (delta.k === 'end') clock = Math.max(clock, delta.clock)
  }

  /** The server has it: named by the message, by its reply, or by the reply's text arriving. */
  function delivered(messageId: string): Unsent | undefined {
    const parent = tree.get(messageId)?.parent
    const frame = outbox.remove(messageId) ?? (parent ? outbox.remove(parent) : undefined)
    if (frame) for (const file of filesIn(frame)) dropText(file.id)
    deps.stored(messageId)
    const stored = frame?.t === 'send' ? [frame.id, ...repliesOf(frame)] : [messageId]
    for (const one of stored) {
      const message = tree.get(one)
      if (message) message.delivery.value = 'sent'
    }
    return frame
  }

  function refuse({ code, message, re }: Extract<ServerFrame, { t: 'error' }>): void {
    const fault: Fault = message ? { code, message } : { code }
    const frame = outbox.list().find((unsent) => idOf(unsent) === re)
    stretch.loading.value = false
    selecting = 0
    if (frame) {
      refused(frame, fault)
      return
    }
    notice(fault)
    // What was drawn ahead of it may be wrong: the server says how things stand.
    clock = 0
    if (re) resync()
  }

  function isRefused(frame: Unsent): boolean {
    return tree.get(idOf(frame))?.delivery.peek() === 'refused'
  }

  /** Sends what makes a message. It is in the outbox: without a connection it goes with the next greeting. */
  function sendUnsent(frame: Unsent): void {
    connect()
    if (!carrying.one(frame)) {
      unsent.add(idOf(frame))
      line.peek()?.retryNow()
    }
    clearTimeout(overdue)
    overdue = setTimeout(() => outbox.has(idOf(frame)) && line.peek()?.check(), ACK_MS)
  }

  /** Sends any other frame, now or after the next greeting. Of choices of a branch, only the last counts. */
  function post(frame: ClientFrame): void {
    if (line.peek()?.send(frame)) {
      if (movesBranch(frame)) selecting++
      return
    }
    posts.add(frame)
    facts.value++
  }

  const { snapshot, recall } = createKept({
    ...{ tree, title, temporary, setup, forks, standing, asOf },
    clock: () => clock,
    begin(state) {
      clock = state.clock
      follow(state.leaf)
      for (const frame of outbox.list()) draw(frame)
    },
  })

  return {
    title,
    temporary,
    setup,
    context,
    summarizing,
    standing,
    stretch,
    facts,
    asOf,
    snapshot,
    recall,
    status,
    nextTryAt: computed(() => line.value?.nextTryAt.value ?? null),
    connect,
    sendUnsent,
    post,
    forks,
    /** Asks for something that only matters now. False without a connection. */
    ask: (frame: ClientFrame) => line.peek()?.send(frame) ?? false,
    retryNow: () => line.peek()?.retryNow(),

    stop(): void {
      clearTimeout(overdue)
      frames.stop()
      line.peek()?.close()
    },
  }
}

/** The server answers it with a branch. */
function movesBranch({ t }: ClientFrame): boolean {
  return t === 'select' || t === 'choose'
}
