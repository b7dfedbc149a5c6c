/** Where the page begins: from what the Worker wrote into it to the first picture. */
import { effect } from '@preact/signals'
import { render } from 'preact'
import type { BootData } from '../shared/boot.ts'
import { AppPage } from './app.tsx'
import { type App, buildApp, buildDoor, type Door, type SignedInBoot } from './context.ts'
import { direction, locale, setLanguage } from './i18n/index.ts'
import { loadMarkdown } from './markdown/later.tsx'
import { nextOf, ownerHere, recoverSession, signedInHere } from './models/session.ts'
import { forgetReading } from './offline/forget.ts'
import { followHistory, navigate, route } from './route.ts'
import { startTooltip } from './ui/tooltip.ts'

async function begin(): Promise<void> {
  const boot = bootData() ?? (await keptBootData())
  if (!boot) return showUnreachable()
  if (!boot.user && (await recoverSession())) return location.reload()
  followHistory()
  if (boot.user)
    await showApp(boot as SignedInBoot) // a user comes with everything of theirs
  else await showDoor(boot as Exclude<BootData, SignedInBoot>)
  startTooltip()
}

async function showApp(boot: SignedInBoot): Promise<void> {
  const { page } = route.peek()
  if (page === 'sign-in' || page === 'register') navigate(nextOf(location.search), 'replace')
  const app = buildApp(boot)
  // A conversation needs it at once; an empty page when somebody has written.
  if (app.openId.peek() !== null) void loadMarkdown()
  await follow(app)
  render(<AppPage app={app} />, root())
  setTimeout(loadMarkdown, 0)
  setTimeout(prepareOffline, 0, app)
}

const AGAIN_MS = 5000

/** A page that lost its connection before this was here asks for it again. */
function prepareOffline(app: App): void {
  import('./offline/start.ts').then(
    ({ startOffline }) => startOffline(app),
    () => setTimeout(prepareOffline, AGAIN_MS, app),
  )
}

async function showDoor(boot: Exclude<BootData, SignedInBoot>): Promise<void> {
  const { page } = route.peek()
  if (boot.config.fresh) navigate('/register', 'replace')
  else if (page !== 'sign-in' && page !== 'register') {
    // What the address asks of a new chat is still asked after the door.
    const here = location.pathname + location.search
    navigate(here === '/' ? '/login' : `/login?next=${encodeURIComponent(here)}`, 'replace')
  }
  const door = buildDoor(boot)
  const [{ DoorPage }] = await Promise.all([import('./door.tsx'), follow(door)])
  document.title = door.config.appTitle
  render(<DoorPage door={door} />, root())
  // Nobody is signed in: nothing that somebody could read stays.
  if (!signedInHere()) setTimeout(() => void forgetReading(ownerHere()), 0)
}

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
