/** Presets in files, as LibreChat writes them: one, or a list of them. */
import { newId } from '../../shared/ids.ts'
import { type Read, readPreset, writePreset } from '../../shared/preset-json.ts'
import { MAX_PRESETS, type Preset } from '../../shared/presets.ts'
import type { App } from '../context.ts'
import { t } from '../i18n/index.ts'
import { toast } from '../ui/toast.tsx'
import { tellFault } from './library-actions.ts'

/** A file of presets is text that people wrote: far below this. */
const MAX_BYTES = 8_000_000

export function exportPresets(app: App, presets: readonly Preset[]): void {
  const usual = app.presets.usual.peek()
  const written = presets.map((preset, order) => writePreset(preset, order, preset.id === usual))
  const text = JSON.stringify(written.length === 1 ? written[0] : written, null, 2)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const name = presets.length === 1 ? presets[0]!.name.replace(/[^\p{L}\p{N} _-]+/gu, '').trim() : ''
  link.download = `${name || 'presets'}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}

/** What a file holds that can be a preset. Null: it is no such file. */
export function presetsIn(text: string): Read[] | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  const list = Array.isArray(value) ? value : [value]
  const read = list
    .filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null)
    .slice(0, MAX_PRESETS)
    .map(readPreset)
    .filter(({ set }) => set.pick)
  return read.length > 0 ? read : null
}

export async function importPresets(app: App, file: File): Promise<void> {
  const read = file.size > MAX_BYTES ? null : presetsIn(await file.text())
  if (!read) {
    toast({ text: t('presets.notAFile', { name: file.name }), tone: 'danger' })
    return
  }
  for (const { set, standard } of read) {
    const id = newId()
    const named = { ...set, name: set.name ?? set.pick?.model ?? t('presets.untitled') }
    tellFault(app.presets.change(id, { what: 'write', set: named }))
    if (standard && app.presets.usual.peek() === null)
      tellFault(app.presets.change(id, { what: 'standard', on: true }))
  }
  const ignored = [...new Set(read.flatMap((one) => one.ignored))]
  const done = t('presets.imported', { count: read.length })
  const left = ignored.length > 0 ? ` ${t('presets.ignored', { fields: ignored.join(', ') })}` : ''
  toast({ text: done + left })
}
