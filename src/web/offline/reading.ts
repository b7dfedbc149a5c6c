/**
 * Keeps what was seen, so that it can be read without a connection: the head of the library, and the last conversations
 * as they stood. Written when the browser has nothing else to do, never while an answer grows; a conversation that is to
 * leave no trace leaves none here.
 */
import { effect, untracked } from '@preact/signals'
import type { App } from '../context.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { KeptState } from '../models/conversation-kept.ts'
import { keep } from '../storage.ts'
import type { KeptPage } from './boot.ts'
import type { Kept } from './database.ts'

/** Conversations that are kept. The ones seen longest ago go first. */
const MAX_KEPT = 100
/** What changes within this time is written once. */
const SETTLE_MS = 800
/** A server that has not told of a conversation by now is out of reach, whatever the connection says. */
const PATIENCE_MS = 3000

type KeptConversation = { id: string; at: number; state: KeptState }

/** `begun`: what the page began with. */
export function keepReading(app: App, kept: Kept, begun: KeptPage): void {
  const write = soon(() => keepPage(app, kept, begun))
  effect(() => {
    const { library, shelves, catalog } = app
    // Before the server has said anything there is nothing to keep.
    const [clock] = [library.clock.value, shelves.tags.value, shelves.projects.value, catalog.models.value]
    if (clock > 0) write()
  })
  effect(() => {
    const gone = app.library.erased.value
    if (gone === null) return
    void kept.drop('conversation', gone).catch(() => {})
    for (const words of ['draft', 'attached', 'posts']) keep(`parley.${words}.${gone}`, null)
  })

  const followed = new WeakSet<ConversationModel>()
  effect(() => {
    for (const model of app.conversations.value) {
      if (followed.has(model)) continue
      followed.add(model)
      untracked(() => follow(model, kept))
    }
  })
}

async function keepPage({ library, shelves, catalog }: App, kept: Kept, begun: KeptPage): Promise<void> {
  const page: KeptPage = {
    ...begun,
    at: Date.now(),
    library: library.head(),
    shelves: { tags: shelves.tags.peek(), projects: shelves.projects.peek() },
    catalog: { models: [...catalog.models.peek()], endpoints: [...catalog.endpoints.peek()] },
  }
  await kept.put('page', page, 'boot')
}

/** The model lives as long as the page needs it; what hangs on its signals goes with it. */
function follow(model: ConversationModel, kept: Kept): void {
  const write = soon(() => keepConversation(model, kept))
  effect(() => {
    if (model.facts.value > 0) write()
  })
  let asked = false
  const recallOnce = () => {
    if (asked || model.standing.peek() !== 'unknown' || !model.begun.peek()) return
    asked = true
    void kept.get<KeptConversation>('conversation', model.id.peek()).then(
      (one) => model.recall(one?.state ?? null, one?.at ?? 0),
      () => model.recall(null, 0),
    )
  }
  effect(() => {
    const status = model.status.value
    if (status === 'waiting' || status === 'offline') recallOnce()
  })
  setTimeout(recallOnce, PATIENCE_MS)
}

async function keepConversation(model: ConversationModel, kept: Kept): Promise<void> {
  const id = model.id.peek()
  if (model.temporary.peek() || model.standing.peek() === 'gone') return kept.drop('conversation', id)
  const state = model.snapshot()
  if (!state) return
  // Read again later, it is as old as it was when the server last told of it.
  const at = model.asOf.peek()
  const one: KeptConversation = { id, at: typeof at === 'number' ? at : Date.now(), state }
  await kept.put('conversation', one)
  const keys = await kept.newest()
  for (const old of keys.slice(0, Math.max(0, keys.length - MAX_KEPT))) await kept.drop('conversation', old)
}

/** What is planned, to be done at once when the page goes. */
const planned = new Set<() => void>()
const now = () => {
  for (const run of planned) run()
}
addEventListener('pagehide', now)
document.addEventListener('visibilitychange', now)

/** Does it once for many calls, when the browser is idle. That it failed (a full disk) harms nothing. */
function soon(work: () => Promise<void>): () => void {
  const run = () => {
    if (!planned.delete(run)) return
    void work().catch(() => {})
  }
  // Safari has no such callback.
  const idle = () =>
    'requestIdleCallback' in globalThis ? requestIdleCallback(run, { timeout: 2000 }) : run()
  return () => {
    if (planned.has(run)) return
    planned.add(run)
    setTimeout(idle, SETTLE_MS)
  }
}
