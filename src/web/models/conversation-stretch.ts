/**
 * What of a long branch is here, and what of it is read. A reader far above the end looks at a stretch: messages that
 * follow each other, and end before the path's own end, which stays here for whatever is written there. A stretch that
 * meets the rest of the path is the path again. What is far from what is read is given up, so that the page stays light.
 */
import { computed, signal } from '@preact/signals'
import type { ClientFrame, ServerFrame } from '../../shared/protocol.ts'
import { WINDOW } from '../../shared/window.ts'
import type { Tree } from './conversation-tree.ts'

/** Messages here before any are given up, and how many of them stay beside those that are drawn. */
export const MAX_HELD = 400
export const MARGIN = 120

export type StretchDeps = {
  tree: Tree
  ask(frame: ClientFrame): boolean
}

export type Stretch = ReturnType<typeof createStretch>

export function createStretch({ tree, ask }: StretchDeps) {
  /** Where the stretch ends; null: the reader is on the path. */
  const end = signal<string | null>(null)
  const loading = signal(false)
  const shown = computed(() => {
    const path = tree.path.value
    const walked = end.value === null ? path : tree.upFrom(end.value)
    const last = walked.at(-1)
    return !last || path.includes(last) ? path : walked
  })
  const above = computed(() => shown.value[0]?.parent ?? null)
  /** The message that the rest of the branch follows, where that is not here. */
  const below = computed(() => {
    const last = shown.value.at(-1)
    return last && last !== tree.path.value.at(-1) ? last.id : null
  })
  /** Nothing comes after it, though it is not where the path ends: the branch has changed meanwhile. */
  let dead: string | null = null

  /** False when it cannot be asked for now. */
  function load(frame: Extract<ClientFrame, { t: 'page' }>): boolean {
    if (loading.peek() || !ask(frame)) return false
    loading.value = true
    return true
  }

  return {
    shown,
    loading,
    above,
    below,
    loadAbove(): void {
      const from = above.peek()
      if (from) load({ t: 'page', from })
    },
    loadBelow(): void {
      const from = below.peek()
      if (from && from !== dead) load({ t: 'page', from, below: WINDOW - 1 })
    },
    /** Brings the messages around this one here. */
    loadAround: (id: string) => load({ t: 'page', from: id, below: WINDOW / 2 }),
    /** Back to the end of the path. */
    leave(): void {
      const path = tree.path.peek()
      const left = shown.peek().filter((message) => !path.includes(message))
      end.value = null
      tree.drop(left)
    },
    took({ window, of }: Extract<ServerFrame, { t: 'page' }>): void {
      loading.value = false
      const last = of === undefined ? undefined : window.path.at(-1)?.id
      if (last === undefined) return
      dead = last === of ? last : null
      // Where it has met the path, the path is what is read from now on, wherever that may lead.
      end.value = tree.path.peek().some(({ id }) => id === last) ? null : last
    },
    /** Gives up what is far from the messages `from` … `to` of those that are shown. */
    bear(from: number, to: number): void {
      const all = shown.peek()
      if (all.length <= MAX_HELD || loading.peek()) return
      const path = tree.path.peek()
      const far = all.slice(0, Math.max(0, from - MARGIN))
      const last = all[to - 1 + MARGIN]
      const kept = all === path ? Math.max(0, all.length - WINDOW) : all.length
      const under = last ? all.slice(to + MARGIN, kept) : []
      if (last && under.length > 0) end.value = last.id
      tree.drop([...far, ...under])
    },
  }
}
