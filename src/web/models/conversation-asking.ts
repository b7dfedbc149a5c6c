/** Asking models: a message, another answer, more of one, its end, and what was refused once more. */
import { batch, type ReadonlySignal, type Signal } from '@preact/signals'
import { newId } from '../../shared/ids.ts'
import type { Pick } from '../../shared/message.ts'
import { filesOf, textOf } from '../../shared/parts.ts'
import type { WHEN } from '../../shared/protocol.ts'
import type { AttachedModel } from './attached.ts'
import type { CompareModel } from './compare.ts'
import type { ComposerModel } from './composer.ts'
import type { Drawing } from './conversation-drawing.ts'
import type { Sync } from './conversation-sync.ts'
import type { MessageModel } from './message.ts'
import { type Outbox, repliesOf, type Unsent } from './outbox.ts'

/** What becomes of a message that is sent while an answer is written. */
export type When = (typeof WHEN)[number]

export type AskingDeps = {
  id: string
  outbox: Outbox
  composer: ComposerModel
  attached: AttachedModel
  compare: CompareModel
  drawing: Drawing
  sync: Sync
  begun: Signal<boolean>
  last: ReadonlySignal<MessageModel | null>
  running: ReadonlySignal<boolean>
  pick: ReadonlySignal<Pick | null>
  /** The project it begins in. */
  project: () => string | null
  started: (id: string) => void
}

export function createAsking(deps: AskingDeps) {
  const { id, outbox, composer, attached, compare, drawing, sync, begun, last, running, pick } = deps

  function dispatch(frame: Unsent): void {
    outbox.add(frame)
    drawing.draw(frame)
    sync.sendUnsent(frame)
    if (begun.peek()) return
    begun.value = true
    composer.moveTo(id)
    attached.moveTo(id)
    compare.moveTo(id)
    deps.started(id)
  }

  /** Who answers next: one model, or several beside each other. */
  function asked() {
    const [first, ...others] = compare.picks.peek()
    const model = first ?? pick.peek()
    const also = others.map((one) => ({ reply: newId(), pick: one }))
    return model && { reply: newId(), pick: model, ...(also.length > 0 && { also }) }
  }

  /** Of an answer that is compared with others. */
  function isColumn(reply: MessageModel): boolean {
    return compare.current.peek()?.columns.includes(reply) === true
  }

  /**
   * Sends `text` after the last message, or as another version of `instead`. While an answer is written `when` says what
   * becomes of it. False, and nothing happens, when there is nothing to say or no model to answer.
   */
  function send(text: string, instead?: MessageModel, when: When = 'queue'): boolean {
    const answers = asked()
    const end = compare.front.peek() ?? last.peek()
    const files = instead ? instead.files() : attached.files.peek()
    if ((!text.trim() && files.length === 0) || !answers) return false
    if (!instead) attached.take()
    const beside = instead ?? (end?.role === 'user' ? end : null)
    const parent = beside ? beside.parent : (end?.id ?? null)
    if (instead?.delivery.peek() === 'refused') discard(instead)
    const parts = [...(text.trim() ? [{ type: 'text' as const, text }] : []), ...files]
    const busy = !instead && end?.role === 'assistant' && end.state.peek() === 'open'
    const first = !begun.peek()
    const setup = sync.setup.peek()
    const project = first ? deps.project() : null
    dispatch({
      t: 'send',
      id: newId(),
      parent,
      parts,
      ...answers,
      ...(busy && { when }),
      ...(first && sync.temporary.peek() && { temporary: true }),
      ...(first && Object.keys(setup).length > 0 && { setup }),
      ...(project !== null && { project }),
    })
    return true
  }

  /** Another answer: to this message, or to the one that this answers. In a column, by the same model. */
  function regenerate(message: MessageModel): void {
    const of = message.role === 'user' ? message.id : message.parent
    const model = isColumn(message) && message.pick.peek()
    const answers = model ? { reply: newId(), pick: model, instead: message.id } : asked()
    if (answers && of) dispatch({ t: 'regenerate', of, ...answers })
  }

  /** Goes on with an answer that ended before its time. */
  function resume(reply: MessageModel): void {
    const model = isColumn(reply) ? reply.pick.peek() : pick.peek()
    reply.goOn()
    sync.post({ t: 'continue', reply: reply.id, ...(model && { pick: model }) })
  }

  /**
   * Ends what is being written: one of several answers, or all. What never left this page is taken back, and its text
   * with it.
   */
  function stop(one?: MessageModel): void {
    const end = last.peek()
    const all = compare.current.peek()?.columns ?? (end && running.peek() ? [end] : [])
    const open = (one ? [one] : all).filter(({ state }) => state.peek() === 'open')
    if (open.length === 0) return
    const frame = outbox.list().find((unsent) => open.some(({ id }) => repliesOf(unsent).includes(id)))
    if (!frame || sync.status.peek() === 'open') {
      for (const { id: reply } of open) sync.post({ t: 'stop', reply })
      return
    }
    if (frame.t === 'send') {
      composer.giveBack(textOf(frame.parts))
      attached.giveBack(filesOf(frame.parts))
    }
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
