/**
 * Sends what waits in conversations that are not open: one conversation after the other, in the order in which it was
 * written, and in one tab. Another tab that has a conversation open sends it too; ids make that harmless.
 */
import { effect, untracked } from '@preact/signals'
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
  /** The server would not take it: it waits for its author, or for another connection. */
  const refused = new Set<string>()
  effect(() => {
    // A conversation that was left before all of it was sent is nobody's any more.
    const open = new Set(app.conversations.value.map((model) => model.id.peek()))
    if (!app.link.online.value) refused.clear()
    else if (!busy && !waiting().every((id) => open.has(id) || refused.has(id))) untracked(run)
  })

  function run(): void {
    busy = true
    const done = () => {
      busy = false
    }
    oneTab(() => sendAll(app, refused)).then(done, done)
  }
}

/** Pages on a plain http address other than localhost have no locks; there, every tab sends. */
function oneTab(work: () => Promise<void>): Promise<void> {
  return navigator.locks ? navigator.locks.request('parley.outbox', work) : work()
}

/** Conversations that the server has to hear something of: messages first. */
function waiting(): string[] {
  const told = storedKeys().flatMap((key) =>
    key.startsWith(POSTS_PREFIX) ? [key.slice(POSTS_PREFIX.length)] : [],
  )
  return [...new Set([...waitingConversations(), ...told])]
}

async function sendAll(app: App, refused: Set<string>): Promise<void> {
  for (const id of waiting()) {
    if (!app.link.online.peek()) return
    const open = app.conversations.peek().some((model) => model.id.peek() === id)
    // A conversation that is open sends by itself.
    if (open || refused.has(id)) continue
    await sendOne(app, id)
    if (new Outbox(id).list().length > 0) refused.add(id)
  }
}

async function sendOne(app: App, id: string): Promise<void> {
  const model = app.visit(id)
  await until(model, () => new Outbox(id).list().every((frame) => isRefused(model, idOf(frame))))
  model[Symbol.dispose]()
}

/** A refused message stays in the outbox: its author decides, when they come to it. */
function isRefused(model: ConversationModel, message: string): boolean {
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
