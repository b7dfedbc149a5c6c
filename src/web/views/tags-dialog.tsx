/** Bookmarks: which ones some conversations carry, or all of them with their names, words and order. */
import { useSignal } from '@preact/signals'
import { ArrowDown, ArrowUp, Ellipsis, type IconNode, Pencil, Trash } from 'lucide'
import { newId } from '../../shared/ids.ts'
import type { Tag } from '../../shared/shelf.ts'
import { type App, useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import { toast } from '../ui/toast.tsx'
import { setTag, tellFault } from './library-actions.ts'
import { closeDialog, openDialog } from './library-dialogs.tsx'

export function TagsDialog({ ids }: { ids: readonly string[] }) {
  const app = useApp()
  const { shelves } = app
  const editing = useSignal<string | null>(null)
  const tags = shelves.tags.value
  const choosing = ids.length > 0

  function add(event: SubmitEvent): void {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const name = String(new FormData(form).get('name') ?? '').trim()
    if (!name) return
    const known = tags.find((tag) => tag.name.toLocaleLowerCase() === name.toLocaleLowerCase())
    const id = known?.id ?? newId()
    if (!known) tellFault(app.library.act({ do: 'tag', id, set: { name } }))
    if (choosing) setTag(app, ids, id, true)
    form.reset()
  }

  return (
    <Dialog class="library-dialog" onClose={closeDialog}>
      {(api) => (
        <>
          <h2 {...api.getTitleProps()}>{t(choosing ? 'tags.edit' : 'tags.manage')}</h2>
          <p {...api.getDescriptionProps()}>
            {choosing ? t('tags.edit.about', { count: ids.length }) : t('tags.manage.about')}
          </p>
          {tags.length > 0 && (
            <ul class="library-options">
              {tags.map((tag, at) => (
                <li key={tag.id}>
                  {choosing ? (
                    <Choice tag={tag} ids={ids} />
                  ) : editing.value === tag.id ? (
                    <Edit tag={tag} end={() => (editing.value = null)} />
                  ) : (
                    <Managed
                      tag={tag}
                      at={at}
                      edit={() => {
                        editing.value = tag.id
                      }}
                    />
                  )}
                </li>
              ))}
            </ul>
          )}
          <form class="library-add" onSubmit={add}>
            <Field label={t('tags.new')} name="name" autocomplete="off" autofocus={tags.length === 0} />
            <Button type="submit">{t('tags.add')}</Button>
          </form>
          <div class="library-dialog-end">
            {choosing && tags.length > 0 && (
              <Button kind="quiet" onClick={() => openDialog({ what: 'tags', ids: [] })}>
                {t('tags.manage')}
              </Button>
            )}
            <Button kind="primary" onClick={closeDialog}>
              {t('action.done')}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  )
}

/** On all of them, on some, on none. */
function Choice({ tag, ids }: { tag: Tag; ids: readonly string[] }) {
  const app = useApp()
  const rows = app.library.rows.value
  const carrying = ids.filter((id) => rows.get(id)?.shelf.value.tags.includes(tag.id)).length
  return (
    <label class="library-option">
      <input
        type="checkbox"
        checked={carrying === ids.length}
        ref={(box) => {
          if (box) box.indeterminate = carrying > 0 && carrying < ids.length
        }}
        onChange={(event) => setTag(app, ids, tag.id, event.currentTarget.checked)}
      />
      <span dir="auto">{tag.name}</span>
      <small>{tag.count}</small>
    </label>
  )
}

/** What can be done with one: its name stands alone on a button, and not in the menu of one bookmark. */
type Way = MenuItem & { icon: IconNode; name: string }

function Managed({ tag, at, edit }: { tag: Tag; at: number; edit: () => void }) {
  const app = useApp()
  const { name, about, count } = tag
  const shift = (by: number) => {
    const ids = app.shelves.tags.peek().map((other) => other.id)
    ids.splice(at + by, 0, ...ids.splice(at, 1))
    tellFault(app.library.act({ do: 'order', of: 'tag', ids }))
  }
  const last = at === app.shelves.tags.value.length - 1
  const ways: Way[] = [
    {
      id: 'up',
      icon: ArrowUp,
      label: t('action.moveUp'),
      name: t('tags.up', { name }),
      disabled: at === 0,
      run: () => shift(-1),
    },
    {
      id: 'down',
      icon: ArrowDown,
      label: t('action.moveDown'),
      name: t('tags.down', { name }),
      disabled: last,
      run: () => shift(1),
    },
    { id: 'edit', icon: Pencil, label: t('action.edit'), name: t('tags.rename', { name }), run: edit },
  ]
  const away: Way = {
    id: 'drop',
    icon: Trash,
    label: t('action.delete'),
    name: t('tags.delete', { name }),
    run: () => drop(app, tag),
  }
  return (
    <div class="library-option">
      <span class="library-words">
        <span dir="auto">{name}</span>
        <small dir="auto">{[t('tags.count', { count }), about].filter(Boolean).join(' · ')}</small>
      </span>
      {app.layout.wide.value ? (
        [...ways, away].map(({ id, name, run, ...way }) => (
          <IconButton key={id} icon={way.icon} size={16} label={name} disabled={way.disabled} onClick={run} />
        ))
      ) : (
        // Four buttons would leave the name a third of a phone's width.
        <Menu
          placement="bottom-end"
          groups={() => [{ items: ways }, { items: [{ ...away, tone: 'danger' }] }]}
          trigger={(props) => (
            <IconButton {...props} icon={Ellipsis} label={t('library.more', { title: name })} />
          )}
        />
      )}
    </div>
  )
}

function Edit({ tag, end }: { tag: Tag; end: () => void }) {
  const { library } = useApp()
  function save(event: SubmitEvent): void {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    const name = String(data.get('name') ?? '').trim()
    const about = String(data.get('about') ?? '').trim()
    end()
    if (name) tellFault(library.act({ do: 'tag', id: tag.id, set: { name, about } }))
  }
  return (
    <form class="library-edit" onSubmit={save}>
      <Field label={t('tags.name')} name="name" autocomplete="off" autofocus value={tag.name} />
      <Field label={t('tags.about')} name="about" autocomplete="off" value={tag.about} />
      <div class="library-dialog-end">
        <Button onClick={end}>{t('action.cancel')}</Button>
        <Button type="submit" kind="primary">
          {t('action.save')}
        </Button>
      </div>
    </form>
  )
}

function drop({ library }: App, { id, name }: Tag): void {
  const { tags = [] } = library.filter.peek()
  if (tags.includes(id)) library.show({ shelf: 'list' })
  tellFault(library.act({ do: 'drop-tag', id }))
  toast({
    text: t('tags.deleted', { name }),
    action: {
      label: t('action.undo'),
      run: () => tellFault(library.act({ do: 'restore-tag', id })),
    },
  })
}
