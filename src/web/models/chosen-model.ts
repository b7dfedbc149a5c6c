/**
 * The model that somebody chose for a conversation and that has not answered in it yet. Kept in this browser and the same
 * in all its tabs, so that a reload does not ask another one than the page said it would.
 */
import { effect, type ReadonlySignal, signal } from '@preact/signals'
import type { Interface } from '../../shared/interface.ts'
import type { Pick } from '../../shared/message.ts'
import { keep, recall } from '../storage.ts'
import { type CatalogModel, isSame } from './catalog.ts'
import type { MessageModel } from './message.ts'

const KEY = 'parley.model'
/** Conversations of which is remembered what was chosen. */
const MAX_REMEMBERED = 50

type Deps = {
  id: string
  begun: ReadonlySignal<boolean>
  /** The last answer on the branch. */
  answer: ReadonlySignal<MessageModel | undefined>
}

export function createChosenModel({ id, begun, answer }: Deps) {
  const chosen = signal<Pick | null>(remembered()[id] ?? null)

  function choose(pick: Pick | null): void {
    chosen.value = pick
    if (begun.peek()) remember(id, pick)
  }

  function hear({ key }: StorageEvent): void {
    if (key === KEY) chosen.value = remembered()[id] ?? null
  }
  addEventListener('storage', hear)

  // It has answered: from now on the answers say who goes on.
  const unfollow = effect(() => {
    const last = answer.value
    if (last?.delivery.value === 'sent' && last.pick.value && isSame(last.pick.value, chosen.value))
      choose(null)
  })

  return {
    chosen: chosen as ReadonlySignal<Pick | null>,
    choose,
    [Symbol.dispose](): void {
      unfollow()
      removeEventListener('storage', hear)
    },
  }
}

function remember(id: string, pick: Pick | null): void {
  const { [id]: known, ...others } = remembered()
  if (!known && !pick) return
  const kept = Object.entries(others).slice(1 - MAX_REMEMBERED)
  keep(KEY, JSON.stringify(Object.fromEntries(pick ? [...kept, [id, pick]] : kept)))
}

function remembered(): Record<string, Pick> {
  try {
    const stored: unknown = JSON.parse(recall(KEY) ?? '{}')
    if (typeof stored !== 'object' || stored === null) return {}
    return Object.fromEntries(Object.entries(stored).filter(([, pick]) => typeof pick?.model === 'string'))
  } catch {
    // holds something that is not ours
    return {}
  }
}

/** Whether there is anything to choose from. */
export function canChoose(may: Interface, { models }: { models: CatalogModel['models'] }): boolean {
  return may.modelSelect || models.value.some(({ spec, hidden }) => spec !== undefined && !hidden)
}
