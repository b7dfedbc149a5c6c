/** One conversation of the list: its name, whether it is being written, and what can be done with it. */
import { useSignal } from '@preact/signals'
import { Ellipsis, Pencil, Trash } from 'lucide'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { MAX_TITLE } from '../../shared/conversation.ts'
import { type App, useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import type { Row } from '../models/library.ts'
import { navigate } from '../route.ts'
import { announce } from '../ui/announce.tsx'
import { IconButton } from '../ui/button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Menu } from '../ui/menu.tsx'
import { toast } from '../ui/toast.tsx'

export function SidebarRow({ row }: { row: Row }) {
  const app = useApp()
  const renaming = useSignal(false)
  const link = useRef<HTMLAnchorElement>(null)
  const id = row.id.peek()
  const active = app.openId.value === id
  const title = row.title.value ?? t('library.untitled')

  useEffect(() => {
    if (active) link.current?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const startRename = () => {
    renaming.value = true
  }
  const endRename = (focus: boolean) => {
    renaming.value = false
    if (focus) requestAnimationFrame(() => link.current?.focus())
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'F2') startRename()
    else if (event.key === 'Delete') void askRemove(app, row, link.current)
    else return
    event.preventDefault()
  }

  if (renaming.value) {
    return (
      <li class="row">
        <Rename row={row} end={endRename} />
      </li>
    )
  }
  return (
    <li class="row" data-active={active}>
      <a
        ref={link}
        class="row-link"
        href={`/c/${id}`}
        aria-current={active ? 'page' : undefined}
        onKeyDown={onKeyDown}
      >
        <span class="row-title" dir="auto">
          {title}
        </span>
        {row.running.value && (
          <span class="row-running">
            <span class="spinner" aria-hidden="true" />
            <span class="hidden-text">{t('library.running')}</span>
          </span>
        )}
      </a>
      <Menu
        placement="bottom-end"
        groups={() => [
          {
            items: [
              { id: 'rename', label: t('action.rename'), icon: Pencil, run: startRename },
              {
                id: 'delete',
                label: t('action.delete'),
                icon: Trash,
                tone: 'danger',
                run: () => void askRemove(app, row, link.current),
              },
            ],
          },
        ]}
        trigger={(props) => (
          <IconButton {...props} class="row-more" icon={Ellipsis} label={t('library.more', { title })} />
        )}
      />
    </li>
  )
}

/** Enter and leaving the field keep the name, Escape does not. */
function Rename({ row, end }: { row: Row; end: (focus: boolean) => void }) {
  const { library } = useApp()
  const field = useRef<HTMLInputElement>(null)
  const left = useRef(false)
  // Before the next key: who renames is already typing.
  useLayoutEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])

  async function save(focus: boolean): Promise<void> {
    if (left.current) return
    left.current = true
    const to = field.current?.value ?? ''
    end(focus)
    const fault = await library.rename(row.id.peek(), to)
    if (fault) toast({ text: t('library.renameFailed'), tone: 'danger' })
  }
  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation()
    // An input method that is still composing owns its Enter and Escape.
    if (event.isComposing) return
    if (event.key === 'Enter') void save(true)
    if (event.key !== 'Escape') return
    left.current = true
    end(true)
  }
  return (
    <input
      ref={field}
      class="row-rename"
      dir="auto"
      aria-label={t('library.renameField')}
      value={row.title.peek() ?? ''}
      maxLength={MAX_TITLE}
      onKeyDown={onKeyDown}
      onBlur={() => void save(false)}
    />
  )
}

async function askRemove(app: App, row: Row, link: HTMLElement | null): Promise<void> {
  const title = row.title.peek() ?? t('library.untitled')
  const sure = await confirm({
    title: t('library.delete.title', { title }),
    about: t('library.delete.about'),
    action: t('action.delete'),
  })
  if (!sure) return
  focusNeighbour(link)
  if (app.openId.peek() === row.id.peek()) navigate('/c/new', 'replace')
  announce(t('library.deleted', { title }))
  const fault = await app.library.remove(row.id.peek())
  if (fault) toast({ text: t('library.deleteFailed', { title }), tone: 'danger' })
}

/** The keyboard stays where it was in the list: on the next row, or the one before. */
function focusNeighbour(link: HTMLElement | null): void {
  const links = [...document.querySelectorAll<HTMLElement>('#sidebar .row-link')]
  const at = link ? links.indexOf(link) : -1
  requestAnimationFrame(() => (links[at + 1] ?? links[at - 1])?.focus({ preventScroll: true }))
}
