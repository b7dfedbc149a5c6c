/**
 * One conversation as the reader has it: its path of messages, and everything they can do in it. Whatever they do is
 * drawn at once; `conversation-sync.ts` makes it true.
 */
import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import type { Fault } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Feedback, Message, Pick } from '../../shared/message.ts'
import type { WHEN } from '../../shared/protocol.ts'
import type { CatalogModel } from './catalog.ts'
import { ComposerModel } from './composer.ts'
import { createSync } from './conversation-sync.ts'
import { Tree } from './conversation-tree.ts'
import type { MessageModel } from './message.ts'
import { idOf, Outbox, type Unsent } from './outbox.ts'
import { createQueue } from './queue.ts'

export type ConversationDeps = {
  /** Null: one that begins with its first message. */
  id: string | null
  catalog: CatalogModel
  renew: () => Promise<boolean>
  /** The first message is on its way: the conversation has an address. */
  started: (id: string) => void
}

/** What becomes of a message that is sent while an answer is written. */
export type When = (typeof WHEN)[number]

export type ConversationModel = ReturnType<typeof createConversation>

export function createConversation(deps: ConversationDeps) {
  const id = signal(deps.id ?? newId())
  const begun = signal(deps.id !== null)
  const tree = new Tree()
  const outbox = new Outbox(id.peek())
  const composer = new ComposerModel(deps.id ?? 'new')
  /** Something that was asked for was refused, and belongs to no message. The view says it and clears it. */
  const notice = signal<Fault | null>(null)
  const chosen = signal<Pick | null>(null)
  /** A message that somebody came for, until it is in sight. */
  const sought = signal<string | null>(null)
  /** The list of models is open. */
  const choosing = signal(false)
  const sync = createSync({
    id: id.peek(),
    tree,
    outbox,
    renew: deps.renew,
    draw,
    refused,
    waits: (items) => queue.take(items),
    stored: (message) => queue.settle(message),
    notice(fault) {
      notice.value = fault
      sought.value = null
    },
  })

  const queue = createQueue(sync.post)
  const last = computed(() => tree.path.value.at(-1) ?? null)
  const running = computed(() => last.value?.role === 'assistant' && last.value.state.value === 'open')
  /** The model that answers next: chosen here, else the one that answered last, else the usual one. */
  const pick = computed<Pick | null>(() => {
    const answered = tree.path.value.findLast((m) => m.role === 'assistant' && m.pick.value)?.pick.value
    const wanted = chosen.value ?? answered ?? null
    return deps.catalog.find(wanted) ? wanted : deps.catalog.usual.value
  })
  const missing = computed(() => {
    const { value } = sync.standing
    return value === 'gone' || (value === 'empty' && deps.id !== null && tree.path.value.length === 0)
  })

  for (const frame of outbox.list()) draw(frame)
  if (deps.id !== null) sync.connect()
  // A new conversation connects with its first letter, so that sending waits for nothing.
  const unwarm = effect(() => {
    if (composer.text.value) sync.connect()
  })

  /** Draws a message and the place of its answer, or of a further answer, before anybody else knows of them. */
  function draw(frame: Unsent): void {
    if (tree.get(frame.reply) || isRefused(frame)) return
    if (frame.t === 'send' && waitsFor(frame)) {
      queue.add(frame)
      return
    }
    const parent = frame.t === 'send' ? frame.id : frame.of
    const rest = { created: Date.now(), clock: -1 }
    const made: Message[] = [
      { id: frame.reply, parent, role: 'assistant', state: 'open', parts: [], pick: frame.pick, ...rest },
    ]
    if (frame.t === 'send') {
      const { parent: above, parts } = frame
      made.unshift({ id: frame.id, parent: above, role: 'user', state: 'settled', parts, ...rest })
    }
    batch(() => {
      tree.put(made, 'sending')
      tree.show(frame.reply)
    })
  }

  /** Whether the answer before it is still being written. One that interrupts does not wait. */
  function waitsFor({ parent, when }: Extract<Unsent, { t: 'send' }>): boolean {
    const above = parent === null ? undefined : tree.get(parent)
    return (when === 'queue' || when === 'steer') && above?.state.peek() === 'open'
  }

  function isRefused(frame: Unsent): boolean {
    return tree.get(idOf(frame))?.delivery.peek() === 'refused'
  }

  /** A message that was refused stays, with a way on; a further answer that was refused was never there. */
  function refused(frame: Unsent, fault: Fault): void {
    const user = frame.t === 'send' ? tree.get(frame.id) : undefined
    batch(() => {
      if (frame.t === 'send' && !tree.get(frame.id)) {
        // It was to wait, and may not: its words go back to where they were written.
        outbox.remove(frame.id)
        queue.settle(frame.id)
        composer.giveBack(frame.parts.map((part) => part.text).join('\n\n'))
        notice.value = fault
        return
      }
      tree.remove(frame.reply)
      if (frame.t === 'regenerate') {
        outbox.remove(frame.reply)
        showBeside(frame.of)
        notice.value = fault
      } else if (user) {
        user.delivery.value = 'refused'
        user.refusal.value = fault
        tree.show(user.id)
      }
    })
  }

  /** Shows the newest of what follows `parent`, or where there is nothing any more, `parent`. */
  function showBeside(parent: string | null): void {
    const newest = tree.under(parent).at(-1)
    tree.show(newest ? tree.below(newest) : parent)
  }

  function takeBack(frame: Unsent): void {
    outbox.remove(idOf(frame))
    tree.remove(frame.reply)
    if (frame.t === 'send') tree.remove(frame.id)
    showBeside(frame.t === 'send' ? frame.parent : frame.of)
  }

  function dispatch(frame: Unsent): void {
    outbox.add(frame)
    draw(frame)
    sync.sendUnsent(frame)
    if (begun.peek()) return
    begun.value = true
    composer.moveTo(id.peek())
    deps.started(id.peek())
  }

  /**
   * Sends `text` after the last message, or as another version of `instead`. While an answer is written `when` says what
   * becomes of it. False, and nothing happens, when there is nothing to say or no model to answer.
   */
  function send(text: string, instead?: MessageModel, when: When = 'queue'): boolean {
    const model = pick.peek()
    const end = last.peek()
    if (!text.trim() || !model) return false
    const beside = instead ?? (end?.role === 'user' ? end : null)
    const parent = beside ? beside.parent : (end?.id ?? null)
    if (instead?.delivery.peek() === 'refused') discard(instead)
    const parts = [{ type: 'text' as const, text }]
    const busy = !instead && running.peek()
    const first = !begun.peek() && sync.temporary.peek()
    dispatch({
      t: 'send',
      id: newId(),
      reply: newId(),
      parent,
      parts,
      pick: model,
      ...(busy && { when }),
      ...(first && { temporary: true }),
    })
    return true
  }

  /** Another answer: to this message, or to the one that this answers. */
  function regenerate(message: MessageModel): void {
    const model = pick.peek()
    const of = message.role === 'user' ? message.id : message.parent
    if (model && of) dispatch({ t: 'regenerate', of, reply: newId(), pick: model })
  }

  /** Goes on with an answer that ended before its time. */
  function resume(reply: MessageModel): void {
    const model = pick.peek()
    batch(() => {
      reply.since = Date.now()
      reply.fault.value = null
      reply.state.value = 'open'
    })
    sync.post({ t: 'continue', reply: reply.id, ...(model && { pick: model }) })
  }

  /** Ends the answer that is being written. One that never left this page is taken back, and its text with it. */
  function stop(): void {
    const reply = last.peek()
    if (!reply || !running.peek()) return
    const frame = outbox.list().find((unsent) => unsent.reply === reply.id)
    if (!frame || sync.status.peek() === 'open') {
      sync.post({ t: 'stop', reply: reply.id })
      return
    }
    if (frame.t === 'send') composer.giveBack(tree.get(frame.id)?.text() ?? '')
    takeBack(frame)
  }

  /** Shows another version of a message. */
  function select(version: string): void {
    if (tree.get(version)) tree.show(tree.below(version))
    const delivery = tree.get(version)?.delivery.peek() ?? 'sent'
    if (delivery === 'sent') sync.post({ t: 'select', id: version })
  }

  /** Shows the branch through a message, on all devices; the view brings it into sight. */
  function seek(messageId: string): void {
    sought.value = messageId
    if (!tree.path.peek().some((message) => message.id === messageId)) select(messageId)
  }

  /** It is in sight, or will not be. */
  function reached(): void {
    sought.value = null
  }

  /** New words in place; nothing is asked again. */
  function edit(message: MessageModel, text: string): void {
    const n = message.parts.peek().findIndex(({ type }) => type === 'text')
    const part = message.parts.peek()[n]
    if (part?.type !== 'text' || part.text.peek() === text) return
    part.text.value = text
    sync.post({ t: 'edit', id: message.id, texts: [{ n, text }] })
  }

  function judge(message: MessageModel, feedback: Feedback | null): void {
    message.feedback.value = feedback
    sync.post({ t: 'feedback', id: message.id, feedback })
  }

  /** Deletes a message with all below it. The server keeps it for a while: `restore` brings it back. */
  function remove(message: MessageModel): void {
    batch(() => {
      tree.cut(message.id)
      showBeside(message.parent)
    })
    sync.post({ t: 'delete', id: message.id })
  }

  function restore(messageId: string): void {
    sync.post({ t: 'restore', id: messageId })
  }

  function unsentOf(message: MessageModel): Unsent | undefined {
    return outbox.list().find((frame) => frame.t === 'send' && frame.id === message.id)
  }

  /** Sends a refused message again, as it is. */
  function retry(message: MessageModel): void {
    const frame = unsentOf(message)
    if (!frame) return
    batch(() => {
      message.delivery.value = 'sending'
      message.refusal.value = null
      draw(frame)
    })
    sync.sendUnsent(frame)
  }

  /** Gives a refused message up. */
  function discard(message: MessageModel): void {
    const frame = unsentOf(message)
    if (frame) takeBack(frame)
  }

  /** The model that answers from now on, here and in new conversations. */
  function choose(model: Pick): void {
    chosen.value = model
    deps.catalog.prefer(model)
  }

  return {
    id: id as ReadonlySignal<string>,
    /** It has an address. */
    begun: begun as ReadonlySignal<boolean>,
    path: tree.path,
    above: tree.above,
    versions: (message: MessageModel) => tree.versions(message),
    last,
    running,
    pick,
    missing,
    notice,
    composer,
    temporary: sync.temporary as ReadonlySignal<boolean>,
    /** Whether the conversation that begins is to leave no trace. */
    setTemporary(on: boolean): void {
      if (!begun.peek()) sync.temporary.value = on
    },
    /** Makes a temporary conversation one like any other. */
    keep: () => sync.post({ t: 'keep' }),
    title: sync.title as ReadonlySignal<string | null>,
    standing: sync.standing as ReadonlySignal<'unknown' | 'known' | 'empty' | 'gone'>,
    status: sync.status,
    nextTryAt: sync.nextTryAt,
    loadingAbove: sync.loadingAbove as ReadonlySignal<boolean>,
    loadAbove: sync.loadAbove,
    retryNow: sync.retryNow,
    send,
    regenerate,
    resume,
    stop,
    select,
    sought: sought as ReadonlySignal<string | null>,
    seek,
    reached,
    retry,
    discard,
    edit,
    judge,
    remove,
    restore,
    queue,
    choose,
    choosing,
    chooseModel(): void {
      choosing.value = true
    },
    [Symbol.dispose](): void {
      unwarm()
      sync.stop()
      composer[Symbol.dispose]()
    },
  }
}
