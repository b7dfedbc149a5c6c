/** What can be done with conversations of the list, from menus, keys, the toolbar and by dragging. */
import type { Arrangement } from '../../shared/library.ts'
import { api } from '../api.ts'
import type { App } from '../context.ts'
import { faultText } from '../i18n/fault.ts'
import { t } from '../i18n/index.ts'
import { navigate } from '../route.ts'
import { confirm } from '../ui/confirm.tsx'
import { toast } from '../ui/toast.tsx'

type Ids = readonly string[]

export function pin(app: App, ids: Ids, on: boolean): void {
  arrange(
    app,
    ids,
    { pinned: on },
    ids.length > 1 ? t(on ? 'library.pinnedMany' : 'library.unpinnedMany', { count: ids.length }) : null,
  )
}

export function archive(app: App, ids: Ids, on: boolean): void {
  arrange(
    app,
    ids,
    { archived: on },
    t(on ? 'library.archivedDone' : 'library.unarchivedDone', { count: ids.length }),
  )
}

export function markUnread(app: App, ids: Ids, on: boolean): void {
  arrange(app, ids, { unread: on }, null)
}

/** Into the trash. Who reads one of them goes to a new one, and comes back with it. */
export function trash(app: App, ids: Ids): void {
  const open = app.openId.peek()
  const leaves = open !== null && ids.includes(open)
  const name = ids.length === 1 ? titleOf(app, ids[0]!) : null
  const text =
    name !== null ? t('library.deleted', { title: name }) : t('library.deletedMany', { count: ids.length })
  arrange(app, ids, { trashed: true }, text, () => leaves && navigate(`/c/${open}`, 'replace'))
  if (leaves) navigate('/c/new', 'replace')
}

export function restore(app: App, ids: Ids): void {
  arrange(app, ids, { trashed: false }, t('library.restored', { count: ids.length }))
}

/** Into a project, or (null) out of the one they are in. */
export function move(app: App, ids: Ids, project: string | null): void {
  const name = app.shelves.projects.peek().find(({ id }) => id === project)?.name
  const text =
    name === undefined
      ? t('library.movedOut', { count: ids.length })
      : t('library.movedTo', { count: ids.length, name })
  arrange(app, ids, { project }, text)
}

export function setTag(app: App, ids: Ids, tag: string, on: boolean): void {
  arrange(app, ids, on ? { tag: [tag] } : { untag: [tag] }, null)
}

/** For good, after asking. Null: everything in the trash. */
export async function erase(app: App, ids: Ids | null): Promise<boolean> {
  const one = ids?.length === 1 ? titleOf(app, ids[0]!) : null
  const sure = await confirm({
    title:
      one !== null
        ? t('library.erase.title', { title: one })
        : ids === null
          ? t('library.erase.all')
          : t('library.erase.many', { count: ids.length }),
    about: t('library.delete.about'),
    action: t('library.erase'),
  })
  if (!sure) return false
  tellFault(app.library.act({ do: 'erase', ids: ids === null ? null : [...ids] }))
  return true
}

/** A copy with all its branches, which is opened. */
export async function duplicate(id: string): Promise<void> {
  const made = await api.duplicate(id)
  if (!made.ok) {
    toast({ text: faultText(made.fault), tone: 'danger' })
    return
  }
  navigate(`/c/${made.value}`)
  toast({ text: t('message.forked') })
}

export async function archiveAll(app: App): Promise<void> {
  const sure = await confirm({
    title: t('library.archiveAll.title'),
    about: t('library.archiveAll.about'),
    action: t('library.archive'),
  })
  if (sure) tellFault(app.library.act({ do: 'archive-all' }))
}

/** Says what the server did not take; by then it is taken back on the page. */
export function tellFault(done: Promise<Parameters<typeof faultText>[0] | null>): void {
  void done.then((fault) => {
    if (!fault) return
    toast({ text: t('library.refused', { words: fault.message ?? faultText(fault) }), tone: 'danger' })
  })
}

export function titleOf(app: App, id: string): string {
  return app.library.rows.peek().get(id)?.title.peek() ?? t('library.untitled')
}

function arrange(app: App, ids: Ids, set: Arrangement, text: string | null, back?: () => void): void {
  const { fault, undo } = app.library.arrange(ids, set)
  const run = () => {
    undo()
    back?.()
  }
  const close = text === null ? () => {} : toast({ text, action: { label: t('action.undo'), run } })
  void fault.then((refused) => refused && close())
  tellFault(fault)
}
