/** Files that are held above the page may be dropped anywhere on it. */
import type { App } from '../context.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { limitsOf, filesHeld as over } from './attach-button.tsx'

const load = () => import('./attach.ts')

/** Attaches what is dropped. Returns its end. */
export function followFiles(app: App, conversation: ConversationModel): () => void {
  const page = new AbortController()
  const { signal } = page
  const holds = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
  const leave = () => {
    over.value = false
  }
  addEventListener(
    'dragover',
    (event) => {
      if (!holds(event) || event.defaultPrevented) return
      event.preventDefault()
      over.value = true
    },
    { signal },
  )
  addEventListener('dragleave', (event) => event.relatedTarget === null && leave(), { signal })
  addEventListener('dragend', leave, { signal })
  addEventListener(
    'drop',
    (event) => {
      leave()
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length === 0 || event.defaultPrevented) return
      event.preventDefault()
      void load().then(({ attachFiles }) => attachFiles(conversation, files, limitsOf(app, conversation)))
    },
    { signal },
  )
  return () => page.abort()
}
