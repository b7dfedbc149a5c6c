/**
 * What can wait until the page has a moment: the many things that are there for whoever comes near, and that nobody sees
 * in the first picture. A few at a time, so that scrolling and typing come between.
 */
import { type ReadonlySignal, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

const AT_ONCE = 4
/** A page that never rests gets on with it all the same. */
const LATEST_MS = 500
/** Where the browser does not tell when it rests. */
const GUESS_MS = 50

const waiting = new Set<() => void>()
let asked = false

/** Turns true, once, after what uses it was drawn without. */
export function useCalm(): ReadonlySignal<boolean> {
  const calm = useSignal(false)
  useEffect(() => {
    const act = () => {
      calm.value = true
    }
    waiting.add(act)
    ask()
    return () => void waiting.delete(act)
  }, [])
  return calm
}

function ask(): void {
  if (asked) return
  asked = true
  if (typeof requestIdleCallback === 'function') requestIdleCallback(some, { timeout: LATEST_MS })
  else setTimeout(some, GUESS_MS)
}

function some(): void {
  asked = false
  for (const act of [...waiting].slice(0, AT_ONCE)) {
    waiting.delete(act)
    act()
  }
  if (waiting.size > 0) ask()
}
