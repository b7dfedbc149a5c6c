/** One conversation of the list: its name, what there is to know of it, and what can be done with it. */
import { useSignal } from '@preact/signals'
import { Ellipsis, Pin } from 'lucide'
import { useApp } from '../context.ts'
import { fromHands, loadHands, withHands } from '../hands-later.tsx'
import { t } from '../i18n/index.ts'
import type { Row } from '../models/library.ts'
import { groupsPins } from '../models/library-view.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu } from '../ui/menu.tsx'
import { dragConversations } from './library-drag.ts'
import { focusRow } from './library-focus.ts'

const Rename = fromHands(({ Rename }) => Rename)

/** `place` of `of` in its group, from 1: rows that are not drawn count as well. */
export function SidebarRow({ row, place, of }: { row: Row; place: number; of: number }) {
  const app = useApp()
  const { selection } = app
  const renaming = useSignal(false)
  const id = row.id.peek()
  const active = app.openId.value === id
  const title = row.title.value ?? t('library.untitled')
  const choosing = selection.on.value
  const chosen = choosing && selection.ids.value.has(id)

  const startRename = () => {
    renaming.value = true
  }
  const endRename = (focus: boolean) => {
    renaming.value = false
    if (focus) requestAnimationFrame(() => focusRow(id))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const trashed = row.shelf.peek().trashed !== null
    if (event.key === 'F2' && !trashed) startRename()
    else if (event.key === 'Delete' && !choosing) {
      withHands(({ erase, leaving, trash }) => {
        if (trashed) void erase(app, [id])
        else leaving(app, row, () => trash(app, [id]))
      })
    } else return
    event.preventDefault()
  }
  const onClick = (event: MouseEvent) => {
    if (event.shiftKey) selection.extend(id, app.openId.peek() ?? id)
    else if (choosing || event.ctrlKey || event.metaKey) selection.toggle(id)
    else return
    event.preventDefault()
  }

  // Between pressing and letting go there is time to connect. A finger that comes down may only want to scroll.
  const onPointerDown = (event: PointerEvent) => {
    if (event.pointerType !== 'mouse' || event.button !== 0 || choosing) return
    if (!event.shiftKey && !event.ctrlKey && !event.metaKey) app.expect(id)
  }

  if (renaming.value) {
    return (
      <li class="row" data-row={id}>
        <Rename row={row} end={endRename} />
      </li>
    )
  }
  return (
    <li
      class="row"
      data-row={id}
      data-active={active}
      data-chosen={chosen}
      aria-setsize={of}
      aria-posinset={place}
    >
      <a
        class="row-link"
        href={`/c/${id}`}
        aria-current={active ? 'page' : undefined}
        {...(choosing && { role: 'checkbox', 'aria-checked': chosen })}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onClick={onClick}
        onDragStart={(event) => dragConversations(app, id, event)}
      >
        {choosing && <span class="row-check" aria-hidden="true" data-on={chosen} />}
        <Marks row={row} />
        <span class="row-title" dir="auto">
          {title}
        </span>
        <State row={row} active={active} />
      </a>
      {!choosing && (
        <Menu
          placement="bottom-end"
          groups={() => loadHands().then(({ menuOf }) => menuOf(app, row, startRename))}
          trigger={(props) => (
            <IconButton {...props} class="row-more" icon={Ellipsis} label={t('library.more', { title })} />
          )}
        />
      )}
    </li>
  )
}

/** Its project's colour, and a pin where pins are not a group of their own. */
function Marks({ row }: { row: Row }) {
  const { library, shelves } = useApp()
  const { project, pinned } = row.shelf.value
  const filter = library.filter.value
  const known = project === null ? undefined : shelves.projects.value.find(({ id }) => id === project)
  return (
    <>
      {known && filter.project !== known.id && (
        <span class="row-project" data-color={known.color} data-tip={known.name}>
          <span class="hidden-text">{t('projects.in', { name: known.name })}</span>
        </span>
      )}
      {pinned && !groupsPins(filter) && (
        <>
          <Icon of={Pin} size={14} />
          <span class="hidden-text">{t('library.isPinned')}</span>
        </>
      )}
    </>
  )
}

function State({ row, active }: { row: Row; active: boolean }) {
  if (row.running.value) {
    return (
      <span class="row-running">
        <span class="spinner" aria-hidden="true" />
        <span class="hidden-text">{t('library.running')}</span>
      </span>
    )
  }
  // What is on the screen is being read.
  if (!row.shelf.value.unread || active) return null
  return (
    <span class="row-unread">
      <span class="hidden-text">{t('library.unread')}</span>
    </span>
  )
}
