/** Whether the browser offers to install the page as an app. It says so once, early, so this is listened to at once. */
import { signal } from '@preact/signals'

/** Only some browsers have it; the DOM's types do not. */
type InstallPrompt = Event & { prompt(): Promise<unknown> }

const offered = signal<InstallPrompt | null>(null)

globalThis.addEventListener?.('beforeinstallprompt', (event) => {
  // Its own banner would lie over the composer.
  event.preventDefault()
  offered.value = event as InstallPrompt
})
globalThis.addEventListener?.('appinstalled', () => {
  offered.value = null
})

export const installable = (): boolean => offered.value !== null

/** The browser asks. It lets us do that once. */
export async function install(): Promise<void> {
  const event = offered.peek()
  offered.value = null
  await event?.prompt()
}
