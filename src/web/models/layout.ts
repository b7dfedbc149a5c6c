/** How the frame stands: the sidebar beside the page, hidden and remembered, or over it as a drawer on a phone. */
import { createModel, effect, signal } from '@preact/signals'
import { keep, recall } from '../storage.ts'

/** From this width on, the sidebar has a place of its own. The same number is in `shell.css`. */
const WIDE = '(min-width: 48rem)'
const KEY = 'parley.sidebar'

export const LayoutModel = createModel(() => {
  const query = matchMedia(WIDE)
  const wide = signal(query.matches)
  const collapsed = signal(recall(KEY) === 'hidden')
  const drawer = signal(false)
  /** The search is open. */
  const searching = signal(false)
  /** What it begins with. */
  const sought = signal('')
  /** The page of the command palette that is open, '' for its first; null: it is closed. */
  const palette = signal<string | null>(null)
  /** The panel of parameters is open. */
  const tuning = signal(false)
  /** The list of shortcuts is open. */
  const shortcuts = signal(false)
  /** Somebody sees the page: it is not behind another tab or window. */
  const visible = signal(document.visibilityState === 'visible')

  effect(() => {
    const follow = () => {
      wide.value = query.matches
      drawer.value = false
    }
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  })

  effect(() => {
    const follow = () => {
      visible.value = document.visibilityState === 'visible'
    }
    document.addEventListener('visibilitychange', follow)
    return () => document.removeEventListener('visibilitychange', follow)
  })

  /** Shows or hides the sidebar, whichever form it has. */
  function toggle(): void {
    if (!wide.peek()) {
      drawer.value = !drawer.peek()
      return
    }
    collapsed.value = !collapsed.peek()
    keep(KEY, collapsed.peek() ? 'hidden' : null)
  }

  function setDrawer(open: boolean): void {
    drawer.value = open
  }

  function setSearching(open: boolean, words = ''): void {
    sought.value = words
    searching.value = open
  }

  return {
    wide,
    collapsed,
    drawer,
    visible,
    searching,
    sought,
    palette,
    shortcuts,
    tuning,
    toggle,
    setDrawer,
    setSearching,
  }
})
export type LayoutModel = InstanceType<typeof LayoutModel>
