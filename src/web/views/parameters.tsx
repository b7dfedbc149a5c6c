/** How the open conversation asks its model: its preset, its instructions, and the parameters that the model takes. */
import { ChevronDown } from 'lucide'
import { useEffect, useId, useMemo, useRef } from 'preact/hooks'
import { definedBy } from '../../shared/defined.ts'
import { parametersOf } from '../../shared/parameters.ts'
import { type App, useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { createTuning, type Tuning } from '../models/tuning.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu, type MenuGroup } from '../ui/menu.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { fitHeight } from './grow.ts'
import { openDialog } from './library-dialogs.tsx'
import { ParameterField } from './parameter-field.tsx'
import { choosePreset, differs, updatePreset } from './preset-actions.ts'
import { ProjectSays } from './project-says.tsx'

export function Parameters({ conversation }: { conversation: ConversationModel }) {
  const app = useApp()
  const close = () => {
    app.layout.tuning.value = false
  }
  return (
    <Sheet title={t('tune.title')} onClose={close}>
      <Panel key={conversation.id.value} conversation={conversation} />
    </Sheet>
  )
}

function Panel({ conversation }: { conversation: ConversationModel }) {
  const app = useApp()
  const tuning = useMemo(() => createTuning(conversation), [conversation])
  const pick = conversation.pick.value
  const info = app.catalog.find(pick)
  const model = info?.label ?? pick?.model ?? ''
  const all = pick ? parametersOf({ ...pick, endpoint: info?.family ?? pick.endpoint }) : []
  const said = app.catalog.endpoints.value.find(({ id }) => id === pick?.endpoint)?.defined ?? []
  const parameters = definedBy(
    all.filter(({ key }) => !info?.lacks?.includes(key)),
    said,
  )
  const options = tuning.setup.value.options ?? {}
  const changed = parameters.some(({ key }) => options[key] !== undefined)
  useEffect(() => {
    app.presets.need()
    // A message that is sent right after a change is meant with it.
    addEventListener('pagehide', tuning.flush)
    return () => {
      removeEventListener('pagehide', tuning.flush)
      tuning.flush()
    }
  }, [tuning])
  return (
    <div class="tune" onFocusOut={tuning.flush}>
      <p class="tune-about">{t(conversation.begun.value ? 'tune.about' : 'tune.about.new')}</p>
      {app.config.interface.presets && <PresetLine tuning={tuning} />}
      <Instructions conversation={conversation} tuning={tuning} />
      {parameters.length > 0 && (
        <div class="tune-fields">
          {parameters.map((parameter) => (
            <ParameterField key={parameter.key} parameter={parameter} tuning={tuning} />
          ))}
        </div>
      )}
      {parameters.length === 0 && model && <p class="tune-about">{t('tune.none', { model })}</p>}
      {changed && (
        <Button kind="quiet" onClick={() => tuning.reset(parameters.map(({ key }) => key))}>
          {t('tune.resetAll')}
        </Button>
      )}
    </div>
  )
}

function PresetLine({ tuning }: { tuning: Tuning }) {
  const app = useApp()
  const { preset } = tuning.setup.value
  const known = app.presets.find(preset?.id)
  const other = known && differs(app, known)
  const name = known?.name ?? preset?.name
  return (
    <div class="tune-preset">
      <Menu
        groups={() => presetMenu(app, known && other ? known.id : null)}
        trigger={(props) => (
          <Button {...props}>
            <span dir="auto">
              {name ? (other ? t('presets.changed', { name }) : name) : t('presets.choose')}
            </span>
            <Icon of={ChevronDown} size={14} />
          </Button>
        )}
      />
    </div>
  )
}

function presetMenu(app: App, changed: string | null): MenuGroup[] {
  const current = app.conversation.peek().setup.peek().preset?.id
  const mine = app.presets.find(changed)
  return [
    {
      label: t('presets.heading'),
      items: app.presets.list.peek().map((preset) => ({
        id: preset.id,
        label: preset.name,
        about: app.catalog.find(preset.pick)?.label ?? t('presets.gone', { model: preset.pick.model }),
        checked: preset.id === current,
        run: () => choosePreset(app, preset),
      })),
    },
    {
      items: [
        ...(mine
          ? [
              {
                id: 'update',
                label: t('presets.update', { name: mine.name }),
                run: () => updatePreset(app, mine),
              },
            ]
          : []),
        {
          id: 'save',
          label: t('presets.save'),
          run: () => openDialog({ what: 'preset-name', preset: null }),
        },
        { id: 'manage', label: t('presets.manage'), run: () => openDialog({ what: 'presets' }) },
      ],
    },
  ].filter(({ items }) => items.length > 0)
}

function Instructions({ conversation, tuning }: { conversation: ConversationModel; tuning: Tuning }) {
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const { instructions = '' } = tuning.setup.value
  useEffect(() => {
    if (field.current) fitHeight(field.current)
  }, [instructions])
  return (
    <div class="tune-field">
      <label for={id}>{t('tune.instructions')}</label>
      <textarea
        ref={field}
        id={id}
        class="input tune-wide"
        dir="auto"
        maxLength={100_000}
        value={instructions}
        placeholder={t('tune.instructions.placeholder')}
        aria-describedby={`${id}-hint`}
        onInput={(event) => tuning.instruct(event.currentTarget.value)}
      />
      <p id={`${id}-hint`}>{t('tune.instructions.hint')}</p>
      <ProjectSays conversation={conversation} />
    </div>
  )
}
