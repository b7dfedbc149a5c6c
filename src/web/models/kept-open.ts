/** The conversation on the screen, and the few before it: they stay connected, so that going back to one is instant. */
import { type ReadonlySignal, signal } from '@preact/signals'
import type { ConversationModel } from './conversation.ts'

const KEPT_OPEN = 4

export type KeptOpen = ReturnType<typeof createKeptOpen>

/** `make`: connects to a conversation; with null, makes one that begins. */
export function createKeptOpen(make: (id: string | null) => ConversationModel) {
  /** The one that was opened last stands last. */
  const kept = new Map<string, ConversationModel>()
  const all = signal<readonly ConversationModel[]>([])
  let fresh: ConversationModel | null = null

  /** The one that has just got its address stays the one it was. */
  function open(id: string | null): ConversationModel {
    if (id === null) {
      fresh ??= make(null)
      shed()
      return fresh
    }
    const begun = fresh?.id.peek() === id ? fresh : null
    if (begun) fresh = null
    const model = kept.get(id) ?? begun ?? make(id)
    kept.delete(id)
    kept.set(id, model)
    shed()
    return model
  }

  /** Somebody is about to open it: when they do, it is connected. What is on the screen is not given up for it. */
  function expect(id: string): void {
    if (kept.has(id) || fresh?.id.peek() === id) return
    const shown = [...kept].at(-1)
    kept.set(id, make(id))
    if (shown) {
      kept.delete(shown[0])
      kept.set(...shown)
    }
    shed()
  }

  function shed(): void {
    for (const [old, unused] of kept) {
      if (kept.size <= KEPT_OPEN) break
      kept.delete(old)
      unused[Symbol.dispose]()
    }
    all.value = [...kept.values(), ...(fresh ? [fresh] : [])]
  }

  return { open, expect, all: all as ReadonlySignal<readonly ConversationModel[]> }
}
