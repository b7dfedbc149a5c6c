/** Everything that makes the page work without a connection. Loaded beside the first picture; nothing waits for it. */
import type { App, SignedInBoot } from '../context.ts'
import { followDrafts } from '../models/drafts.ts'
import type { KeptPage } from './boot.ts'
import { type Kept, openKept } from './database.ts'
import { forgetReading } from './forget.ts'
import { keepReading } from './reading.ts'
import { sendWaiting } from './sender.ts'
import { takeSpilled } from './spill.ts'
import { keepUpToDate, mindParts } from './update.ts'

/** What the page began with: from the server, or kept by an earlier page. */
async function beginning(kept: Kept): Promise<KeptPage | undefined> {
  const text = document.getElementById('boot')?.textContent
  if (!text) return kept.get<KeptPage>('page', 'boot')
  const { session: _, preferences: __, ...rest } = JSON.parse(text) as SignedInBoot
  return { ...rest, at: Date.now() }
}

/** Fetching the other files of this version is not to disturb the first picture. */
const LATER_MS = 2500

export async function startOffline(app: App): Promise<void> {
  mindParts()
  followDrafts(app)
  sendWaiting(app)
  setTimeout(() => keepUpToDate(app), LATER_MS)
  const user = app.session.user.peek()
  if (!user) return
  // A browser without IndexedDB, as in some private windows, keeps nothing to read.
  const kept = await openKept(user.id).catch(() => null)
  await takeSpilled(app, kept)
  const begun = kept && (await beginning(kept).catch(() => undefined))
  if (begun) keepReading(app, kept, begun)
  await forgetReading(null, user.id)
}
