/**
 * What was written here, on the screen before anybody else knows of it: a message and the place of its answer, and what
 * becomes of both when the server will not have them.
 */
import { batch, type Signal } from '@preact/signals'
import { type Comparison, compares, comparisonOf } from '../../shared/comparison.ts'
import type { Fault } from '../../shared/errors.ts'
import type { Message } from '../../shared/message.ts'
import { filesOf, textOf } from '../../shared/parts.ts'
import type { AttachedModel } from './attached.ts'
import type { ComposerModel } from './composer.ts'
import type { Tree } from './conversation-tree.ts'
import { idOf, type Outbox, repliesOf, type Unsent } from './outbox.ts'
import type { QueueModel } from './queue.ts'

export type DrawingDeps = {
  tree: Tree
  outbox: Outbox
  composer: ComposerModel
  attached: AttachedModel
  queue: () => Pick<QueueModel, 'add' | 'settle'>
  notice: Signal<Fault | null>
}

export type Drawing = ReturnType<typeof createDrawing>

export function createDrawing({ tree, outbox, composer, attached, queue, notice }: DrawingDeps) {
  /** What a question was compared by before it was asked anew here, by the frame that asked. */
  const before = new Map<Unsent, Comparison | null>()

  /** Draws a message and the place of its answer, or of a further answer, before anybody else knows of them. */
  function draw(frame: Unsent): void {
    if (isRefused(frame)) return
    if (frame.t === 'regenerate') drawColumns(frame)
    if (tree.get(frame.reply)) return
    if (frame.t === 'send' && waitsFor(frame)) {
      queue().add(frame)
      return
    }
    const parent = frame.t === 'send' ? frame.id : frame.of
    const rest = { created: Date.now(), clock: -1 }
    const picks = [frame, ...(frame.also ?? [])]
    const made = picks.map(
      ({ reply, pick }): Message => ({
        id: reply,
        parent,
        role: 'assistant',
        state: 'open',
        parts: [],
        pick,
        ...rest,
      }),
    )
    if (frame.t === 'send') {
      const { parent: above, parts } = frame
      const comparison = comparisonOf(frame.reply, frame.also)
      const asked = { ...rest, ...(comparison && { comparison }) }
      made.unshift({ id: frame.id, parent: above, role: 'user', state: 'settled', parts, ...asked })
    }
    batch(() => {
      tree.put(made, 'sending')
      tree.show(frame.reply)
    })
  }

  /** A question that is asked of several anew has new columns, or another answer in one of them. */
  function drawColumns(frame: Extract<Unsent, { t: 'regenerate' }>): void {
    const { of, reply, also, instead } = frame
    const now = tree.get(of)?.comparison
    const was = now?.peek() ?? null
    if (!now || was?.replies.includes(reply)) return
    if (!before.has(frame)) before.set(frame, was)
    const fresh = comparisonOf(reply, also)
    if (fresh) now.value = fresh
    else if (instead && compares(was, instead))
      now.value = { ...was, replies: was.replies.map((id) => (id === instead ? reply : id)) }
  }

  /** The answers that this was to make, as if it had never been asked for. */
  function erase(frame: Unsent): void {
    for (const reply of repliesOf(frame)) tree.remove(reply)
    const question = frame.t === 'regenerate' ? tree.get(frame.of) : undefined
    const was = before.get(frame)
    if (question && was !== undefined) question.comparison.value = was
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
        queue().settle(frame.id)
        composer.giveBack(textOf(frame.parts))
        attached.giveBack(filesOf(frame.parts))
        notice.value = fault
        return
      }
      erase(frame)
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
    erase(frame)
    if (frame.t === 'send') tree.remove(frame.id)
    showBeside(frame.t === 'send' ? frame.parent : frame.of)
  }

  return { draw, refused, showBeside, takeBack }
}
