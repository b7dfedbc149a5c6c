/**
 * The person's presets, as the server told them and with what was done here since. The one that new conversations begin
 * with comes with the page; the others are asked for when something needs them.
 */
import { computed, signal } from '@preact/signals'
import type { Preset, PresetChange } from '../../shared/presets.ts'
import type { UserClientFrame, UserFrame } from '../../shared/protocol.ts'
import type { LibraryModel } from './library.ts'
import type { Op } from './library-acts.ts'

export type PresetsDeps = {
  standard: Preset | null
  library: LibraryModel
  send: (frame: UserClientFrame) => boolean
}

type Frame = Extract<UserFrame, { t: 'presets' }>
type Shown = { order: readonly string[]; standard: string | null; known: ReadonlyMap<string, Preset> }

export type PresetsModel = ReturnType<typeof createPresets>

export function createPresets({ standard, library, send }: PresetsDeps) {
  const told = signal<Shown>({
    order: standard ? [standard.id] : [],
    standard: standard?.id ?? null,
    known: new Map(standard ? [[standard.id, standard]] : []),
  })
  /** Something needs all of them. */
  let needed = false
  const loaded = signal(false)
  const shown = computed(() => library.pending.value.reduce(after, told.value))
  /** In their order. */
  const list = computed(() => shown.value.order.flatMap((id) => shown.value.known.get(id) ?? []))
  const usual = computed(() => shown.value.standard)

  function take(frame: Frame): void {
    const known = new Map(told.peek().known)
    for (const preset of frame.items) known.set(preset.id, preset)
    told.value = { order: frame.order, standard: frame.standard, known }
    if (needed) loaded.value = true
  }

  function need(): void {
    if (needed) return
    needed = true
    send({ t: 'presets' })
  }

  return {
    list,
    /** The id of the one that new conversations begin with. */
    usual,
    loaded,
    find: (id: string | null | undefined): Preset | undefined => (id ? shown.value.known.get(id) : undefined),
    take,
    need,
    /** The connection stands again: what changed meanwhile was missed. */
    resume(): void {
      if (needed) send({ t: 'presets' })
    },
    change: (id: string, change: PresetChange) => library.act({ do: 'preset', id, change }),
    order: (ids: readonly string[]) => library.act({ do: 'order', of: 'preset', ids: [...ids] }),
  }
}

function after(shown: Shown, { act }: Op): Shown {
  if (act.do === 'order' && act.of === 'preset') {
    const rest = shown.order.filter((id) => !act.ids.includes(id))
    return { ...shown, order: [...act.ids, ...rest] }
  }
  if (act.do !== 'preset') return shown
  const { id, change } = act
  switch (change.what) {
    case 'write': {
      const before = shown.known.get(id)
      const { name = before?.name, pick = before?.pick, setup = before?.setup ?? {} } = change.set
      if (name === undefined || !pick) return shown
      return {
        ...shown,
        order: shown.order.includes(id) ? shown.order : [...shown.order, id],
        known: new Map([...shown.known, [id, { id, name, pick, setup }]]),
      }
    }
    case 'standard':
      return { ...shown, standard: change.on ? id : shown.standard === id ? null : shown.standard }
    case 'drop':
      return { ...shown, order: shown.order.filter((other) => other !== id) }
    case 'restore':
      // It was at the end at worst; the server knows its place.
      return shown.order.includes(id) || !shown.known.has(id)
        ? shown
        : { ...shown, order: [...shown.order, id] }
  }
}
