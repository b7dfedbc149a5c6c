/** The bar above the list while conversations are chosen: what can be done with all of them. */
import { Archive, ArchiveRestore, Bookmark, FolderInput, Pin, RotateCcw, Trash, X } from 'lucide'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { archive, erase, pin, restore, trash } from './library-actions.ts'
import { openDialog } from './library-dialogs.tsx'

export function SidebarChosen() {
  const app = useApp()
  const { library, selection } = app
  const { shelf } = library.filter.value
  const none = selection.count.value === 0
  const act = (run: (ids: string[]) => void) => () => {
    if (none) return
    run([...selection.ids.peek()])
    selection.clear()
  }
  const button = (icon: typeof Pin, label: string, run: (ids: string[]) => void) => (
    <IconButton icon={icon} size={16} label={label} aria-disabled={none} onClick={act(run)} />
  )
  return (
    <div class="list-chosen" role="toolbar" aria-label={t('library.chosen.label')}>
      <p aria-live="polite">{t('library.chosen', { count: selection.count.value })}</p>
      <IconButton icon={X} size={16} label={t('library.chosen.end')} onClick={selection.clear} />
      <div>
        {shelf === 'trash' ? (
          <>
            {button(RotateCcw, t('library.restore'), (ids) => restore(app, ids))}
            {button(Trash, t('library.erase'), (ids) => void erase(app, ids))}
          </>
        ) : (
          <>
            {shelf === 'list' && button(Pin, t('library.pin'), (ids) => pin(app, ids, true))}
            {button(
              shelf === 'archive' ? ArchiveRestore : Archive,
              t(shelf === 'archive' ? 'library.unarchive' : 'library.archive'),
              (ids) => archive(app, ids, shelf !== 'archive'),
            )}
            {button(FolderInput, t('projects.move'), (ids) => openDialog({ what: 'move', ids }))}
            {app.config.interface.bookmarks &&
              button(Bookmark, t('tags.edit'), (ids) => openDialog({ what: 'tags', ids }))}
            {button(Trash, t('action.delete'), (ids) => trash(app, ids))}
          </>
        )}
        <Button size="small" kind="quiet" onClick={selection.all}>
          {t('library.selectAll')}
        </Button>
      </div>
    </div>
  )
}
