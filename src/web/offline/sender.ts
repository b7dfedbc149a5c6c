/**
 * Sends what waits in conversations that are not open: one conversation after the other, in the order in which it was
 * written, and in one tab. Another tab that has a conversation open sends it too; ids make that harmless.
 */
import { effect } from '@preact/signals'
import type { App } from '../context.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { idOf, Outbox, waitingConversations } from '../models/outbox.ts'
import { POSTS_PREFIX } from '../models/posts.ts'
import { storedKeys } from '../storage.ts'

/** A conversation that the server will not take now is not to hold up the others. */
const PATIENCE_MS = 20_000
/** What only has to be told (a choice, an opinion) is gone with the first answer of the server. */
const TELL_MS = 1000

export function sendWaiting(app: App): void {
  let busy = false
  effect(() => {
    if (!app.link.online.value || busy) return
    busy = true
    void oneTab(() => sendAll(app)).finally(() => {
      busy = false
    })
  })
}

/** Pages on a plain http address other than localhost have no locks; there, every tab sends. */
function oneTab(work: () => Promise<void>): Promise<void> {
  return navigator.locks ? navigator.locks.request('parley.outbox', work) : work()
}

async function sendAll(app: App): Promise<void> {
  const told = storedKeys().flatMap((key) =>
    key.startsWith(POSTS_PREFIX) ? [key.slice(POSTS_PREFIX.length)] : [],
  )
  for (const id of new Set([...waitingConversations(), ...told])) {
    if (!app.link.online.peek()) return
    const open = app.conversations.peek().some((model) => model.id.peek() === id)
    // A conversation that is open sends by itself.
    if (!open) await sendOne(app, id)
  }
}

async function sendOne(app: App, id: string): Promise<void> {
  const model = app.visit(id)
  await until(model, () => new Outbox(id).list().every((frame) => refused(model, idOf(frame))))
  model[Symbol.dispose]()
}

/** A refused message stays in the outbox: its author decides, when they come to it. */
function refused(model: ConversationModel, message: string): boolean {
  return model.path.peek().some(({ id, delivery }) => id === message && delivery.peek() === 'refused')
}

async function until(model: ConversationModel, done: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE_MS
  while (Date.now() < end) {
    const answered = model.standing.peek() !== 'unknown' && model.status.peek() === 'open'
    if (model.status.peek() === 'closed' || (answered && done())) break
    await new Promise((next) => setTimeout(next, 100))
  }
  await new Promise((next) => setTimeout(next, TELL_MS))
}
