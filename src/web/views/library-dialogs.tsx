/** Opens the dialogs of bookmarks, projects, presets and copies. They are loaded when the first of them is wanted. */
import { signal } from '@preact/signals'
import type { Preset } from '../../shared/presets.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { keyAsked } from '../models/own-keys.ts'
import { wanted } from '../models/wanted-model.ts'
import { later } from '../ui/later.tsx'

export type Asked =
  /** Bookmarks of these conversations; of none: all of them, to be changed. */
  | { what: 'tags'; ids: readonly string[] }
  | { what: 'move'; ids: readonly string[] }
  /** A new project, in `parent`; or the one with this id. */
  | { what: 'project'; id: string | null; parent: string | null }
  | { what: 'presets' }
  /** A new name for this preset; null: for how the open conversation asks. */
  | { what: 'preset-name'; preset: Preset | null }
  /** The conversation has begun: whether it goes on with this preset, or a copy of it. */
  | { what: 'preset-switch'; preset: Preset }
  /** Where this message is to be copied. */
  | { what: 'copy'; message: MessageModel; conversation: ConversationModel }

const asked = signal<Asked | null>(null)

export function openDialog(next: Asked): void {
  asked.value = next
}

export function closeDialog(): void {
  asked.value = null
}

const TagsDialog = later(async () => (await import('./tags-dialog.tsx')).TagsDialog)
const MoveDialog = later(async () => (await import('./project-dialogs.tsx')).MoveDialog)
const ProjectDialog = later(async () => (await import('./project-dialogs.tsx')).ProjectDialog)

const PresetsDialog = later(async () => (await import('./presets-dialog.tsx')).PresetsDialog)
const PresetName = later(async () => (await import('./presets-dialog.tsx')).PresetName)
const PresetSwitch = later(async () => (await import('./preset-switch.tsx')).PresetSwitch)

const CopyDialog = later(async () => (await import('./copy-dialog.tsx')).CopyDialog)
const DownloadDialog = later(async () => (await import('./download-dialog.tsx')).DownloadDialog)
const KeyDialog = later(async () => (await import('./key-dialog.tsx')).KeyDialog)

/** The place where they appear. Mounted once. */
export function LibraryDialogs() {
  const now = asked.value
  const key = keyAsked.value
  if (key) return <KeyDialog asked={key} />
  if (wanted.value) return <DownloadDialog wanted={wanted.value} />
  if (now?.what === 'tags') return <TagsDialog ids={now.ids} />
  if (now?.what === 'move') return <MoveDialog ids={now.ids} />
  if (now?.what === 'project') return <ProjectDialog id={now.id} parent={now.parent} />
  if (now?.what === 'presets') return <PresetsDialog />
  if (now?.what === 'preset-name') return <PresetName preset={now.preset} />
  if (now?.what === 'preset-switch') return <PresetSwitch preset={now.preset} />
  if (now?.what === 'copy') return <CopyDialog message={now.message} conversation={now.conversation} />
  return null
}
