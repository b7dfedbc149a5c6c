/** Says of the open conversation that it lies in the trash or in the archive, and brings it back from there. */
import { Archive, Trash } from 'lucide'
import { useEffect } from 'preact/hooks'
import { TRASH_MS } from '../../shared/shelf.ts'
import { api } from '../api.ts'
import { useApp } from '../context.ts'
import { now } from '../i18n/clock.ts'
import { DAY } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { archive, restore } from './library-actions.ts'

/** A conversation that has just begun comes into the list by itself. */
const ASK_MS = 800

export function ShelfNote({ id }: { id: string }) {
  const app = useApp()
  const row = app.library.rows.value.get(id)
  const known = row !== undefined
  useEffect(() => {
    if (known) return
    // Only what is in the list is told unasked.
    const timer = setTimeout(async () => {
      const item = await api.conversation(id)
      if (item.ok && item.value) app.library.learn(item.value)
    }, ASK_MS)
    return () => clearTimeout(timer)
  }, [id, known])

  const { trashed = null, archived = null } = row?.shelf.value ?? {}
  if (trashed !== null) {
    const days = Math.max(0, Math.ceil((trashed + TRASH_MS - now.value) / DAY))
    return (
      <div class="note shelf-note" data-in="trash" role="status">
        <Icon of={Trash} size={14} />
        <span class="note-words">{t('shelf.trashed', { count: days })}</span>
        <Button size="small" onClick={() => restore(app, [id])}>
          {t('library.restore')}
        </Button>
      </div>
    )
  }
  if (archived === null) return null
  return (
    <div class="note shelf-note" role="status">
      <Icon of={Archive} size={14} />
      <span class="note-words">{t('shelf.archived')}</span>
      <Button size="small" kind="quiet" onClick={() => archive(app, [id], false)}>
        {t('library.unarchive')}
      </Button>
    </div>
  )
}
