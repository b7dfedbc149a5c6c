/** `modelSpecs`: models with a name and settings of their own, which the operator offers beside or instead of the rest. */
import type { Config } from '../../shared/config/index.ts'
import type { Pick } from '../../shared/message.ts'
import { readPreset } from '../../shared/preset-json.ts'
import type { Setup } from '../../shared/setup.ts'
import type { Detours } from './route.ts'

type Listed = NonNullable<Config['modelSpecs']>['list'][number]

export type Spec = {
  name: string
  label: string
  pick: Pick
  /** What it brings along; a conversation's own settings come above it, unless only specs may be used. */
  setup: Setup
  detours: Detours
  /** As the operator wrote it, for what the page shows. */
  listed: Listed
}

/** In the order in which they are shown. One without endpoint and model leads nowhere and is left out. */
export function specsOf(config: Config): Spec[] {
  return (config.modelSpecs?.list ?? [])
    .flatMap((listed) => {
      const { set } = readPreset(listed.preset)
      const { pick } = set
      if (!pick) return []
      const { name, label, balance, fallback, weight } = listed
      const detours: Detours = {
        ...(balance && { balance }),
        ...(weight !== undefined && { own: weight }),
        ...(fallback && { fallback }),
      }
      return [{ name, label, pick: { ...pick, spec: name }, setup: set.setup ?? {}, detours, listed }]
    })
    .sort((a, b) => (a.listed.order ?? Number.MAX_SAFE_INTEGER) - (b.listed.order ?? Number.MAX_SAFE_INTEGER))
}
