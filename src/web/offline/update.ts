/**
 * The service worker from the page's side. A new version comes in by itself and serves the next load; a page that stays
 * open on the old one says so, once, and leaves it to the reader when to load anew.
 */
import { effect } from '@preact/signals'
import type { App } from '../context.ts'
import { t } from '../i18n/index.ts'
import { onMissed } from '../ui/later.tsx'
import { toast } from '../ui/toast.tsx'

/** Asking more often than this brings nothing. */
const ASK_MS = 60_000

/** Says of parts of the page that cannot be loaded why that is. */
export function mindParts(): void {
  onMissed(() => void missing())
  // What a click needs is loaded at the click: nobody there waits for a failure.
  addEventListener('unhandledrejection', (event) => {
    if (!isMissedPart(event.reason)) return
    event.preventDefault()
    void missing()
  })
}

export function keepUpToDate({ link, layout }: App): void {
  const workers = navigator.serviceWorker
  // Pages on a plain http address other than localhost have none.
  if (!workers) return
  const version = document.querySelector<HTMLMetaElement>('meta[name=version]')?.content
  if (!version) {
    // While developing, nothing stands between the page and the server.
    void workers.getRegistrations().then((all) => all.forEach((one) => void one.unregister()))
    return
  }
  workers.addEventListener('message', ({ data }) => {
    if (data?.t === 'version' && data.version !== version) offer()
  })
  let asked = Number.NEGATIVE_INFINITY
  // A server that was renewed closes its sockets: whoever comes back asks whether there is something new.
  effect(() => {
    if (!link.online.value || !layout.visible.value || Date.now() - asked < ASK_MS) return
    asked = Date.now()
    // Where a browser allows none, or the connection is lost again, the page works without.
    workers.register('/sw.js', { updateViaCache: 'none' }).then(
      // Where workers are blocked, some browsers answer with nothing instead of a refusal.
      (known?: ServiceWorkerRegistration) => known?.active && known.update().catch(() => {}),
      () => {
        asked = Number.NEGATIVE_INFINITY
      },
    )
  })
}

/** Chromium, Firefox and Safari say each in their own words that a module did not come. */
function isMissedPart(reason: unknown): boolean {
  return (
    reason instanceof TypeError && /dynamically imported module|module script failed/i.test(reason.message)
  )
}

/** A part of the page could not be loaded: without a connection it comes later, otherwise it is no more. */
async function missing(): Promise<void> {
  if (asking) return
  asking = true
  // The page may not have noticed yet that the connection is lost.
  const reached = await fetch('/health', { method: 'HEAD' }).then(
    () => true,
    () => false,
  )
  asking = false
  if (reached) offer('update.part')
  else if (!told) toast({ text: t('offline.part') })
  told ||= !reached
}

let asking = false
let told = false

let offered = false

/** A newer version serves the next load. */
function offer(why: 'update.ready' | 'update.part' = 'update.ready'): void {
  if (offered) return
  offered = true
  toast({
    text: t(why),
    stays: true,
    action: { label: t('update.reload'), run: () => location.reload() },
  })
}
