/** Where the page begins: from what the Worker wrote into it to the first picture. */
import { effect } from '@preact/signals'
import { render } from 'preact'
import type { BootData } from '../shared/boot.ts'
import { startActionKeys } from './actions/perform.ts'
import { AppPage } from './app.tsx'
import { buildApp, type Door, type SignedInBoot } from './context.ts'
import { firstPicture, loadHands, tellFirstPicture } from './hands-later.tsx'
import { direction, locale, setLanguage } from './i18n/index.ts'
import { loadLive, loadMarkdown } from './markdown/later.tsx'
import { nextOf, recoverSession } from './models/session.ts'
import { followHistory, navigate, route } from './route.ts'
import { loadEmpty } from './views/empty-later.tsx'

async function begin(): Promise<void> {
  const boot = bootData() ?? (await keptBootData())
  if (!boot) return showUnreachable()
  if (!boot.user && (await recoverSession())) return location.reload()
  followHistory()
  if (boot.user)
    await showApp(boot as SignedInBoot) // a user comes with everything of theirs
  else {
    const { showDoor } = await import('./door.tsx')
    await showDoor(boot as Exclude<BootData, SignedInBoot>, follow)
    surely(loadTooltip, ({ startTooltip }) => startTooltip())
  }
}

async function showApp(boot: SignedInBoot): Promise<void> {
  const { page } = route.peek()
  if (page === 'sign-in' || page === 'register') navigate(nextOf(location.search), 'replace')
  const app = buildApp(boot)
  // One of the two is seen at once, the other when somebody has written, or goes to a new chat.
  const here = route.peek()
  const needed = here.page === 'chat' && here.id === null ? loadEmpty().catch(() => {}) : void loadMarkdown()
  const drawn = Promise.all([follow(app), needed]).then(() => render(<AppPage app={app} />, root()))
  startActionKeys(app, drawn)
  await drawn
  // The others load what they show themselves.
  if (here.page !== 'chat') tellFirstPicture()
  // A conversation may be long in coming.
  await Promise.race([firstPicture, new Promise((done) => setTimeout(done, PATIENCE_MS))])
  surely(loadHands)
  surely(loadTooltip, ({ startTooltip }) => startTooltip())
  surely(
    () => import('./offline/start.ts'),
    ({ startOffline }) => startOffline(app),
  )
  surely(loadEmpty)
  surely(loadMarkdown)
  surely(loadLive)
}

/** What is not seen at first waits so long for what is. */
const PATIENCE_MS = 1500
const AGAIN_MS = 5000

/** A page that lost its connection before something was here asks for it again. */
function surely<T>(load: () => Promise<T>, then: (loaded: T) => unknown = () => {}): void {
  load().then(then, () => setTimeout(surely, AGAIN_MS, load, then))
}

const loadTooltip = () => import('./ui/tooltip.ts')

/** The document looks and speaks as the person chose. Resolves when the words are there. */
async function follow({ preferences }: Door): Promise<void> {
  const html = document.documentElement
  const pseudo = new URLSearchParams(location.search).get('lang')
  let words: Promise<void> | undefined
  effect(() => {
    const theme = preferences.theme.value
    if (theme === 'system') delete html.dataset.theme
    else html.dataset.theme = theme
  })
  effect(() => {
    words = setLanguage(pseudo ?? preferences.language.value)
  })
  effect(() => {
    html.lang = locale.value
    html.dir = direction.value
  })
  // Without its file the page speaks English, which is better than no page.
  await words?.catch(() => {})
}

/** Null: the page comes from the service worker, because the server could not be reached. */
function bootData(): BootData | null {
  const text = document.getElementById('boot')?.textContent
  return text ? (JSON.parse(text) as BootData) : null
}

async function keptBootData(): Promise<BootData | null> {
  const { keptBoot } = await import('./offline/boot.ts')
  return keptBoot()
}

async function showUnreachable(): Promise<void> {
  const [{ Unreachable }] = await Promise.all([import('./views/unreachable.tsx'), setLanguage('auto')])
  render(<Unreachable />, root())
}

const root = () => document.getElementById('app')!

void begin()
