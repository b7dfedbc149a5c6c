/** All presets: in which order they are, what they are called, which one new chats begin with, and as files. */
import { useSignal } from '@preact/signals'
import { Ellipsis, SwatchBook } from 'lucide'
import { useEffect, useRef } from 'preact/hooks'
import { MAX_PRESET_NAME, type Preset } from '../../shared/presets.ts'
import { type App, useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { announce } from '../ui/announce.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Select } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu, type MenuGroup } from '../ui/menu.tsx'
import { tellFault } from './library-actions.ts'
import { closeDialog, openDialog } from './library-dialogs.tsx'
import { choosePreset, dropPreset, duplicatePreset, savePreset, updatePreset } from './preset-actions.ts'
import { exportPresets, importPresets } from './preset-file.ts'

export function PresetsDialog() {
  const app = useApp()
  const file = useRef<HTMLInputElement>(null)
  const list = app.presets.list.value
  useEffect(app.presets.need, [])
  return (
    <Dialog class="library-dialog presets-dialog" onClose={closeDialog}>
      {(api) => (
        <>
          <h2 {...api.getTitleProps()}>{t('presets.heading')}</h2>
          <p {...api.getDescriptionProps()}>{t(list.length > 0 ? 'presets.about' : 'presets.empty')}</p>
          {list.length > 0 && (
            <ul class="library-options">
              {list.map((preset, at) => (
                <PresetRow key={preset.id} preset={preset} at={at} list={list} />
              ))}
            </ul>
          )}
          <SwitchChoice app={app} />
          <input
            ref={file}
            type="file"
            accept="application/json,.json"
            hidden
            onChange={({ currentTarget: field }) => {
              for (const one of field.files ?? []) void importPresets(app, one)
              field.value = ''
            }}
          />
          <div class="library-dialog-end presets-end">
            <Button kind="quiet" onClick={() => file.current?.click()}>
              {t('presets.import')}
            </Button>
            {list.length > 0 && (
              <Button kind="quiet" onClick={() => exportPresets(app, list)}>
                {t('presets.exportAll')}
              </Button>
            )}
            <Button onClick={() => openDialog({ what: 'preset-name', preset: null })}>
              {t('presets.save')}
            </Button>
            <Button kind="primary" onClick={closeDialog}>
              {t('action.done')}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  )
}

function SwitchChoice({ app }: { app: App }) {
  const { preferences } = app
  return (
    <div class="settings-line">
      <span class="settings-label">{t('presets.switch.setting')}</span>
      <Select
        label={t('presets.switch.setting')}
        value={preferences.presetSwitch.value}
        options={[
          { value: 'ask', label: t('presets.switch.ask') },
          { value: 'here', label: t('presets.switch.here') },
          { value: 'fork', label: t('presets.switch.fork') },
        ]}
        onChange={(presetSwitch) => preferences.set({ presetSwitch })}
      />
    </div>
  )
}

type RowProps = { preset: Preset; at: number; list: readonly Preset[] }

const DRAGGED = 'application/x-parley-preset'

function PresetRow({ preset, at, list }: RowProps) {
  const app = useApp()
  const over = useSignal(false)
  const { id, name, pick } = preset
  const model = app.catalog.find(pick)?.label
  const put = (moved: string, to: number) => {
    const ids = list.map((one) => one.id)
    const [taken] = ids.splice(ids.indexOf(moved), 1)
    if (taken) ids.splice(to, 0, taken)
    tellFault(app.presets.order(ids))
    announce(t('presets.movedTo', { n: to + 1, count: list.length }))
  }
  return (
    <li
      class="preset-row"
      data-over={over.value}
      draggable
      onDragStart={(event) => event.dataTransfer?.setData(DRAGGED, id)}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes(DRAGGED)) return
        event.preventDefault()
        over.value = true
      }}
      onDragLeave={() => {
        over.value = false
      }}
      onDrop={(event) => {
        over.value = false
        const moved = event.dataTransfer?.getData(DRAGGED)
        if (moved && moved !== id) put(moved, at)
        event.preventDefault()
      }}
    >
      <div class="library-option">
        <Icon of={SwatchBook} size={16} />
        <span class="library-words">
          <span dir="auto">{name}</span>
          <small class="preset-about" dir="auto">
            {model ? (
              <span>{model}</span>
            ) : (
              <span class="preset-gone">{t('presets.gone', { model: pick.model })}</span>
            )}
            {app.presets.usual.value === id && <span>{t('presets.isUsual')}</span>}
          </small>
        </span>
        <Menu
          placement="bottom-end"
          groups={() => rowMenu(app, preset, at, list, put)}
          trigger={(props) => (
            <IconButton {...props} icon={Ellipsis} label={t('library.more', { title: name })} />
          )}
        />
      </div>
    </li>
  )
}

function rowMenu(
  app: App,
  preset: Preset,
  at: number,
  list: readonly Preset[],
  put: (moved: string, to: number) => void,
): MenuGroup[] {
  const { id, name } = preset
  const usual = app.presets.usual.peek() === id
  return [
    {
      items: [
        {
          id: 'use',
          label: t('presets.use'),
          run: () => {
            closeDialog()
            choosePreset(app, preset)
          },
        },
        {
          id: 'usual',
          label: t(usual ? 'presets.notUsual' : 'presets.makeUsual'),
          run: () => tellFault(app.presets.change(id, { what: 'standard', on: !usual })),
        },
      ],
    },
    {
      items: [
        {
          id: 'rename',
          label: t('action.rename'),
          run: () => openDialog({ what: 'preset-name', preset }),
        },
        { id: 'update', label: t('presets.update', { name }), run: () => updatePreset(app, preset) },
        { id: 'copy', label: t('presets.duplicate'), run: () => duplicatePreset(app, preset) },
        { id: 'export', label: t('presets.export'), run: () => exportPresets(app, [preset]) },
      ],
    },
    {
      items: [
        { id: 'up', label: t('action.moveUp'), disabled: at === 0, run: () => put(id, at - 1) },
        {
          id: 'down',
          label: t('action.moveDown'),
          disabled: at === list.length - 1,
          run: () => put(id, at + 1),
        },
      ],
    },
    {
      items: [
        { id: 'delete', label: t('action.delete'), tone: 'danger', run: () => dropPreset(app, preset) },
      ],
    },
  ]
}

/** A name for what the open conversation is, or another one for a preset. */
export function PresetName({ preset }: { preset: Preset | null }) {
  const app = useApp()
  const missing = useSignal(false)
  function save(event: SubmitEvent): void {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    const name = String(data.get('name') ?? '')
      .trim()
      .slice(0, MAX_PRESET_NAME)
    missing.value = name === ''
    if (!name) return
    if (preset) {
      tellFault(app.presets.change(preset.id, { what: 'write', set: { name } }))
      openDialog({ what: 'presets' })
    } else {
      closeDialog()
      savePreset(app, name)
    }
  }
  return (
    <Dialog class="library-dialog" onClose={closeDialog}>
      {(api) => (
        <form onSubmit={save}>
          <h2 {...api.getTitleProps()}>{t(preset ? 'presets.rename' : 'presets.save')}</h2>
          {!preset && <p {...api.getDescriptionProps()}>{t('presets.save.about')}</p>}
          <Field
            label={t('presets.name')}
            name="name"
            autocomplete="off"
            autofocus
            value={preset?.name ?? ''}
            error={missing.value ? t('field.required') : undefined}
          />
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
