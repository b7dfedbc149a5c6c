/** The text that is being written to one conversation. Kept in this browser: closing the page loses none of it. */
import { createModel, effect, signal } from '@preact/signals'
import { keep, keepWords, recall, storedKeys } from '../storage.ts'

const PREFIX = 'parley.draft.'
/** Often enough that a crash costs a word, rarely enough that typing does not write to disk with every key. */
const SAVE_MS = 250
/** Drafts of conversations one will not return to. */
const MAX_DRAFTS = 60

/** `of`: the conversation, or `new`. */
export const ComposerModel = createModel((of: string) => {
  const key = signal(of)
  let name = PREFIX + of
  const text = signal(textOf(recall(name)))
  /** What was written to the same conversation on another device, beside what is written here (`drafts-offered.ts`). */
  const offered = signal<string | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let saved = text.peek()

  function save(): void {
    clearTimeout(timer)
    timer = undefined
    const now = text.peek()
    if (now === saved) return
    saved = now
    keepWords(name, now.trim() ? `${Date.now()} ${now}` : null)
    prune()
  }

  effect(() => {
    if (text.value !== saved) timer ??= setTimeout(save, SAVE_MS)
  })
  effect(() => {
    globalThis.addEventListener?.('pagehide', save)
    return () => {
      globalThis.removeEventListener?.('pagehide', save)
      save()
    }
  })

  /** Empties it and returns what it held. */
  function take(): string {
    const taken = text.peek()
    text.value = ''
    save()
    return taken
  }

  /** Gives text back that could not be sent, before what has been written since. */
  function giveBack(lost: string): void {
    if (!lost) return
    const now = text.peek()
    text.value = now.trim() ? `${lost}\n\n${now}` : lost
    save()
  }

  /** The conversation has a name of its own now. */
  function moveTo(to: string): void {
    keepWords(name, null)
    name = PREFIX + to
    saved = ''
    save()
    key.value = to
  }

  return { key, text, offered, take, giveBack, moveTo }
})
export type ComposerModel = InstanceType<typeof ComposerModel>

function textOf(stored: string | null): string {
  return stored?.slice(stored.indexOf(' ') + 1) ?? ''
}

function prune(): void {
  const keys = storedKeys().filter((key) => key.startsWith(PREFIX))
  if (keys.length <= MAX_DRAFTS) return
  const age = (key: string) => Number.parseInt(recall(key) ?? '0', 10)
  for (const key of keys.sort((a, b) => age(a) - age(b)).slice(0, keys.length - MAX_DRAFTS)) keep(key, null)
}
