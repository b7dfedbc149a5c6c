/** From keys to what they do. The actions are loaded when a modifier goes down, which is before the letter does. */
import type { App } from '../context.ts'
import { awaited } from '../ui/awaited.ts'
import { isModifier, learnKey, learnLayout } from '../ui/shortcut.ts'

/** They are about the page as a whole, so a dialog that is open does not keep them from it. */
const OVER_DIALOGS = ['palette.open', 'shortcuts.open', 'search.open', 'settings.open']

const load = () => import('./index.ts')

/** Does an action, when it can be done. */
export async function perform(app: App, id: string): Promise<void> {
  const { find } = await awaited(load())
  const action = find(app, id)
  if (action?.run) action.run(app)
  else if (action?.page) app.layout.palette.value = id
}

/** A key that is pressed before the page is `drawn` is not lost: it does what it says then. */
export function startActionKeys(app: App, drawn: Promise<unknown>): void {
  learnLayout()
  addEventListener('keydown', (event) => {
    learnKey(event)
    if (isModifier(event)) {
      if (event.key === 'Control' || event.key === 'Meta') void warm()
      return
    }
    if (event.defaultPrevented) return
    const id = app.keys.meant(event)
    if (id === undefined || isCovered(id)) return
    event.preventDefault()
    // Where the actions cannot be loaded, the next press tries again.
    if (!event.repeat) drawn.then(() => (isCovered(id) ? undefined : perform(app, id))).catch(() => {})
  })
}

/** Whether something is open that keeps keys from this action. */
function isCovered(id: string): boolean {
  return !OVER_DIALOGS.includes(id) && document.querySelector('.dialog, .menu') !== null
}

async function warm(): Promise<void> {
  // Offline, or a new version was deployed: the key itself tries again.
  await Promise.all([load(), import('../views/palette.tsx')]).catch(() => {})
}
