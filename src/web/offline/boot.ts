/**
 * What the page begins with when the server could not be asked: what this person's library, models and bookmarks were
 * when they were last told of. Everything in it is renewed by the sockets as soon as they open.
 */
import type { BootData } from '../../shared/boot.ts'
import { DEFAULT_PREFERENCES, type Preferences } from '../../shared/preferences.ts'
import { signedInHere } from '../models/session.ts'
import { sessionExpires } from '../net/renew.ts'
import { recall } from '../storage.ts'
import { openKept } from './database.ts'

type SignedIn = Extract<BootData, { session: unknown }>

/** The part of the boot data that is kept; the rest of it lies in this browser anyway. */
export type KeptPage = Omit<SignedIn, 'session' | 'preferences'> & { at: number }

/** Null: nobody is signed in here, or nothing was kept of theirs. */
export async function keptBoot(): Promise<SignedIn | null> {
  const user = signedInHere()
  if (!user) return null
  try {
    const kept = await openKept(user)
    const page = await kept.get<KeptPage>('page', 'boot')
    kept.close()
    // What an older version kept is made anew.
    if (page?.user.id !== user || !page.catalog || !page.config.interface) return null
    const { at, ...rest } = page
    return { ...rest, session: { id: '', expires: sessionExpires() }, preferences: lastPreferences() }
  } catch {
    // This browser keeps nothing.
    return null
  }
}

function lastPreferences(): Preferences {
  try {
    return { ...DEFAULT_PREFERENCES, ...JSON.parse(recall('parley.preferences') ?? '{}') }
  } catch {
    return DEFAULT_PREFERENCES
  }
}
