/** The button that says which model answers, and opens the list of them. The list is loaded when somebody comes near. */
import { signal, useSignalEffect } from '@preact/signals'
import { ChevronDown } from 'lucide'
import type { ComponentType } from 'preact'
import type { ModelInfo } from '../../shared/catalog.ts'
import { mayDownload } from '../../shared/ollama.ts'
import { MAX_FAVORITES } from '../../shared/preferences.ts'
import type { Preset } from '../../shared/presets.ts'
import { canChoose } from '../actions/allowed.ts'
import { type App, useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { pickOf } from '../models/catalog.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { keyAsked } from '../models/own-keys.ts'
import { want, wanted } from '../models/wanted-model.ts'
import { Icon } from '../ui/icon.tsx'
import type { PickerProps } from './model-picker.tsx'

const BUTTON_ID = 'model-button'

const picker = signal<{ View: ComponentType<PickerProps> } | null>(null)

async function load(): Promise<void> {
  picker.value ??= { View: (await import('./model-picker.tsx')).ModelPicker }
}

/** Where presets are in the list of models: no endpoint can be called so. */
const PRESETS = '\0presets'

function asModel({ catalog, conversation }: App, { id, name, pick }: Preset): ModelInfo {
  const model =
    catalog.find(pick)?.label ??
    (catalog.isAbsent(pick) ? pick.model : t('presets.gone', { model: pick.model }))
  const chosen = conversation.value.setup.value.preset?.id === id
  const about = [model, catalog.isAbsent(pick) && t('models.why.download'), chosen && t('presets.chosen')]
    .filter(Boolean)
    .join(' · ')
  return { endpoint: PRESETS, endpointLabel: t('presets.heading'), model: id, label: name, about }
}

async function choose(app: App, preset: Preset): Promise<void> {
  const { choosePreset } = await import('./preset-actions.ts')
  choosePreset(app, preset)
}

export function ModelButton({ conversation }: { conversation: ConversationModel }) {
  const app = useApp()
  const { catalog } = app
  const may = app.config.interface
  const pick = conversation.pick.value
  const { picks, marking } = conversation.compare
  const one = catalog.find(pick)?.label ?? pick?.spec ?? pick?.model ?? t('models.choose')
  const name = picks.value.length > 0 ? t('compare.models', { count: picks.value.length }) : one
  const open = conversation.choosing
  const View = open.value ? picker.value?.View : undefined
  useSignalEffect(() => {
    if (!open.value) return
    // What was brought to a machine meanwhile is in it.
    app.link.send({ t: 'models' })
    if (may.presets) app.presets.need()
    void load()
  })
  if (!canChoose(may, catalog)) return null
  return (
    <>
      <button
        type="button"
        id={BUTTON_ID}
        class="model-button"
        aria-label={t('models.button')}
        aria-description={name}
        aria-haspopup="dialog"
        aria-expanded={open}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        onClick={() => {
          open.value = !open.peek()
        }}
      >
        {/* Drawn by style: text in here would have to be part of the button's name, which is the same for every model. */}
        <span class="model-name" data-name={name} />
        <Icon of={ChevronDown} size={14} />
      </button>
      {View && (
        <View
          anchor={BUTTON_ID}
          models={catalog.models.value}
          named={[
            ...(pick ? [pick] : []),
            ...app.preferences.favorites.value,
            ...(may.presets ? app.presets.list.value.map((preset) => preset.pick) : []),
          ]}
          presets={may.presets ? app.presets.list.value.map((preset) => asModel(app, preset)) : []}
          comparable={may.multiConvo}
          endpoints={catalog.endpoints.value}
          favorites={app.preferences.favorites.value}
          chosen={pick}
          compared={picks.value}
          several={picks.value.length > 0 || marking.value}
          onChoose={(model) => {
            const preset = model.endpoint === PRESETS ? app.presets.find(model.model) : undefined
            if (preset) return void choose(app, preset)
            conversation.choose(model)
          }}
          onCompare={conversation.compare.ask}
          onFavorites={(favorites) => app.preferences.set({ favorites: favorites.slice(-MAX_FAVORITES) })}
          onKey={(model) => {
            open.value = false
            const after = () => conversation.choose(pickOf(model))
            // The list gives the focus back as it goes.
            setTimeout(() => {
              keyAsked.value = { endpoint: model.endpoint, after }
            })
          }}
          onDownload={
            mayDownload(app.session.user.value?.role)
              ? (model, name) => {
                  open.value = false
                  const { endpoint } = model
                  setTimeout(() => {
                    if (model.model === '') wanted.value = { endpoint, name }
                    else want(pickOf(model))
                  })
                }
              : undefined
          }
          onClose={() => {
            open.value = false
            marking.value = false
          }}
        />
      )}
    </>
  )
}
