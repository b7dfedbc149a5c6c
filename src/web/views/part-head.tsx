/** What stands above a part of the library: which one it is, and the way back to all of it. */
import { ArrowLeft, X } from 'lucide'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { erase } from './library-actions.ts'
import { Filter, Ways } from './sidebar-tools.tsx'

export function PartHead() {
  const { config, library, shelves } = useApp()
  const { shelf, project, tags } = library.filter.value
  const home = () => library.show({ shelf: 'list' })
  if (shelf !== 'list') {
    return (
      <header class="list-head">
        <IconButton class="mirrored" icon={ArrowLeft} size={16} label={t('library.back')} onClick={home} />
        <p class="list-name">{t(`library.shelf.${shelf}`)}</p>
        {shelf === 'trash' && <Empty />}
        <Ways />
      </header>
    )
  }
  const folder = shelves.projects.value.find(({ id }) => id === project)
  const chosen = shelves.tags.value.filter(({ id }) => tags?.includes(id))
  return (
    <>
      <header class="list-head">
        {folder && (
          <IconButton class="mirrored" icon={ArrowLeft} size={16} label={t('library.back')} onClick={home} />
        )}
        <p class="list-name" dir="auto">
          {folder?.name ?? t('library.shelf.list')}
        </p>
        {config.interface.bookmarks && <Filter />}
        <Ways />
      </header>
      {chosen.length > 0 && (
        <ul class="list-tags" aria-label={t('tags.filter')}>
          {chosen.map(({ id, name }) => (
            <li key={id}>
              <button type="button" aria-label={t('tags.filterOff', { name })} onClick={() => toggleTag(id)}>
                <span dir="auto">{name}</span>
                <Icon of={X} size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )

  function toggleTag(id: string): void {
    const rest = (tags ?? []).filter((tag) => tag !== id)
    library.show({ shelf: 'list', ...(project !== undefined && { project }), tags: rest })
  }
}

/** Empties the trash. Not there when it is empty. */
function Empty() {
  const app = useApp()
  if (app.library.ordered.value.length === 0) return null
  return (
    <Button size="small" kind="quiet" onClick={() => void erase(app, null)}>
      {t('library.emptyTrash')}
    </Button>
  )
}
