/** Messages that wait for an answer to end, as the server tells them and as they were written here a moment ago. */
import { computed, signal } from '@preact/signals'
import { filesOf, namingOf } from '../../shared/parts.ts'
import type { ClientFrame, Queued } from '../../shared/protocol.ts'

export type QueueModel = ReturnType<typeof createQueue>

type Sent = Extract<ClientFrame, { t: 'send' }>

export function createQueue(post: (frame: ClientFrame) => void) {
  const told = signal<readonly Queued[]>([])
  /** Written here, not yet told of. */
  const fresh = signal<readonly Queued[]>([])
  const items = computed(() => {
    const known = new Set(told.value.map(({ id }) => id))
    return [...told.value, ...fresh.value.filter(({ id }) => !known.has(id))]
  })

  return {
    items,

    /** The whole queue, as it is on the server. */
    take(queue: readonly Queued[]): void {
      told.value = queue
    },

    /** Shows a message that waits before the server knows of it. */
    add({ id, parent, parts, pick, when }: Sent): void {
      const mode = when === 'steer' ? when : 'queue'
      fresh.value = [...fresh.peek(), { id, after: parent ?? '', held: false, mode, parts, pick }]
    },

    /** The server has it, in the queue or as a message; or it was refused. */
    settle(id: string): void {
      if (fresh.peek().some((item) => item.id === id))
        fresh.value = fresh.peek().filter((item) => item.id !== id)
    },

    edit(id: string, text: string): void {
      const files = filesOf(items.peek().find((item) => item.id === id)?.parts ?? [])
      post({ t: 'queue-edit', id, parts: [{ type: 'text', text }, ...files] })
    },

    /** One place up or down. */
    move(id: string, by: -1 | 1): void {
      const ids = told.peek().map((item) => item.id)
      const at = ids.indexOf(id)
      const before = by < 0 ? ids[at - 1] : ids[at + 2]
      if (at < 0 || (by < 0 && at === 0) || (by > 0 && at === ids.length - 1)) return
      post({ t: 'queue-move', id, before: before ?? null })
    },

    drop(id: string): void {
      told.value = told.peek().filter((item) => item.id !== id)
      post({ t: 'queue-drop', id })
    },

    /** Sends the first after `answer`, though the one it waited for did not end well. */
    run(answer: string | undefined): void {
      post({ t: 'queue-run', ...(answer && { after: answer }) })
    },

    textOf: (item: Queued) => namingOf(item.parts),
  }
}
