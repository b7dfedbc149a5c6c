/** Who is signed in here. Ends every page of this browser when it ends. */
import { createModel, effect, signal } from '@preact/signals'
import type { SignedIn } from '../../shared/boot.ts'
import type { User } from '../../shared/user.ts'
import type { Answer, ApiFault } from '../api.ts'
import { ask } from '../api-later.ts'
import { onSessionEnd, renew, sessionExpires, setSessionExpires } from '../net/renew.ts'
import { keep, recall, storedKeys } from '../storage.ts'

export type SessionDeps = { user: User | null; expires: number }

/** Someone is signed in, as far as this browser knows. A page opened from another site comes without cookies. */
const HINT_KEY = 'parley.signed-in'
/** Whose words lie in this browser. Stays when a session ends by itself: what was not sent yet waits for its author. */
const OWNER_KEY = 'parley.owner'
/** When a page last tried to recover: a server that takes the renewal but not the session must not loop. */
const TRIED_KEY = 'parley.renew-tried'
const TRY_AGAIN_MS = 10_000
const CHANNEL = 'parley.session'

export const SessionModel = createModel((deps: SessionDeps) => {
  const user = signal(deps.user)

  if (deps.user) {
    remember(deps.user, deps.expires)
    effect(stayFresh)
  }

  const others = new BroadcastChannel(CHANNEL)
  const here = deps.user?.id ?? null
  /** The server closes the sockets of a session before it answers that it is over: that is no surprise then. */
  let leaving = false
  let left = false

  effect(() => {
    // A tab of somebody who signed out, or of another person, shows nothing of the one before.
    others.onmessage = ({ data }) => data !== here && location.replace(location.pathname)
    onSessionEnd(end)
    return () => {
      others.close()
      onSessionEnd(() => {})
    }
  })

  /** Signed in: the page is loaded anew, with everything that belongs to this person in it. */
  function entered(answer: Answer<SignedIn>): ApiFault | null {
    if (!answer.ok) return answer.fault
    remember(answer.value.user, answer.value.session.expires)
    others.postMessage(answer.value.user.id)
    location.replace(nextOf(location.search))
    return null
  }

  /** It is over, by the server's word. */
  function end(): void {
    if (!leaving) leave('ended')
  }

  function leave(why: 'left' | 'ended'): void {
    if (left) return
    left = true
    if (why === 'left') forgetWords()
    keep(HINT_KEY, null)
    others.postMessage(null)
    const next = encodeURIComponent(location.pathname)
    // The door forgets again what could not be forgotten before the page was gone.
    void forgetHere()
      .catch(() => {})
      .finally(() => location.replace(why === 'ended' ? `/login?ended&next=${next}` : '/login'))
  }

  async function signIn(email: string, password: string): Promise<ApiFault | null> {
    return entered(await ask((api) => api.signIn({ email, password })))
  }

  async function register(name: string, email: string, password: string): Promise<ApiFault | null> {
    return entered(await ask((api) => api.register({ name, email, password })))
  }

  async function signOut(): Promise<ApiFault | null> {
    leaving = true
    const answer = await ask((api) => api.signOut())
    leaving = false
    if (!answer.ok && answer.fault.code !== 'unauthorized') return answer.fault
    leave('left')
    return null
  }

  return { user, signIn, register, signOut, end }
})
export type SessionModel = InstanceType<typeof SessionModel>

/**
 * Whether a page that came without a session should be loaded again, because the browser has one after all: links
 * from other sites bring no strict cookies, and the short-lived one may just have run out.
 */
export async function recoverSession(): Promise<boolean> {
  const tried = Number(recall(TRIED_KEY))
  if (!recall(HINT_KEY) || Date.now() - tried < TRY_AGAIN_MS) return false
  keep(TRIED_KEY, String(Date.now()))
  // The server cannot be reached: the page that was served is what there is.
  const renewed = await renew().catch(() => null)
  if (renewed === false) keep(HINT_KEY, null)
  return renewed === true
}

/** Who is signed in here, as far as this browser knows. */
export const signedInHere = (): string | null => recall(HINT_KEY)

/** Whose unsent words wait here. */
export const ownerHere = (): string | null => recall(OWNER_KEY)

/** What was kept for reading. */
export async function forgetHere(): Promise<void> {
  const { forgetReading } = await import('../offline/forget.ts')
  await forgetReading(ownerHere())
}

/** Drafts and the like belong to a person; how the page looks belongs to the browser. */
function forgetWords(): void {
  for (const key of storedKeys())
    if (key.startsWith('parley.') && key !== 'parley.preferences') keep(key, null)
}

function remember(user: User, expires: number): void {
  const owner = ownerHere()
  if (owner !== null && owner !== user.id) forgetWords()
  keep(OWNER_KEY, user.id)
  keep(HINT_KEY, user.id)
  setSessionExpires(expires)
  keep(TRIED_KEY, null)
}

/** Renewed this long before it ends: a socket that is opened with an ended one costs the reader a second. */
const EARLY_MS = 60_000

/** Renews the session while somebody looks at the page. One that slept is renewed when it is looked at again. */
function stayFresh(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const plan = () => {
    clearTimeout(timer)
    if (document.visibilityState === 'visible')
      timer = setTimeout(go, sessionExpires() - EARLY_MS - Date.now())
  }
  const go = () => {
    // Over, or out of reach: the next request or socket finds out which, and says so.
    void renew().then(
      (held) => held && plan(),
      () => {},
    )
  }
  plan()
  document.addEventListener('visibilitychange', plan)
  return () => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', plan)
  }
}

/** Where to go after signing in: a path of ours, never another site. Exported for its test. */
export function nextOf(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/'
  return /^\/(?![/\\])/.test(next) ? next : '/'
}
