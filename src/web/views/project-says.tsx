/** The instructions of the project that a conversation is in: they are told to the model before its own. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { api } from '../api.ts'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { Button } from '../ui/button.tsx'
import { openDialog } from './library-dialogs.tsx'

export function ProjectSays({ conversation }: { conversation: ConversationModel }) {
  const { library, shelves, beginning } = useApp()
  const row = library.rows.value.get(conversation.id.value)
  const id = conversation.begun.value ? row?.shelf.value.project : beginning.value.project
  const project = shelves.projects.value.find((one) => one.id === id)
  const text = useSignal<string | null>(null)
  const said = project?.instructed ? project.id : null
  useEffect(() => {
    text.value = null
    if (said === null) return
    let over = false
    void api.projectInstructions(said).then((answer) => {
      if (!over && answer.ok) text.value = answer.value
    })
    return () => {
      over = true
    }
    // Told anew whenever the project changes.
  }, [said, project])
  if (!project || !said) return null
  return (
    <details class="tune-project tune-wide">
      <summary dir="auto">{t('tune.project', { name: project.name })}</summary>
      <blockquote dir="auto">{text.value ?? '…'}</blockquote>
      <Button
        kind="quiet"
        size="small"
        onClick={() => openDialog({ what: 'project', id: project.id, parent: project.parent })}
      >
        {t('tune.project.edit')}
      </Button>
    </details>
  )
}
