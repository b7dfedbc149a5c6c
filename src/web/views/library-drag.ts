/** Dragging conversations out of the list. The menus do the same without a pointer. */
import type { App } from '../context.ts'

export const CONVERSATIONS = 'application/x-parley-conversations'

/** The row, or everything chosen when it is one of them. The link itself still goes to other programs. */
export function dragConversations({ selection }: App, id: string, event: DragEvent): void {
  const chosen = selection.ids.peek()
  const ids = chosen.has(id) ? [...chosen] : [id]
  event.dataTransfer?.setData(CONVERSATIONS, JSON.stringify(ids))
  if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copyMove'
}
