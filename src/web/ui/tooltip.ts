/**
 * One tooltip for the whole page: the name of what the pointer rests on or the keyboard reached, from its `data-tip`,
 * with the shortcut from `data-tip-keys`. It repeats an accessible name, so screen readers do not see it.
 */
import { shortcutLabel } from './shortcut.ts'

const DELAY_MS = 500
/** Going along a row of icons shows the next at once. */
const WARM_MS = 400
const GAP_PX = 6
/** Where nothing hovers, a name that pops up is in the way. */
const FINGER = matchMedia('(hover: none)')

/** Starts it. Returns its end. */
export function startTooltip(): () => void {
  const box = document.createElement('div')
  box.className = 'tooltip'
  box.popover = 'manual'
  box.ariaHidden = 'true'
  document.body.append(box)

  let timer: ReturnType<typeof setTimeout> | undefined
  let anchor: Element | null = null
  let hidden = 0

  const show = () => {
    if (!anchor?.isConnected) return
    write(box, anchor)
    box.showPopover()
    place(box, anchor)
  }
  const hide = () => {
    clearTimeout(timer)
    if (anchor && box.matches(':popover-open')) {
      box.hidePopover()
      hidden = performance.now()
    }
    anchor = null
  }
  const aim = (target: EventTarget | null) => {
    const next = target instanceof Element ? target.closest('[data-tip]') : null
    if (next === anchor) return
    hide()
    // An open menu says more than the name of its button.
    if (!next || next.getAttribute('aria-expanded') === 'true') return
    anchor = next
    timer = setTimeout(show, performance.now() - hidden < WARM_MS ? 0 : DELAY_MS)
  }

  const end = new AbortController()
  const on = { signal: end.signal, passive: true, capture: true }
  document.addEventListener('pointerover', (e) => e.pointerType === 'mouse' && aim(e.target), on)
  document.addEventListener('pointerdown', hide, on)
  document.addEventListener(
    'focusin',
    (e) => !FINGER.matches && (e.target as Element).matches(':focus-visible') && aim(e.target),
    on,
  )
  document.addEventListener('focusout', hide, on)
  document.addEventListener('keydown', hide, on)
  document.addEventListener('scroll', hide, on)
  return () => {
    end.abort()
    hide()
    box.remove()
  }
}

function write(box: HTMLElement, anchor: Element): void {
  box.textContent = anchor.getAttribute('data-tip')
  const keys = anchor.getAttribute('data-tip-keys')
  if (!keys) return
  const sign = document.createElement('kbd')
  sign.textContent = shortcutLabel(keys)
  box.append(' ', sign)
}

function place(box: HTMLElement, anchor: Element): void {
  const at = anchor.getBoundingClientRect()
  const own = box.getBoundingClientRect()
  const below = at.bottom + GAP_PX + own.height < innerHeight
  // What one writes is never covered.
  const top = (anchor.closest('.composer') ?? anchor).getBoundingClientRect().top
  const left = at.left + (at.width - own.width) / 2
  box.style.left = `${Math.max(GAP_PX, Math.min(left, innerWidth - own.width - GAP_PX))}px`
  box.style.top = `${below ? at.bottom + GAP_PX : top - own.height - GAP_PX}px`
}
