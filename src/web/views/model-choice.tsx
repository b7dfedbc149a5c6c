/** What the list of models offers for a conversation, and what choosing does. */
import { useEffect } from 'preact/hooks'
import type { ModelInfo } from '../../shared/catalog.ts'
import { mayDownload } from '../../shared/ollama.ts'
import { MAX_FAVORITES } from '../../shared/preferences.ts'
import type { Preset } from '../../shared/presets.ts'
import { type App, useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { pickOf } from '../models/catalog.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { keyAsked } from '../models/own-keys.ts'
import { want, wanted } from '../models/wanted-model.ts'
import { ModelPicker } from './model-picker.tsx'
import { choosePreset } from './preset-actions.ts'

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

export type ChoiceProps = {
  conversation: ConversationModel
  /** The id of the button that opened it. */
  anchor: string
}

export function ModelChoice({ conversation, anchor }: ChoiceProps) {
  const app = useApp()
  const { catalog } = app
  const may = app.config.interface
  const { choosing: open } = conversation
  const { picks, marking } = conversation.compare
  const pick = conversation.pick.value
  useEffect(() => {
    // What was brought to a machine meanwhile is in it.
    app.link.send({ t: 'models' })
    if (may.presets) app.presets.need()
  }, [])
  return (
    <ModelPicker
      anchor={anchor}
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
        if (preset) return choosePreset(app, preset)
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
  )
}
