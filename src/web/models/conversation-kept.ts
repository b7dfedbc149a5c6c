/** A conversation as it is kept for reading without a connection: in the shape in which the server tells it. */
import { batch, type Signal } from '@preact/signals'
import type { WINDOW as Most, ServerFrame } from '../../shared/protocol.ts'
import type { Setup } from '../../shared/setup.ts'
import type { Tree } from './conversation-tree.ts'

export type KeptState = Extract<ServerFrame, { t: 'state' }>

/** Messages of a window. Checked by its type: the value would bring the server's schemas. */
const WINDOW: typeof Most = 60

export type KeptDeps = {
  tree: Tree
  title: Signal<string | null>
  temporary: Signal<boolean>
  setup: Signal<Setup>
  forks: Signal<boolean>
  standing: Signal<'unknown' | 'known' | 'empty' | 'gone'>
  asOf: Signal<number | 'none' | null>
  clock(): number
  /** The tree is as it was then: what follows from that. */
  begin(state: KeptState): void
}

export function createKept({ tree, title, temporary, setup, forks, standing, asOf, clock, begin }: KeptDeps) {
  /** How the conversation stands; null when nothing is known, or when it is to leave no trace. */
  function snapshot(): KeptState | null {
    if (standing.peek() !== 'known' || clock() <= 0 || temporary.peek()) return null
    const window = tree.window(WINDOW)
    const leaf = window.path.at(-1)?.id ?? null
    const about = {
      title: title.peek(),
      temporary: false,
      setup: setup.peek(),
      ...(forks.peek() && { forks: true as const }),
    }
    return { t: 'state', clock: clock(), leaf, ...about, window, tails: [] }
  }

  /** The server is out of reach: shows how the conversation stood `at` that time, or that nothing was kept. */
  function recall(kept: KeptState | null, at: number): void {
    if (standing.peek() !== 'unknown') return
    batch(() => {
      asOf.value = kept ? at : 'none'
      if (!kept) return
      tree.replace(kept.window)
      standing.value = 'known'
      title.value = kept.title
      setup.value = kept.setup
      forks.value = kept.forks === true
      begin(kept)
    })
  }

  return { snapshot, recall }
}
