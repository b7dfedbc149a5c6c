/** Opens and closes a drawer with a finger. The drawer follows the finger; its own transition ends the movement. */

type Drawer = {
  panel: HTMLElement
  scrim: HTMLElement
  isOpen: () => boolean
  setOpen: (open: boolean) => void
}

/** Before this, a finger may still be scrolling or tapping. */
const SLOP_PX = 12
/** A flick counts, however short. */
const FLICK_PX_PER_MS = 0.35

/** Starts following fingers. Returns its end. */
export function followSwipes({ panel, scrim, isOpen, setOpen }: Drawer): () => void {
  let start: { x: number; y: number; at: number } | null = null
  let dragging = false
  let share = 0

  const toEnd = () => (getComputedStyle(panel).direction === 'rtl' ? -1 : 1)

  function begin(event: TouchEvent): void {
    const touch = event.touches[0]
    start = null
    if (!touch || event.touches.length > 1 || scrollsSideways(event.target as Element)) return
    start = { x: touch.clientX, y: touch.clientY, at: event.timeStamp }
    dragging = false
  }

  function move(event: TouchEvent): void {
    const touch = event.touches[0]
    if (!start || !touch) return
    const along = (touch.clientX - start.x) * toEnd()
    const across = Math.abs(touch.clientY - start.y)
    if (!dragging) {
      if (Math.abs(along) < SLOP_PX && across < SLOP_PX) return
      const wanted = isOpen() ? along < 0 : along > 0
      dragging = wanted && Math.abs(along) > across * 1.5 && !getSelection()?.toString()
      if (!dragging) {
        start = null
        return
      }
    }
    share = Math.max(0, Math.min(1, (isOpen() ? 1 : 0) + along / panel.offsetWidth))
    show(share)
  }

  function end(event: TouchEvent): void {
    if (!start || !dragging) return
    const touch = event.changedTouches[0]!
    const speed = ((touch.clientX - start.x) * toEnd()) / (event.timeStamp - start.at)
    start = null
    show(null)
    setOpen(Math.abs(speed) > FLICK_PX_PER_MS ? speed > 0 : share > 0.5)
  }

  function show(to: number | null): void {
    panel.style.transition = to === null ? '' : 'none'
    panel.style.visibility = to === null ? '' : 'visible'
    panel.style.transform = to === null ? '' : `translateX(${(to - 1) * 100 * toEnd()}%)`
    scrim.style.opacity = to === null ? '' : String(to)
  }

  const over = new AbortController()
  const on = { passive: true, signal: over.signal }
  document.addEventListener('touchstart', begin, on)
  document.addEventListener('touchmove', move, on)
  document.addEventListener('touchend', end, on)
  document.addEventListener('touchcancel', end, on)
  return () => over.abort()
}

/** Code and tables scroll inside themselves, fields move their cursor, and a dialog is not part of the page. */
function scrollsSideways(target: Element): boolean {
  for (let at: Element | null = target; at; at = at.parentElement) {
    if (at.matches('input, textarea, [role="dialog"], [role="alertdialog"], [role="menu"]')) return true
    if (at.scrollWidth > at.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(at).overflowX)) return true
  }
  return false
}
