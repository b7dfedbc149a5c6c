/** Actions that the operator may have switched off with `interface` of `librechat.yaml`, by their ids. */
import type { Interface } from '../../shared/interface.ts'
import type { App } from '../context.ts'
import { canChoose } from '../models/chosen-model.ts'

const NEEDS: Record<string, (may: Interface) => boolean> = {
  'answer.good': (may) => may.feedback,
  'chat.temporary': (may) => may.temporaryChat,
  'model.compare': (may) => may.multiConvo,
  'model.parameters': (may) => may.parameters,
  'preset.choose': (may) => may.presets,
  'preset.save': (may) => may.presets,
  'presets.manage': (may) => may.presets,
  'prompts.insert': (may) => may.prompts.use,
  'prompts.open': (may) => may.prompts.use,
  'prompts.new': (may) => may.prompts.create,
  'tags.manage': (may) => may.bookmarks,
  'conversation.tags': (may) => may.bookmarks,
}

export function isAllowed({ config, catalog }: App, id: string): boolean {
  if (id === 'model.choose') return canChoose(config.interface, catalog)
  return NEEDS[id]?.(config.interface) ?? true
}
