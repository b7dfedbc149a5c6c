/** Projects: into which one conversations go, and what one is called, looks like and lies in. */
import { type Signal, useSignal } from '@preact/signals'
import { Folder as FolderIcon } from 'lucide'
import { newId } from '../../shared/ids.ts'
import { MAX_PROJECT_DEPTH, PROJECT_COLORS, type ProjectColor, withFolders } from '../../shared/shelf.ts'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { type Folder, foldersOf } from '../models/folders.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { move, tellFault } from './library-actions.ts'
import { closeDialog, openDialog } from './library-dialogs.tsx'
import { beginFrom, beginOf, ProjectBegin, ProjectInstructions } from './project-begin.tsx'

export function MoveDialog({ ids }: { ids: readonly string[] }) {
  const app = useApp()
  const rows = app.library.rows.value
  const all = new Set(ids.map((id) => rows.get(id)?.shelf.value.project ?? null))
  const [now] = all.size === 1 ? all : [undefined]
  const choose = (project: string | null) => {
    closeDialog()
    if (project !== now) move(app, ids, project)
  }
  return (
    <Dialog class="library-dialog" onClose={closeDialog}>
      {(api) => (
        <>
          <h2 {...api.getTitleProps()}>{t('projects.move')}</h2>
          <p {...api.getDescriptionProps()}>{t('projects.move.about', { count: ids.length })}</p>
          <ul class="library-options">
            <li>
              <button
                type="button"
                class="library-option"
                aria-pressed={now === null}
                onClick={() => choose(null)}
              >
                <span>{t('projects.none')}</span>
              </button>
            </li>
            {flat(foldersOf(app.shelves.projects.value)).map(({ project, depth }) => (
              <li key={project.id}>
                <button
                  type="button"
                  class="library-option"
                  style={{ '--depth': depth - 1 }}
                  aria-pressed={now === project.id}
                  onClick={() => choose(project.id)}
                >
                  <span class="folder-icon" data-color={project.color}>
                    <Icon of={FolderIcon} size={16} />
                  </span>
                  <span dir="auto">{project.name}</span>
                </button>
              </li>
            ))}
          </ul>
          <div class="library-dialog-end">
            <Button kind="quiet" onClick={() => openDialog({ what: 'project', id: null, parent: null })}>
              {t('projects.new')}
            </Button>
            <Button onClick={closeDialog}>{t('action.cancel')}</Button>
          </div>
        </>
      )}
    </Dialog>
  )
}

export function ProjectDialog({ id, parent }: { id: string | null; parent: string | null }) {
  const { library, shelves } = useApp()
  const known = shelves.projects.value.find((project) => project.id === id)
  const color = useSignal<ProjectColor>(known?.color ?? 'blue')
  const inside = useSignal(parent ?? '')
  const instructions = useSignal<string | undefined>(known?.instructed ? undefined : '')
  const begin = useSignal(beginOf(known))
  const missing = useSignal(false)
  const own = id === null ? new Set<string>() : withFolders(shelves.projects.value, id)
  const places = flat(foldersOf(shelves.projects.value)).filter(
    ({ project, depth }) => depth < MAX_PROJECT_DEPTH && !own.has(project.id),
  )

  function save(event: SubmitEvent): void {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    const name = String(data.get('name') ?? '').trim()
    missing.value = name === ''
    if (!name) return
    const set = {
      name,
      about: String(data.get('about') ?? '').trim(),
      color: color.peek(),
      parent: inside.peek() || null,
      ...beginFrom(begin.peek()),
      ...(instructions.peek() !== undefined && { instructions: instructions.peek() }),
    }
    closeDialog()
    tellFault(library.act({ do: 'project', id: id ?? newId(), set }))
  }

  return (
    <Dialog class="library-dialog project-dialog" onClose={closeDialog}>
      {(api) => (
        <form onSubmit={save}>
          <h2 {...api.getTitleProps()}>{t(id === null ? 'projects.new' : 'projects.edit')}</h2>
          <Field
            label={t('projects.name')}
            name="name"
            autocomplete="off"
            autofocus
            value={known?.name ?? ''}
            error={missing.value ? t('field.required') : undefined}
          />
          <Field label={t('projects.about')} name="about" autocomplete="off" value={known?.about ?? ''} />
          <ProjectInstructions project={known} text={instructions} />
          <ProjectBegin begin={begin} />
          <Colors color={color} />
          {places.length > 0 && <Inside inside={inside} places={places} />}
          <div class="library-dialog-end">
            <Button onClick={closeDialog}>{t('action.cancel')}</Button>
            <Button type="submit" kind="primary">
              {t('action.save')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}

// What is chosen is drawn here alone: the fields keep what was typed.
function Colors({ color }: { color: Signal<ProjectColor> }) {
  return (
    <fieldset class="colors">
      <legend>{t('projects.color')}</legend>
      {PROJECT_COLORS.map((one) => (
        <label key={one} data-color={one} data-tip={t(`color.${one}`)}>
          <input
            type="radio"
            name="color"
            value={one}
            aria-label={t(`color.${one}`)}
            checked={color.value === one}
            onChange={() => {
              color.value = one
            }}
          />
        </label>
      ))}
    </fieldset>
  )
}

function Inside({ inside, places }: { inside: Signal<string>; places: readonly Folder[] }) {
  return (
    <div class="field">
      <span>{t('projects.parent')}</span>
      <Select
        label={t('projects.parent')}
        value={inside.value}
        options={[
          { value: '', label: t('projects.top') },
          ...places.map(({ project, depth }) => ({
            value: project.id,
            label: `${'\u2003'.repeat(depth - 1)}${project.name}`,
          })),
        ]}
        onChange={(to) => {
          inside.value = to
        }}
      />
    </div>
  )
}

const flat = (folders: readonly Folder[]): Folder[] =>
  folders.flatMap((folder) => [folder, ...flat(folder.folders)])
