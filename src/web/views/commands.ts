/** What keys and buttons in several places do. */
import { navigate } from '../route.ts'

/** Puts the cursor where a message is written. */
export function focusComposer(): void {
  document.querySelector<HTMLElement>('[data-composer]')?.focus()
}

export function startNew(): void {
  navigate('/c/new')
  // The composer of the new page is there after the next drawing.
  requestAnimationFrame(focusComposer)
}
