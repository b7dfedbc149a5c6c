/** Dragging conversations and folders onto a project. The menus do the same without a pointer. */
import type { App } from '../context.ts'
import { move, tellFault } from './library-actions.ts'

const CONVERSATIONS = 'application/x-parley-conversations'
const PROJECT = 'application/x-parley-project'

/** The row, or everything chosen when it is one of them. The link itself still goes to other programs. */
export function dragConversations({ selection }: App, id: string, event: DragEvent): void {
  const chosen = selection.ids.peek()
  const ids = chosen.has(id) ? [...chosen] : [id]
  event.dataTransfer?.setData(CONVERSATIONS, JSON.stringify(ids))
  if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copyMove'
}

export function dragProject(id: string, event: DragEvent): void {
  event.dataTransfer?.setData(PROJECT, id)
  if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
  event.stopPropagation()
}

/** Handlers of what takes conversations and folders: a project, or (null) the place outside of all. */
export function dropOn(app: App, project: string | null) {
  const takes = (event: DragEvent) =>
    event.dataTransfer?.types.some((type) => type === CONVERSATIONS || type === PROJECT)
  const mark = (event: DragEvent, on: boolean) => {
    const target = event.currentTarget as HTMLElement
    if (on) target.dataset.over = 'true'
    else delete target.dataset.over
  }
  return {
    onDragOver: (event: DragEvent) => {
      if (!takes(event)) return
      event.preventDefault()
      event.stopPropagation()
      mark(event, true)
    },
    onDragLeave: (event: DragEvent) => mark(event, false),
    onDrop: (event: DragEvent) => {
      if (!takes(event)) return
      event.preventDefault()
      event.stopPropagation()
      mark(event, false)
      const dragged = event.dataTransfer?.getData(CONVERSATIONS)
      const folder = event.dataTransfer?.getData(PROJECT)
      // Our own words, put there by `dragConversations`.
      if (dragged) move(app, JSON.parse(dragged) as string[], project)
      else if (folder && folder !== project)
        tellFault(app.library.act({ do: 'project', id: folder, set: { parent: project } }))
    },
  }
}
