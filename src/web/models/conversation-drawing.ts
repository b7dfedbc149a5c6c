/**
 * What was written here, on the screen before anybody else knows of it: a message and the place of its answer, and what
 * becomes of both when the server will not have them.
 */
import { batch, type Signal } from '@preact/signals'
import type { Fault } from '../../shared/errors.ts'
import type { Message } from '../../shared/message.ts'
import type { ComposerModel } from './composer.ts'
import type { Tree } from './conversation-tree.ts'
import { idOf, type Outbox, type Unsent } from './outbox.ts'
import type { QueueModel } from './queue.ts'

export type DrawingDeps = {
  tree: Tree
  outbox: Outbox
  composer: ComposerModel
  queue: () => Pick<QueueModel, 'add' | 'settle'>
  notice: Signal<Fault | null>
}

export type Drawing = ReturnType<typeof createDrawing>

export function createDrawing({ tree, outbox, composer, queue, notice }: DrawingDeps) {
  /** Draws a message and the place of its answer, or of a further answer, before anybody else knows of them. */
  function draw(frame: Unsent): void {
    if (tree.get(frame.reply) || isRefused(frame)) return
    if (frame.t === 'send' && waitsFor(frame)) {
      queue().add(frame)
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
        queue().settle(frame.id)
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

  return { draw, refused, showBeside, takeBack }
}
