/** Where dragged conversations and folders go: onto a project. The menus do the same without a pointer. */
import type { App } from '../context.ts'
import { move, tellFault } from './library-actions.ts'
import { CONVERSATIONS } from './library-drag.ts'

const PROJECT = 'application/x-parley-project'

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
