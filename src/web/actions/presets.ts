/** How the model is asked: the panel of parameters, and presets. */
import { BookmarkPlus, SlidersHorizontal, SwatchBook } from 'lucide'
import type { App } from '../context.ts'
import { t } from '../i18n/index.ts'
import { openDialog } from '../views/library-dialogs.tsx'
import { choosePreset } from '../views/preset-actions.ts'
import type { Action, Page } from './action.ts'
import { here } from './here.ts'

/** A conversation is on the screen. */
const isHere = () => here.send !== undefined

export const PRESETS: readonly Action[] = [
  {
    id: 'model.parameters',
    group: 'conversation',
    label: 'tune.title',
    icon: SlidersHorizontal,
    words: 'tune.words',
    when: isHere,
    run: ({ layout }) => {
      layout.tuning.value = !layout.tuning.peek()
    },
  },
  {
    id: 'preset.choose',
    group: 'conversation',
    label: 'presets.choose',
    icon: SwatchBook,
    when: isHere,
    page: presets,
  },
  {
    id: 'preset.save',
    group: 'conversation',
    label: 'presets.save',
    icon: BookmarkPlus,
    when: isHere,
    run: () => openDialog({ what: 'preset-name', preset: null }),
  },
  {
    id: 'presets.manage',
    group: 'library',
    label: 'presets.manage',
    icon: SwatchBook,
    run: () => openDialog({ what: 'presets' }),
  },
]

function presets(app: App): Page {
  const now = app.conversation.peek().setup.peek().preset?.id
  app.presets.need()
  return {
    title: t('presets.choose'),
    placeholder: t('actions.find'),
    choices: app.presets.list.value.map((preset) => ({
      id: preset.id,
      label: preset.name,
      about: app.catalog.find(preset.pick)?.label ?? t('presets.gone', { model: preset.pick.model }),
      checked: preset.id === now,
      run: () => choosePreset(app, preset),
    })),
  }
}
