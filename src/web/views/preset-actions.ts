/** What can be done with presets, from the panel, the list of models, the dialog and the palette. */
import { newId } from '../../shared/ids.ts'
import type { Preset, PresetSetup } from '../../shared/presets.ts'
import type { Setup } from '../../shared/setup.ts'
import { api } from '../api.ts'
import type { App } from '../context.ts'
import { faultText } from '../i18n/fault.ts'
import { t } from '../i18n/index.ts'
import { setupOf } from '../models/beginning.ts'
import { navigate } from '../route.ts'
import { toast } from '../ui/toast.tsx'
import { tellFault } from './library-actions.ts'
import { openDialog } from './library-dialogs.tsx'

/** Of a conversation that has begun, its reader decides whether it goes on there or in a copy. */
export function choosePreset(app: App, preset: Preset): void {
  const how = app.preferences.presetSwitch.peek()
  const { begun, path } = app.conversation.peek()
  if (!begun.peek() || path.peek().length === 0 || how === 'here') goOnHere(app, preset)
  else if (how === 'fork') void goOnInCopy(app, preset)
  else openDialog({ what: 'preset-switch', preset })
}

export function goOnHere(app: App, preset: Preset): void {
  const conversation = app.conversation.peek()
  conversation.compare.ask([])
  conversation.setUp(setupOf(preset))
  if (app.catalog.find(preset.pick)) conversation.choose(preset.pick, false)
  else toast({ text: t('presets.goneUsed', { name: preset.name, model: preset.pick.model }) })
}

/** The copy ends where the reader stands. */
export async function goOnInCopy(app: App, preset: Preset): Promise<void> {
  const conversation = app.conversation.peek()
  const last = conversation.path.peek().at(-1)
  if (!last) return goOnHere(app, preset)
  const made = await api.fork(conversation.id.peek(), last.id, 'path', false)
  if (!made.ok) {
    toast({ text: faultText(made.fault), tone: 'danger' })
    return
  }
  navigate(`/c/${made.value}`)
  goOnHere(app, preset)
  toast({ text: t('message.forked') })
}

/** How the open conversation asks, as a preset would. */
export function presetSetup(setup: Setup): PresetSetup {
  const { preset: _, ...rest } = setup
  return rest
}

/** Keeps how the open conversation asks, under a new name. False: no model answers there. */
export function savePreset(app: App, name: string): boolean {
  const conversation = app.conversation.peek()
  const pick = conversation.pick.peek()
  if (!pick) return false
  const id = newId()
  const setup = presetSetup(conversation.setup.peek())
  tellFault(app.presets.change(id, { what: 'write', set: { name, pick, setup } }))
  conversation.setUp({ ...setup, preset: { id, name } })
  toast({ text: t('presets.saved', { name }) })
  return true
}

/** The preset is from now on what the open conversation is. */
export function updatePreset(app: App, preset: Preset): void {
  const conversation = app.conversation.peek()
  const pick = conversation.pick.peek()
  if (!pick) return
  const { name, setup, pick: before } = preset
  const change = (set: { pick: typeof pick; setup: PresetSetup }) =>
    tellFault(app.presets.change(preset.id, { what: 'write', set }))
  change({ pick, setup: presetSetup(conversation.setup.peek()) })
  toast({
    text: t('presets.updated', { name }),
    action: { label: t('action.undo'), run: () => change({ pick: before, setup }) },
  })
}

export function dropPreset(app: App, { id, name }: Preset): void {
  tellFault(app.presets.change(id, { what: 'drop' }))
  toast({
    text: t('presets.deleted', { name }),
    action: { label: t('action.undo'), run: () => tellFault(app.presets.change(id, { what: 'restore' })) },
  })
}

export function duplicatePreset(app: App, { name, pick, setup }: Preset): void {
  const set = { name: t('presets.copyOf', { name }).slice(0, 100), pick, setup }
  tellFault(app.presets.change(newId(), { what: 'write', set }))
}

/** Whether a conversation asks otherwise than the preset it came from. */
export function differs(app: App, preset: Preset): boolean {
  const { pick, setup } = app.conversation.value
  const now = pick.value
  return (
    now?.endpoint !== preset.pick.endpoint ||
    now.model !== preset.pick.model ||
    sorted(presetSetup(setup.value)) !== sorted(preset.setup)
  )
}

/** JSON with keys in one order: who wrote it decides over theirs. */
function sorted(setup: PresetSetup): string {
  const { options = {}, ...rest } = setup
  const entries = [...Object.entries(rest), ...Object.entries(options)]
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
