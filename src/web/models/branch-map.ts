/**
 * The map of the branches as the page has it: asked for while somebody looks, and asked for again whenever something
 * happened. It also carries messages from one branch to another.
 */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import type { BranchMap } from '../../shared/branch-map.ts'
import { newId } from '../../shared/ids.ts'
import type { ClientFrame, ServerFrame } from '../../shared/protocol.ts'
import type { Tree } from './conversation-tree.ts'

export type BranchesDeps = {
  tree: Tree
  /** Asks the server; false without a connection. */
  ask: (frame: ClientFrame) => boolean
  /** Tells the server, now or when it can be reached. */
  post: (frame: ClientFrame) => void
  /** Counts what happened in the conversation. */
  facts: ReadonlySignal<number>
  status: ReadonlySignal<string>
  /** There are forks, by the server's word. */
  forks: ReadonlySignal<boolean>
}

export type BranchesModel = ReturnType<typeof createBranches>

/** While answers are written much happens: the map follows as calmly. */
const CALM_MS = 400

export function createBranches({ tree, ask, post, facts, status, forks }: BranchesDeps) {
  const map = signal<BranchMap | null>(null)
  /** The map is open; what is in it are messages that one chooses a place for. */
  const shown = signal<readonly string[] | null>(null)
  /** How messages begin, as far as somebody looked at them. */
  const glances = signal<ReadonlyMap<string, string>>(new Map())
  const any = computed(() => forks.value || tree.forked.value)

  /** Keeps the map true until the returned function is called. */
  function watch(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined
    let asked = Number.NEGATIVE_INFINITY
    const stop = effect(() => {
      facts.value
      if (status.value !== 'open') return
      clearTimeout(timer)
      const wait = Math.max(0, asked + CALM_MS - performance.now())
      timer = setTimeout(() => {
        asked = performance.now()
        ask({ t: 'map' })
      }, wait)
    })
    return () => {
      stop()
      clearTimeout(timer)
      map.value = null
      glances.value = new Map()
    }
  }

  function glance(id: string): void {
    const here = tree.get(id)?.text()
    if (here === undefined) ask({ t: 'glance', id })
    else if (here !== glances.peek().get(id)) put(id, here)
  }

  function take(frame: Extract<ServerFrame, { t: 'map' | 'glance' }>): void {
    if (frame.t === 'map') map.value = frame
    else put(frame.id, frame.text)
  }

  function put(id: string, text: string): void {
    glances.value = new Map([...glances.peek(), [id, text]])
  }

  /** Copies messages after `parent`; each follows the one before it. The names of the copies. */
  function bring(parent: string, of: readonly string[]): string[] {
    const items = of.map((one) => ({ of: one, id: newId() }))
    post({ t: 'bring', parent, items })
    return items.map(({ id }) => id)
  }

  return {
    any,
    map: map as ReadonlySignal<BranchMap | null>,
    shown,
    reachable: computed(() => status.value === 'open'),
    glances,
    watch,
    glance,
    take,
    bring,
  }
}
