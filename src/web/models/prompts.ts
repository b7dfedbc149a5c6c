/**
 * The person's prompts: asked for when something first needs them, and kept current from then on. What is done here
 * shows at once. Loaded on demand: see `prompts-later.ts`.
 */
import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import { newId } from '../../shared/ids.ts'
import type { LibraryAct } from '../../shared/library.ts'
import type { PromptChange, PromptFields } from '../../shared/prompt-acts.ts'
import type { Prompt } from '../../shared/prompts.ts'
import type { UserClientFrame, UserFrame } from '../../shared/protocol.ts'
import type { ApiFault } from '../api.ts'
import type { Op } from './library-acts.ts'
import { keepStarters, MAX_STARTERS } from './starters.ts'

type Frame = Extract<UserFrame, { t: 'prompts' }>

export type PromptsDeps = {
  link: {
    send(frame: UserClientFrame): boolean
    online: ReadonlySignal<boolean>
    /** The last frame that was about prompts. */
    prompts: ReadonlySignal<Frame | null>
  }
  library: { act(what: LibraryAct): Promise<ApiFault | null>; pending: ReadonlySignal<readonly Op[]> }
}

export type Version = { id: string; text: string; use: boolean }
export type PromptsModel = ReturnType<typeof createPrompts>

export function createPrompts({ link, library }: PromptsDeps) {
  const told = signal<ReadonlyMap<string, Prompt>>(new Map())
  const loaded = signal(false)
  /** What was deleted here, as it was: it may be taken back. */
  const dropped = new Map<string, Prompt>()
  let clock = 0
  /** Frames of one answer that have come so far. */
  let coming: Map<string, Prompt> | null = null

  effect(() => {
    const frame = link.prompts.value
    if (frame) take(frame)
  })
  effect(() => {
    if (!link.online.value) return
    coming = null
    link.send({ t: 'prompts', since: clock })
  })

  function take(frame: Frame): void {
    // A change of something that was not told yet: it is contained in what comes.
    if (!frame.reset && !coming && !loaded.peek()) return
    const next = coming ?? new Map(frame.reset ? [] : told.peek())
    for (const prompt of frame.items) next.set(prompt.id, prompt)
    for (const id of frame.gone) next.delete(id)
    coming = frame.more ? next : null
    if (frame.more) return
    clock = frame.clock
    batch(() => {
      told.value = next
      loaded.value = true
    })
  }

  const shown = computed(() => library.pending.value.reduce((all, op) => after(all, op, dropped), told.value))
  const all = computed(() =>
    [...shown.value.values()].sort((a, b) => Number(b.pinned) - Number(a.pinned) || byName(a, b)),
  )
  const categories = computed(() =>
    [...new Set(all.value.map(({ category }) => category).filter(Boolean))].sort((a, b) =>
      a.localeCompare(b),
    ),
  )
  const starters = computed(() =>
    all.value
      .filter(({ starter }) => starter)
      .sort((a, b) => Number(b.pinned) - Number(a.pinned) || b.uses - a.uses)
      .slice(0, MAX_STARTERS),
  )
  effect(() => {
    if (loaded.value) keepStarters(starters.value)
  })

  const change = (id: string, what: PromptChange) => library.act({ do: 'prompt', id, change: what })

  return {
    loaded: loaded as ReadonlySignal<boolean>,
    /** Pinned ones first, then by name. */
    all,
    categories,
    starters,
    find: (id: string) => shown.value.get(id),
    write: (id: string, set: PromptFields, version?: Version) =>
      change(id, { what: 'write', set, ...(version && { version }) }),
    use: (id: string, version: string) => change(id, { what: 'use', version }),
    dropVersion: (id: string, version: string) => change(id, { what: 'drop-version', version }),
    drop(id: string) {
      const before = shown.peek().get(id)
      if (before) dropped.set(id, before)
      return change(id, { what: 'drop' })
    },
    restore: (id: string) => change(id, { what: 'restore' }),
    /** It went into a message. */
    count: (id: string) => change(id, { what: 'count', use: newId() }),
  }
}

function after(
  all: ReadonlyMap<string, Prompt>,
  { act, at }: Op,
  dropped: ReadonlyMap<string, Prompt>,
): ReadonlyMap<string, Prompt> {
  if (act.do !== 'prompt') return all
  const { id, change } = act
  const known = all.get(id)
  const next = new Map(all)
  switch (change.what) {
    case 'write': {
      const { set, version } = change
      if (!known && (!version || set.name === undefined)) return all
      const said = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined))
      const used = version && (version.use || !known) ? { version: version.id, text: version.text } : null
      next.set(id, { ...(known ?? fresh(id, at)), ...said, ...used })
      return next
    }
    case 'use':
      if (known) next.set(id, { ...known, version: change.version })
      return next
    case 'drop':
      next.delete(id)
      return next
    case 'restore': {
      const before = known ?? dropped.get(id)
      if (before) next.set(id, before)
      return next
    }
    default:
      // Counts follow when the server has counted.
      return all
  }
}

const fresh = (id: string, at: number): Prompt => ({
  ...{ id, name: '', about: '', category: '', command: '', starter: false, pinned: false },
  ...{ uses: 0, created: at, updated: at, version: '', text: '', versions: 1 },
})

function byName(a: Prompt, b: Prompt): number {
  return a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1)
}
