/** Asking models: a message, another answer, more of one, its end, and what was refused once more. */
import { batch, type ReadonlySignal, type Signal } from '@preact/signals'
import { newId } from '../../shared/ids.ts'
import type { Pick } from '../../shared/message.ts'
import type { WHEN } from '../../shared/protocol.ts'
import type { ComposerModel } from './composer.ts'
import type { Drawing } from './conversation-drawing.ts'
import type { Sync } from './conversation-sync.ts'
import type { Tree } from './conversation-tree.ts'
import type { MessageModel } from './message.ts'
import type { Outbox, Unsent } from './outbox.ts'

/** What becomes of a message that is sent while an answer is written. */
export type When = (typeof WHEN)[number]

export type AskingDeps = {
  id: string
  tree: Tree
  outbox: Outbox
  composer: ComposerModel
  drawing: Drawing
  sync: Sync
  begun: Signal<boolean>
  last: ReadonlySignal<MessageModel | null>
  running: ReadonlySignal<boolean>
  pick: ReadonlySignal<Pick | null>
  started: (id: string) => void
}

export function createAsking(deps: AskingDeps) {
  const { id, tree, outbox, composer, drawing, sync, begun, last, running, pick } = deps

  function dispatch(frame: Unsent): void {
    outbox.add(frame)
    drawing.draw(frame)
    sync.sendUnsent(frame)
    if (begun.peek()) return
    begun.value = true
    composer.moveTo(id)
    deps.started(id)
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
    const first = !begun.peek()
    const setup = sync.setup.peek()
    dispatch({
      t: 'send',
      id: newId(),
      reply: newId(),
      parent,
      parts,
      pick: model,
      ...(busy && { when }),
      ...(first && sync.temporary.peek() && { temporary: true }),
      ...(first && Object.keys(setup).length > 0 && { setup }),
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
    drawing.takeBack(frame)
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
      drawing.draw(frame)
    })
    sync.sendUnsent(frame)
  }

  /** Gives a refused message up. */
  function discard(message: MessageModel): void {
    const frame = unsentOf(message)
    if (frame) drawing.takeBack(frame)
  }

  return { send, regenerate, resume, stop, retry, discard }
}
