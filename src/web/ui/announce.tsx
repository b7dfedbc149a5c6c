/** What a screen reader is told of things that happen elsewhere on the page. Start and end of an answer, not its words. */
import { signal } from '@preact/signals'

const polite = signal('')
const assertive = signal('')

/** Says `text` once. `assertive` interrupts, for what needs an answer now. */
export function announce(text: string, how: 'polite' | 'assertive' = 'polite'): void {
  const region = how === 'polite' ? polite : assertive
  // The same words twice are a change only if the region was empty in between.
  region.value = ''
  setTimeout(() => {
    region.value = text
  }, 50)
}

/** The two live regions. Mounted once, for as long as the page lives. */
export function Announcer() {
  return (
    <div class="hidden-text">
      <div aria-live="polite">{polite}</div>
      <div aria-live="assertive">{assertive}</div>
    </div>
  )
}
